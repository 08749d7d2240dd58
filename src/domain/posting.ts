import { appointed } from './channel.ts'
import { refuse, type Verdict } from './decision.ts'
import type { Facts, Scope } from './facts.ts'
import type { Circumstances, IntentOf } from './intent.ts'
import { line } from './line.ts'
import { inChannel, upkeepFacts } from './permission.ts'

type SetPosting = IntentOf<'channel.posting'>
type Voice = IntentOf<'channel.voice'>

export const postingScope = ({ channel }: SetPosting, { actor }: Circumstances): Scope => ({
  streams: [channel, actor],
  facts: [...upkeepFacts(channel, actor), ['place', actor, channel]],
})

/**
 * Who writes in a channel: `{channel}`. Whoever leaves it to its admins becomes one of them, where they have a seat: an
 * admin of the workspace would else have silenced themselves.
 */
export const setPosting = (
  facts: Facts,
  { channel: id, who }: SetPosting,
  at: Circumstances,
): Verdict<'channel.posting'> => {
  const found = inChannel(facts, 'restrict', id, at)
  if ('refused' in found) return found
  const { channel, seat } = found
  const posting = who === 'everybody' ? null : who
  if (posting === channel.posting) return { writes: [], ok: { channel: id } }
  const { actor: author, now } = at
  const told = line(facts.get('stream', id), { author, kind: 'posting', data: { who }, now })
  const isSilenced = posting !== null && seat?.state === 'joined' && seat.admin === null
  return {
    writes: [
      { stream: id, table: 'channels', row: { ...channel, posting } },
      ...(isSilenced ? appointed(seat, facts.get('place', author, id), { admin: 1 }) : []),
      ...told.writes,
    ],
    counters: told.counters,
    ok: { channel: id },
  }
}

export const voiceScope = ({ channel, user }: Voice, { actor }: Circumstances): Scope => ({
  streams: [channel, user],
  facts: [...upkeepFacts(channel, actor), ['seat', channel, user], ['place', user, channel]],
})

/** Chooses a member to write in a channel where not everybody does, or takes that from them: `{channel}`. */
export const voice = (facts: Facts, { channel, user, posts }: Voice, at: Circumstances): Verdict<'channel.voice'> => {
  const found = inChannel(facts, 'restrict', channel, at)
  if ('refused' in found) return found
  const seat = facts.get('seat', channel, user)
  if (seat?.state !== 'joined')
    return refuse('user_not_found', 'This person is not a member of the channel.', { reason: 'not_in_channel' })
  if ((seat.posts === 1) === posts) return { writes: [], ok: { channel } }
  const { actor: author, now } = at
  const told = line(facts.get('stream', channel), { author, kind: 'voice', data: { user, posts }, now })
  return {
    writes: [...appointed(seat, facts.get('place', user, channel), { posts: posts ? 1 : null }), ...told.writes],
    counters: told.counters,
    ok: { channel },
  }
}
