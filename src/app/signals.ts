import type { Bus } from '#bus/bus.ts'
import type { Actor } from '#domain/intent.ts'
import type { Answer, Questions } from './questions.ts'
import { TokenBuckets } from './token-bucket.ts'

/** Ephemeral facts: never stored, the first to be dropped. */
export type Signals = {
  /** Tells the channel's readers that the actor is typing; more than one a second is answered and not passed on. */
  typing(actor: Actor, channel: string): Promise<Answer<Record<string, never>>>
}

const TYPING = { perSecond: 1, burst: 1 }

export const createSignals = (ask: Questions, bus: Bus, monotonic: () => number): Signals => {
  const limits = new TokenBuckets(TYPING, monotonic)
  return {
    typing: async (actor, ref) => {
      const found = await ask.channel(actor, 'type', ref)
      if ('refused' in found) return found
      const { id: channel } = found.ok
      if (limits.take(`${actor.user} ${channel}`) === 0) {
        bus.publish([{ signal: { about: channel, now: { typing: { channel, user: actor.user } } } }])
      }
      return { ok: {} }
    },
  }
}
