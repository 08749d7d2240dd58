import { membership } from './channel.ts'
import type { Write } from './decision.ts'
import type { Facts, Scope } from './facts.ts'

export const emptiedScope = (channel: string, users: readonly string[]): Scope => ({
  streams: [channel, ...users],
  facts: users.flatMap(user => [['seat', channel, user] as const, ['place', user, channel] as const]),
})

/** The seats and places of these people in a deleted channel end. */
export const emptied = (facts: Facts, channel: string, users: readonly string[], now: number): Write[] =>
  users.flatMap(user => {
    const place = facts.get('place', user, channel)
    return facts.get('seat', channel, user)?.state === 'joined'
      ? membership('ended', { channel, user, now, read: place?.read ?? 0, cursor: place?.cursor ?? 0 })
      : []
  })
