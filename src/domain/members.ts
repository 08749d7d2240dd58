import { appointed, membership } from './channel.ts'
import { refuse, type Verdict } from './decision.ts'
import type { Facts, Scope } from './facts.ts'
import type { Circumstances, IntentOf } from './intent.ts'
import { inheritJobs } from './job.ts'
import { comingLine, line } from './line.ts'
import { massScope, seatJob, seatMany } from './mass.ts'
import { inChannel, upkeepFacts } from './permission.ts'

type Invite = IntentOf<'channel.invite'>
/** More people than these are seated by a job, a part at a time (HUB-5). */
const AT_ONCE = 100

type Remove = IntentOf<'channel.remove'>
type Appoint = IntentOf<'channel.admin'>

export const inviteScope = ({ channel, users, seq }: Invite, { actor }: Circumstances): Scope =>
  users.length > AT_ONCE
    ? { streams: [channel], facts: upkeepFacts(channel, actor) }
    : massScope({ channel, author: actor, seq }, [...new Set(users)])

/**
 * Seats people in a channel, with everything said so far counted as read: `{channel, added}`. Who has a seat keeps it, and
 * is not among those who were added. Very many are seated a moment later, and `later` says how many are to be: whoever of
 * them is not there is left out. With the seq of a message that names them they read from there on, and *attention* tells
 * them of it (MENTION).
 */
export const invite = (facts: Facts, { channel, users, seq }: Invite, at: Circumstances): Verdict<'channel.invite'> => {
  const found = inChannel(facts, 'invite', channel, at)
  if ('refused' in found) return found
  const wanted = [...new Set(users)]
  if (users.length > AT_ONCE) {
    const job = seatJob({ channel, author: at.actor, users: wanted }, at)
    return { writes: [], keeps: [job], ok: { channel, added: [], later: wanted.length } }
  }
  if (wanted.some(user => facts.get('user', user)?.deactivated !== null))
    return refuse('user_not_found', 'There is no such person.')
  const message = seq === undefined ? null : facts.get('message', channel, seq)
  if (seq !== undefined && (message === null || message.deleted !== null))
    return refuse('message_not_found', 'There is no such message.')
  const { actor: author, now, general } = at
  const { added, writes, counters, begins } = seatMany(facts, { channel, author, seq }, wanted, at)
  if (added.length === 0) return { writes: [], ok: { channel, added: [] } }
  const told = comingLine(facts.get('stream', channel), general, { author, kind: 'added', data: { users: added }, now })
  return {
    writes: [...writes, ...told.writes],
    counters: [...counters, ...told.counters],
    begins,
    ok: { channel, added: [...added] },
  }
}

export const removeScope = ({ channel, user }: Remove, { actor }: Circumstances): Scope => ({
  streams: [channel, user],
  facts: [...upkeepFacts(channel, actor, 'removePeople'), ['seat', channel, user], ['place', user, channel]],
})

/**
 * Takes somebody's seat from them: `{channel}`. From the acknowledgement on not one byte of the channel reaches them
 * (HUB-3, HUB-4). Who has no seat any more stays without.
 */
export const removeMember = (facts: Facts, { channel, user }: Remove, at: Circumstances): Verdict<'channel.remove'> => {
  const found = inChannel(facts, 'remove', channel, at)
  if ('refused' in found) return found
  const { actor: author, now, general } = at
  if (user === author) return refuse('not_allowed', 'To go yourself, leave the channel.', { reason: 'not_oneself' })
  if (facts.get('seat', channel, user)?.state !== 'joined') return { writes: [], ok: { channel } }
  const stream = facts.get('stream', channel)
  const place = facts.get('place', user, channel)
  const told = comingLine(stream, general, { author, kind: 'removed', data: { user }, now })
  return {
    writes: [
      ...membership('ended', { channel, user, now, read: place?.read ?? 0, cursor: place?.cursor ?? 0 }),
      ...told.writes,
    ],
    counters: [...told.counters, { stream: channel, seats: (stream?.seats ?? 1) - 1 }],
    keeps: inheritJobs(facts.get('seat', channel, user), now),
    ends: [{ user, stream: channel }],
    ok: { channel },
  }
}

export const appointScope = ({ channel, user }: Appoint, { actor }: Circumstances): Scope => ({
  streams: [channel, user],
  facts: [...upkeepFacts(channel, actor), ['seat', channel, user], ['place', user, channel]],
})

/** Makes a member an admin of the channel, or takes that from them: `{channel}`. */
export const appoint = (
  facts: Facts,
  { channel, user, admin }: Appoint,
  at: Circumstances,
): Verdict<'channel.admin'> => {
  const found = inChannel(facts, 'appoint', channel, at)
  if ('refused' in found) return found
  const seat = facts.get('seat', channel, user)
  if (seat?.state !== 'joined')
    return refuse('user_not_found', 'This person is not a member of the channel.', { reason: 'not_in_channel' })
  if ((seat.admin === 1) === admin) return { writes: [], ok: { channel } }
  const { actor: author, now } = at
  const told = line(facts.get('stream', channel), { author, kind: 'admin', data: { user, admin }, now })
  return {
    writes: [...appointed(seat, facts.get('place', user, channel), { admin: admin ? 1 : null }), ...told.writes],
    counters: told.counters,
    keeps: admin ? [] : inheritJobs(seat, now),
    ok: { channel },
  }
}
