import type { Environment } from './api.ts'

/** Others see a signal for longer than this, so more of them say nothing new. */
const AT_MOST_EVERY_MS = 2_500

/**
 * Says that the person types, at most every few seconds in each channel. `tell` answers whether anybody was told: where
 * there is no connection yet, the next key tries again.
 */
export const createTellTyping = ({ setTimer }: Pick<Environment, 'setTimer'>, tell: (channel: string) => boolean) => {
  const told = new Set<string>()
  return (channel: string): void => {
    if (told.has(channel) || !tell(channel)) return
    told.add(channel)
    setTimer(() => told.delete(channel), AT_MOST_EVERY_MS)
  }
}
