import type { Environment } from './api.ts'

/** Others see a signal for longer than this, so more of them say nothing new. */
const AT_MOST_EVERY_MS = 2_500

/** Says that the person types, at most every few seconds in each channel. */
export const createTellTyping = (environment: Environment, tell: (channel: string) => void) => {
  const told = new Map<string, number>()
  return (channel: string): void => {
    const now = environment.now()
    if (now - (told.get(channel) ?? Number.NEGATIVE_INFINITY) < AT_MOST_EVERY_MS) return
    told.set(channel, now)
    tell(channel)
  }
}
