import type { Refusal } from '#protocol/refusals.ts'
import type { ChannelRecord, SeatRecord } from './records.ts'

/** What one may want of a channel. */
export type ChannelAction = 'read' | 'join' | 'leave' | 'post' | 'mark' | 'type'

export type ChannelFacts = { channel: ChannelRecord | null; seat: SeatRecord | null; isGeneral: boolean }

/**
 * The one permission function that every door asks: null if the action is allowed, else why not. The channel and the
 * actor's seat in it are looked up together, so that an unknown channel and a hidden one are the same answer.
 */
export const mayNot = (action: ChannelAction, { channel, seat, isGeneral }: ChannelFacts): Refusal | null => {
  if (channel === null) return { code: 'channel_not_found', message: 'There is no such channel.' }
  if (action === 'read' || action === 'join') return null
  if (seat?.state !== 'joined') return { code: 'not_a_member', message: 'You are not a member of this channel.' }
  if (action === 'leave' && isGeneral) {
    return { code: 'cant_leave_general', message: `Everybody stays in #${channel.name}.` }
  }
  return null
}
