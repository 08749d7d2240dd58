import type { Refusal } from '#protocol/refusals.ts'
import type { FactKey, Facts } from './facts.ts'
import type { Circumstances } from './intent.ts'
import type { ChannelRecord, SeatRecord } from './records.ts'

/** What one may want of a channel. */
export type ChannelAction = 'read' | 'join' | 'leave' | 'post' | 'edit' | 'delete' | 'react' | 'mark' | 'type'

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

/** The facts that `inChannel` needs, for a command's scope. */
export const inChannelFacts = (channel: string, user: string): FactKey[] => [
  ['channel', channel],
  ['seat', channel, user],
]

type InChannel = { channel: ChannelRecord; seat: SeatRecord | null }

/** The channel and the actor's seat in it, or why the actor may not do this there. */
export const inChannel = (
  facts: Facts,
  action: ChannelAction,
  id: string,
  { actor, general }: Pick<Circumstances, 'actor' | 'general'>,
): InChannel | { refused: Refusal } => {
  const channel = facts.get('channel', id)
  const seat = facts.get('seat', id, actor)
  const refused = mayNot(action, { channel, seat, isGeneral: id === general })
  if (refused) return { refused }
  if (channel === null) throw new Error(`The channel ${id} is allowed, and is not there.`)
  return { channel, seat }
}
