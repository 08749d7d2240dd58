import { seated } from './channel.ts'
import type { Counters, Grant, Keep, Write } from './decision.ts'
import type { Facts, Scope } from './facts.ts'
import type { Circumstances } from './intent.ts'
import { jobRow } from './job.ts'
import { comingLine } from './line.ts'
import { inChannel, upkeepFacts } from './permission.ts'

/** Seats that one commit takes (HUB-5): more than these wait for the next one, and people's commands go between. */
export const SEATS_AT_ONCE = 500
/** Of many who were added the line names so many. */
const NAMED = 3

/**
 * Many people are to be seated in a channel: these, or all of a user group. What has been done of it so far stands in
 * `after`, `first` and `count`.
 */
export type Seating = {
  channel: string
  /** Who wants it. */
  author: string
  /** The message that named them, because of which they are seated. */
  seq?: number | undefined
  /** Those that are left. */
  users?: readonly string[]
  /** Its members from the one behind `after` on; nobody is told of it, as where `quiet` says so. */
  group?: string
  after?: string
  quiet?: boolean
  first?: readonly string[]
  count?: number
}

/** The job that does it. `fresh` is drawn for it. */
export const seatJob = (seating: Seating, { now, fresh }: Pick<Circumstances, 'now' | 'fresh'>): Keep =>
  jobRow({ kind: 'seat', key: `seat ${seating.channel} ${fresh} 0`, due: now, data: JSON.stringify(seating) })

export const massScope = ({ channel, author, seq }: Seating, users: readonly string[]): Scope => ({
  streams: [channel, ...users],
  facts: [
    ...upkeepFacts(channel, author),
    ...(seq === undefined ? [] : [['message', channel, seq] as const]),
    ...users.flatMap(user => [['user', user] as const, ['seat', channel, user] as const]),
  ],
})

type Seated = { writes: Write[]; counters: Counters[]; begins: Grant[]; added: readonly string[] }

const nobody: Seated = { writes: [], counters: [], begins: [], added: [] }

/**
 * Seats those of these people who are there and hold no seat, with everything said so far counted as read, or what was said
 * before the message that named them. Nobody, where
 * who wanted it may not do it (any more), or the channel of a user group is public no more.
 */
export const seatMany = (
  facts: Facts,
  { channel, author, seq, group, quiet }: Seating,
  users: readonly string[],
  at: Pick<Circumstances, 'now' | 'general'>,
): Seated => {
  const isOfGroup = group !== undefined || quiet === true
  const kept = facts.get('channel', channel)
  const mayBe = isOfGroup
    ? kept?.kind === 'public' && kept.gone === null && kept.archived === null
    : !('refused' in inChannel(facts, 'invite', channel, { ...at, actor: author }))
  if (!mayBe) return nobody
  const added = users.filter(
    user => facts.get('user', user)?.deactivated === null && facts.get('seat', channel, user)?.state !== 'joined',
  )
  const stream = facts.get('stream', channel)
  const message = seq === undefined ? null : facts.get('message', channel, seq)
  const past = message
    ? { read: message.seq - 1, cursor: message.post - 1, named: message.seq }
    : { read: stream?.seq ?? 0, cursor: stream?.posts ?? 0 }
  return {
    writes: added.flatMap(user => seated({ channel, user, now: at.now, ...past })),
    counters: added.length === 0 ? [] : [{ stream: channel, seats: (stream?.seats ?? 0) + added.length }],
    begins: added.map(user => ({ user, stream: channel })),
    added,
  }
}

/** What one part of a job does: these people, and what is left to do after them; null: nothing is. */
export type Part = { seating: Seating; users: readonly string[]; left: Seating | null }

/** Seats the people of a part. The last one writes the one line that tells of all of them, where anybody is told (HUB-5). */
export const seatPart = (
  facts: Facts,
  { seating, users, left }: Part,
  at: Pick<Circumstances, 'now' | 'general'>,
): Omit<Seated, 'added'> & { left: Seating | null } => {
  const { writes, counters, begins, added } = seatMany(facts, seating, users, at)
  const first = [...(seating.first ?? []), ...added].slice(0, NAMED)
  const count = (seating.count ?? 0) + added.length
  if (left !== null) return { writes, counters, begins, left: { ...left, first, count } }
  const { channel, author, group, quiet } = seating
  const stream = facts.get('stream', channel)
  if (group !== undefined || quiet || count === 0 || stream === null) return { writes, counters, begins, left }
  const seats = counters[0]?.seats ?? stream.seats
  const data = { users: first, ...(count > first.length && { count }) }
  const told = comingLine({ ...stream, seats }, at.general, { author, kind: 'added', data, now: at.now })
  return { writes: [...writes, ...told.writes], counters: [...counters, ...told.counters], begins, left }
}
