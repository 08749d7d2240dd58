import { appointed } from './channel.ts'
import type { Write } from './decision.ts'
import type { Facts, Scope } from './facts.ts'

export const inheritedScope = (channel: string, heir: string): Scope => ({
  streams: [channel, heir],
  facts: [
    ['channel', channel],
    ['seat', channel, heir],
    ['place', heir, channel],
  ],
  lists: [{ list: 'adminsIn', key: [channel, 1], limit: 1 }],
})

/**
 * A private channel without an admin is looked after by who has been in it longest: nobody outside could. Of others the
 * workspace's admins look after public ones, and a conversation has none.
 */
export const inherited = (facts: Facts, channel: string, heir: string): Write[] => {
  const seat = facts.get('seat', channel, heir)
  const { kind, gone } = facts.get('channel', channel) ?? { kind: 'public', gone: 1 }
  if (kind !== 'private' || gone !== null || seat?.state !== 'joined') return []
  if (facts.list('adminsIn', channel, 1).length > 0) return []
  return appointed(seat, facts.get('place', heir, channel), { admin: 1 })
}
