import type { SeatRecord } from '#domain/records.ts'
import type { ChannelFacts } from '#protocol/frames.ts'
import type { SeatRow } from '#protocol/rows.ts'
import { columnsOf, type Fields, lookUp, type Program, query } from './program.ts'
import type { Browsing } from './store.ts'
import { rowOf } from './tables.ts'

/** What is asked of rooms: who is in one, which there are, what they were called. */

/** So many private channels of one name are looked at: two are rare already. */
const NAMESAKES = 20

/**
 * The private channels of a name in which a user holds a seat, that taken first in front. It walks along the user's own
 * places: what others have takes no time and cannot be told by it (ROOM).
 */
export function* privateNamed(user: string, nameKey: string): Program<readonly string[]> {
  const found = yield* query<{ channel: string }>(
    `select channel from places where "user" = $1 and state = 'joined'
      and (select "nameKey" from channels where id = places.channel and kind = 'private' and gone is null) = $2
      order by (select at from seats where channel = places.channel and "user" = $3), channel limit ${NAMESAKES}`,
    ...[user, nameKey, user],
  )
  return found.map(({ channel }) => channel)
}

/** The channel that had a name last, of those that are public or in which the user holds a seat (ROOM). */
export function* formerlyNamed(user: string, nameKey: string): Program<string | null> {
  const [found] = yield* query<{ channel: string }>(
    `select formerly.channel from formerly join channels on channels.id = formerly.channel
      where formerly."nameKey" = $1 and channels.gone is null and (channels.kind = 'public'
        or (select state from seats where channel = formerly.channel and "user" = $2) = 'joined')
      order by formerly.at desc, formerly.channel limit 1`,
    ...[nameKey, user],
  )
  return found?.channel ?? null
}

/** The seats of a channel that are taken, of people whose id is above `after`, rising, at most `limit`. */
export function* seatsAfter(channel: string, after: string, limit: number): Program<readonly SeatRow[]> {
  const found = yield* query<Fields>(
    `select ${columnsOf('seats')} from seats
      where channel = $1 and "user" > $2 and state = 'joined' order by "user" limit $3`,
    ...[channel, after, limit],
  )
  return found.map(fields => rowOf('seats', fields as unknown as SeatRecord) as SeatRow)
}

const ORDERS: Readonly<Record<Browsing['sort'], string>> = {
  name: 'channels.name, channels.id',
  members: 'streams.seats desc, channels.name, channels.id',
  activity: 'streams.moved desc, channels.id',
  newest: 'channels.created desc, channels.id',
}

type BrowsedFields = Omit<ChannelFacts, 'archived' | 'joined'> & { archived: number | null }

/** Public channels whose name or topic has what was typed, from the one at `from` on, at most `limit`. */
export function* browsed(
  user: string,
  { part, sort, from, archived, limit }: Browsing,
): Program<readonly ChannelFacts[]> {
  const found = yield* query<BrowsedFields>(
    `select channels.id as channel, channels.name, channels.topic, channels.purpose, streams.seats as members,
        channels.created, streams.moved / 1000 as moved, channels.archived
      from listings join channels on channels.id = listings.id join streams on streams.id = listings.id
      where listings.gone is null and channels.gone is null ${archived ? '' : 'and channels.archived is null'}
        and (channels.name like $1 escape '!' or lower(channels.topic) like $2 escape '!')
      order by ${ORDERS[sort]} limit $3 offset $4`,
    ...[containing(part), containing(part), limit, from],
  )
  // Not in the statement, which would look up a seat for each of ten thousand channels that it sorts.
  const seats = yield* lookUp(
    'seat',
    found.map(({ channel }) => [channel, user]),
    false,
  )
  const joined = new Set(seats.flatMap(({ channel, state }) => (state === 'joined' ? [channel] : [])))
  return found.map(({ topic = '', purpose = '', archived: isArchived, ...facts }) => ({
    ...facts,
    ...(topic !== '' && { topic }),
    ...(purpose !== '' && { purpose }),
    ...(isArchived !== null && { archived: true as const }),
    ...(joined.has(facts.channel) && { joined: true as const }),
  }))
}

const containing = (part: string): string => `%${part.replace(/[!%_]/g, '!$&')}%`

/** Nobody looks through more of them. */
const ABANDONED = 200

/** Private channels in which nobody holds a seat, the oldest first: their size alone. */
export function* abandoned(): Program<readonly { created: number; posts: number; moved: number }[]> {
  return yield* query<{ created: number; posts: number; moved: number }>(
    `select channels.created, streams.posts, streams.moved / 1000 as moved
      from channels join streams on streams.id = channels.id
      where channels.kind = 'private' and channels.gone is null and streams.seats = 0
      order by channels.created, channels.id limit ${ABANDONED}`,
  )
}

/** So many rows go at once: people's commands wait for it. */
const ERASED = 1000

/**
 * Deletes what was said in a channel that is gone, a thousand rows at most; answers how many. Its own row, its seats and
 * its head stay: they say that it is gone.
 */
export function* eraseContent(channel: string): Program<number> {
  const [owned] = yield* query<{ gone: number | null }>('select gone from channels where id = $1', channel)
  if (!owned || owned.gone === null) throw new Error(`The channel ${channel} is there, and must not be emptied.`)
  for (const [table, key] of CONTENT) {
    const columns = key.map(column => `"${column}"`).join(', ')
    const erased = yield* query(
      `delete from ${table} where channel = $1 and (${columns}) in
        (select ${columns} from ${table} where channel = $2 limit ${ERASED}) returning 1 as one`,
      ...[channel, channel],
    )
    if (erased.length > 0) return erased.length
  }
  return 0
}

const CONTENT = [
  ['messages', ['thread', 'seq']],
  ['reactions', ['seq', 'name']],
  ['previews', ['seq']],
  ['reactors', ['seq', 'name', 'user']],
  ['versions', ['seq', 'version']],
  ['mentioned', ['seq']],
  ['files', ['id']],
] as const
