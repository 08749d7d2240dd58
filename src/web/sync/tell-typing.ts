import type { Environment } from './api.ts'

/** Others see a signal for longer than this, so more of them say nothing new. */
const AT_MOST_EVERY_MS = 2_500

/**
 * Says that the person types, at most every few seconds in each channel. `tell` answers whether anybody was told: where
 * there is no connection yet, the next key tries again.
 */
export const createTellTyping = (environment: Environment, tell: (channel: string) => boolean) => {
  const told = new Map<string, number>()
  return (channel: string): void => {
    const now = environment.now()
    if (now - (told.get(channel) ?? Number.NEGATIVE_INFINITY) < AT_MOST_EVERY_MS) return
    if (tell(channel)) told.set(channel, now)
  }
}
