import { NEWCOMER_CHANNELS } from '#protocol/limits.ts'
import { DIRECTORY } from '#protocol/streams.ts'
import { listed, seated } from './channel.ts'
import { type Counters, refuse, type Verdict, type Write } from './decision.ts'
import type { FactKey, Facts, Scope } from './facts.ts'
import type { Circumstances, IntentOf } from './intent.ts'
import { inChannel, upkeepFacts } from './permission.ts'

type SetNewcomers = IntentOf<'channel.newcomers'>

/** The directory's lock counts them. */
export const newcomersScope = ({ channel }: SetNewcomers, { actor }: Circumstances): Scope => ({
  streams: [channel, DIRECTORY],
  facts: upkeepFacts(channel, actor),
  lists: [{ list: 'newcomerChannels', key: [1], limit: NEWCOMER_CHANNELS }],
})

/** Whether whoever comes into the workspace gets a seat in this public channel: `{channel}`. Who is here already does not. */
export const setNewcomers = (facts: Facts, said: SetNewcomers, at: Circumstances): Verdict<'channel.newcomers'> => {
  const found = inChannel(facts, 'welcome', said.channel, at)
  if ('refused' in found) return found
  const { channel } = found
  const newcomers = said.newcomers ? 1 : null
  const ok = { channel: channel.id }
  // Everybody is in #general.
  if (newcomers === channel.newcomers || channel.id === at.general) return { writes: [], ok }
  if (newcomers === 1 && facts.list('newcomerChannels', 1).length >= NEWCOMER_CHANNELS)
    return refuse('too_many_channels', `Newcomers are put into ${NEWCOMER_CHANNELS} channels at most.`, {
      limit: NEWCOMER_CHANNELS,
    })
  const changed = { ...channel, newcomers } as const
  return { writes: [{ stream: channel.id, table: 'channels', row: changed }, listed(changed)], ok }
}

/** What `seatsOfNewcomer` needs of channels that were meant for newcomers a moment ago. */
export const newcomerFacts = (channels: readonly string[]): FactKey[] => channels.map(id => ['channel', id] as const)

/**
 * [HUB-5] The first seats of somebody new: in #general, and in each of these channels that is still meant for newcomers.
 * Everything said so far counts as read, and no line tells it.
 */
export const seatsOfNewcomer = (
  facts: Facts,
  user: string,
  channels: readonly string[],
  { now, general }: Pick<Circumstances, 'now' | 'general'>,
): { writes: Write[]; counters: Counters[] } => {
  const open = channels.filter(id => {
    const channel = facts.get('channel', id)
    return channel?.kind === 'public' && channel.newcomers === 1 && channel.archived === null && channel.gone === null
  })
  const streams = [general, ...open].map(id => ({ id, stream: facts.get('stream', id) }))
  return {
    writes: streams.flatMap(({ id, stream }) =>
      seated({ channel: id, user, now, read: stream?.seq ?? 0, cursor: stream?.posts ?? 0 }),
    ),
    counters: streams.map(({ id, stream }) => ({ stream: id, seats: (stream?.seats ?? 0) + 1 })),
  }
}
