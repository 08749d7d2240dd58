import { type Refused, refuse } from './decision.ts'
import type { Facts } from './facts.ts'

/**
 * These channels, each once, where all of them are public: what everybody hears of names no others. One that is hidden is
 * refused like one that is not there.
 */
export const openToAll = (facts: Facts, ids: readonly string[]): { channels: readonly string[] } | Refused => {
  const channels = [...new Set(ids)]
  const isOpen = channels.every(id => {
    const channel = facts.get('channel', id)
    return channel?.kind === 'public' && channel.gone === null
  })
  return isOpen ? { channels } : refuse('channel_not_found', 'There is no such channel.')
}
