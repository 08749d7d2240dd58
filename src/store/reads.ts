import type { ChannelRecord, MessageRecord, StreamTables } from '#domain/records.ts'
import { FRAME_BYTES, TOLD_SEATS } from '#protocol/limits.ts'
import type { FileRow, MessageRow, OwnBesideRow, PreviewRow, ReactionRow, Row, UserRow } from '#protocol/rows.ts'
import { kindOf } from '#protocol/streams.ts'
import { looksOf } from './looks.ts'
import { columnsOf, decoded, type Fields, lookUp, type Program, query, type Value } from './program.ts'
import type { BesideRow, Changed, Own, Page, Placed, Version } from './store.ts'
import { rowOf, tables, tablesIn } from './tables.ts'

/** What is left of a frame for the rows of an answer. */
const ROWS_BYTES = FRAME_BYTES - 4096

/** Rows of one table read at once: many small ones, few that may be large. */
const READ = { messages: 100, others: 1000 }

/** More changed rows than this are not counted: a reset is cheaper by then (SYNC-3). */
const COUNTED = 1001

type Head = { rev: number; floor: number; seq: number; seats: number }
/** What changed in one table after a rev, rising by rev; `isCut` where there may be more of it. */
type Range = { rows: Row[]; isCut: boolean }

/**
 * SYNC-2: the head first, then per table one range on (since, head], merged by rev and cut at a size. With `whole` only
 * rows that clients hold whole.
 */
export function* changedRows(stream: string, since: number, held: 'all' | 'whole' = 'all'): Program<Changed> {
  const [head] = yield* query<Head>('select rev, floor, seq, seats from streams where id = $1', stream)
  const nothing = {
    head: head?.rev ?? 0,
    floor: head?.floor ?? 0,
    rev: head?.rev ?? 0,
    rows: [],
    more: false,
    behind: 0,
  }
  if (!head || since >= head.rev) return nothing
  const ranges: Range[] = []
  for (const table of tablesOf(stream, head)) {
    if (held === 'whole' && tables[table].stream.held !== 'whole') continue
    if (table === 'messages')
      ranges.push(yield* posted(stream, since, head), yield* changedMessages(stream, since, head))
    else ranges.push(yield* rangeOf(table, stream, since, head.rev))
  }
  const complete = Math.min(
    head.rev,
    ...ranges.map(({ rows, isCut }) => (isCut ? (rows.at(-1)?.rev ?? head.rev) : head.rev)),
  )
  const rows = ranges.flatMap(range => range.rows).filter(row => row.rev <= complete)
  const fitting = fit(rows.sort((a, b) => a.rev - b.rev))
  const rev = fitting.length < rows.length ? (fitting.at(-1)?.rev ?? since) : complete
  const behind = yield* behindOf(stream, since, head)
  return { ...nothing, rev, rows: fitting, more: rev < head.rev, behind }
}

/** Those whose rows are told. Of a large channel's seats the count alone is, as an answer (HUB-5). */
const tablesOf = (stream: string, { seats }: Head): readonly (keyof StreamTables)[] => {
  const kind = kindOf(stream)
  const tables = kind === null ? [] : tablesIn(kind)
  return seats > TOLD_SEATS ? tables.filter(table => table !== 'seats') : tables
}

/**
 * A post takes one seq and one rev, so those posted after `since` and unchanged are among the newest (head - `since`)
 * messages. Their key finds these, so that no post has to be written into an index by rev.
 */
function* posted(channel: string, since: number, head: Head): Program<Range> {
  const { text, values } = postedAfter(channel, since, head)
  const records = yield* query<Fields>(
    `select ${columnsOf('messages')} ${text} order by seq limit ${READ.messages}`,
    ...values,
  )
  return rangeFrom('messages', records, READ.messages)
}

const postedAfter = (channel: string, since: number, { rev, seq }: Head): { text: string; values: Value[] } => ({
  text: `from messages where channel = $1 and thread = 0 and seq > $2 and rev > $3 and rev <= $4 and changed is null`,
  values: [channel, Math.max(0, seq - (rev - since)), since, rev],
})

/** Those that were edited or deleted after `since`, however long ago they were posted. */
function* changedMessages(channel: string, since: number, head: Head): Program<Range> {
  const records = yield* query<Fields>(
    `select ${columnsOf('messages')} from messages
      where channel = $1 and rev > $2 and rev <= $3 and changed is not null order by rev limit ${READ.messages}`,
    channel,
    since,
    head.rev,
  )
  return rangeFrom('messages', records, READ.messages)
}

function* rangeOf(table: keyof StreamTables, stream: string, since: number, head: number): Program<Range> {
  const { text, values } = changedAfter(table, stream, since, head)
  const records = yield* query<Fields>(
    `select ${columnsOf(table)} ${text} order by rev limit ${READ.others}`,
    ...values,
  )
  return rangeFrom(table, records, READ.others)
}

const changedAfter = (
  table: keyof StreamTables,
  stream: string,
  since: number,
  head: number,
): { text: string; values: Value[] } => {
  const { column } = tables[table].stream
  const ofStream = column === null ? '' : `and "${column}" = $3`
  return {
    text: `from ${table} where rev > $1 and rev <= $2 ${ofStream}`,
    values: [since, head, ...(column === null ? [] : [stream])],
  }
}

const rangeFrom = (table: keyof StreamTables, records: readonly Fields[], limit: number): Range => ({
  rows: records.map(record => toRow(table, record)),
  isCut: records.length === limit,
})

/**
 * SYNC-3: how many rows changed after `since`, counted up to a bound. A message that was toggled a thousand times is one
 * row; where the revs between are fewer than the bound, nothing needs to be counted.
 */
function* behindOf(stream: string, since: number, head: Head): Program<number> {
  if (head.rev - since < COUNTED) return head.rev - since
  let behind = 0
  for (const table of tablesOf(stream, head)) {
    const parts =
      table === 'messages'
        ? [
            postedAfter(stream, since, head),
            {
              text: 'from messages where channel = $1 and rev > $2 and rev <= $3 and changed is not null',
              values: [stream, since, head.rev],
            },
          ]
        : [changedAfter(table, stream, since, head.rev)]
    for (const { text, values } of parts) {
      const [{ count } = { count: 0 }] = yield* query<{ count: number }>(
        `select count(*) as count from (select 1 as one ${text} limit ${COUNTED}) as counted`,
        ...values,
      )
      behind += count
    }
  }
  return behind
}

const toRow = <T extends keyof StreamTables>(table: T, fields: Fields): Row =>
  rowOf(table, decoded(table, fields) as unknown as StreamTables[T])

/** The rows from the front that fit a frame, one at least. */
const fit = <R extends Row>(rows: readonly R[]): R[] => {
  let bytes = 0
  const end = rows.findIndex((row, index) => {
    bytes += bytesOf(row)
    return index > 0 && bytes > ROWS_BYTES
  })
  return end === -1 ? [...rows] : rows.slice(0, end)
}

/**
 * The newest `limit` messages below `before` that fit a frame together with what stands beside them, rising; and the
 * interval of seq that they cover (ROWS).
 */
export function* page(channel: string, before: number, limit: number): Program<Page> {
  const records = yield* query<MessageRecord & Fields>(
    `select ${columnsOf('messages')} from messages
      where channel = $1 and thread = 0 and seq < $2 order by seq desc limit $3`,
    channel,
    before,
    limit,
  )
  const messages = records.map(record => toRow('messages', record) as MessageRow)
  const beside = yield* besideOf(channel, messages)
  const rows = fitTogether(messages, beside).reverse()
  const [from, to] = [rows[0]?.seq ?? 1, rows.at(-1)?.seq ?? 0]
  const kept = [...beside].flatMap(([seq, reactions]) => (seq >= from ? reactions : []))
  return { rows, beside: kept, from, to, more: from > 1 }
}

/** What stands beside messages, by seq. Of files and cards only those that may have some are asked. */
function* besideOf(channel: string, messages: readonly MessageRow[]): Program<Map<number, BesideRow[]>> {
  const withFiles = messages.filter(({ files }) => files !== undefined)
  const withLinks = messages.filter(({ text }) => text.includes('://'))
  const rows: BesideRow[] = [
    ...(yield* standing<ReactionRow>('reactions', 'rev', channel, messages)),
    ...(withFiles.length === 0 ? [] : yield* standing<FileRow>('files', 'id', channel, withFiles)),
    ...(withLinks.length === 0 ? [] : yield* standing<PreviewRow>('previews', 'rev', channel, withLinks)),
  ]
  return Map.groupBy(rows, ({ seq }) => seq)
}

function* standing<R extends BesideRow>(
  table: 'reactions' | 'files' | 'previews',
  order: string,
  channel: string,
  messages: readonly MessageRow[],
): Program<R[]> {
  const records = yield* query<Fields>(
    `select ${columnsOf(table)} from ${table}
      where channel = $1 and seq >= $2 and seq <= $3 and gone is null order by seq, ${order}`,
    ...[channel, messages.at(-1)?.seq ?? 1, messages[0]?.seq ?? 0],
  )
  return records.map(record => toRow(table, record) as R)
}

/** The messages from the front that fit a frame with what stands beside them, one at least. */
const fitTogether = (
  messages: readonly MessageRow[],
  beside: ReadonlyMap<number, readonly BesideRow[]>,
): MessageRow[] => {
  let bytes = 0
  const end = messages.findIndex((message, index) => {
    bytes += [message, ...(beside.get(message.seq) ?? [])].reduce((sum, row) => sum + bytesOf(row), 0)
    return index > 0 && bytes > ROWS_BYTES
  })
  return end === -1 ? [...messages] : messages.slice(0, end)
}

const bytesOf = (row: Row): number => Buffer.byteLength(JSON.stringify(row)) + 1

/**
 * OWN: somebody's marks and mentions on the messages of an interval that changed after `since`, with the own rev at which
 * they were read.
 */
export function* ownBeside(user: string, channel: string, from: number, to: number, since = 0): Program<Own> {
  const [stream] = yield* lookUp('stream', [[user]], false)
  const isThere = since === 0
  const within = [user, channel, from, to, since] as const
  const marks = yield* ownIn('marks', within, isThere ? "and names <> '[]'" : '')
  const mentions = yield* ownIn('mentions', within, isThere ? 'and gone is null' : '')
  const rows = [...marks, ...mentions].sort((a, b) => a.seq - b.seq)
  return { rev: stream?.rev ?? 0, rows }
}

function* ownIn(table: 'marks' | 'mentions', within: readonly Value[], only: string): Program<readonly OwnBesideRow[]> {
  const records = yield* query<Fields>(
    `select ${columnsOf(table)} from ${table} where "user" = $1 and channel = $2 and seq >= $3 and seq <= $4
      and rev > $5 ${only} order by seq`,
    ...within,
  )
  return records.map(record => toRow(table, record) as OwnBesideRow)
}

/** Who reacted so to a message, the first ones first. */
export function* reactorsOf(channel: string, seq: number, name: string, limit: number): Program<readonly string[]> {
  const found = yield* query<{ user: string }>(
    'select "user" from reactors where channel = $1 and seq = $2 and name = $3 order by at, "user" limit $4',
    ...[channel, seq, name, limit],
  )
  return found.map(({ user }) => user)
}

/** What a message said before each of its edits, the oldest first, at most `limit` of the newest. */
export function* versionsOf(channel: string, seq: number, limit: number): Program<readonly Version[]> {
  const found = yield* query<Version>(
    'select text, at from versions where channel = $1 and seq = $2 order by version desc limit $3',
    ...[channel, seq, limit],
  )
  return found.toReversed()
}

/** The rows of a table under these keys, as they may leave the store; those that are not there are left out. */
export function* rowsOf(table: keyof StreamTables, keys: readonly (readonly Value[])[]): Program<readonly Row[]> {
  const records = yield* lookUp(looksOf(table)[0], keys, false)
  return records.map(record => rowOf(table, record as never))
}

const PLACES = `select places.channel, channels.kind, channels.name, streams.seq, streams.posts, streams.rev, places.cursor,
    places.own, channels.deleted, places.mentioned, channels.calls, channels.groups, streams.moved / 1000 as moved,
    channels.creator, channels.created, streams.seats as members, channels.people, channels.topic, channels.posting,
    channels.archived, places.closed
  from places join channels on channels.id = places.channel join streams on streams.id = places.channel
  where places."user" = $1 and places.state = 'joined' and channels.gone is null`

type Ordinals = 'own' | 'deleted' | 'mentioned' | 'calls'
type PlaceFields = Omit<Placed, Ordinals | 'groups' | 'people' | 'posting' | 'archived' | 'closed'> &
  Record<Ordinals | 'groups' | 'people', string> &
  Pick<ChannelRecord, 'posting'> &
  Record<'archived' | 'closed', number | null>

/** Channels with a seat, recent ones first; enough to draw a sidebar and to count what is unread in it (SYNC-6). */
export function* places(user: string): Program<readonly Placed[]> {
  const found = yield* query<PlaceFields>(`${PLACES} order by streams.moved desc, places.channel`, user)
  return found.map(placed)
}

/** The same by channel id, from the first one behind `after`: a walk along the key, not all of them sorted again. */
export function* placesAfter(user: string, after: string, limit: number): Program<readonly Placed[]> {
  const text = `${PLACES} and places.channel > $2 order by places.channel limit $3`
  return (yield* query<PlaceFields>(text, user, after, limit)).map(placed)
}

/** A statement has nine parameters at most; the first is whose they are. */
const TOGETHER = 8
const PLACES_IN = `${PLACES} and places.channel in ($2, $3, $4, $5, $6, $7, $8, $9) order by places.channel`

/** The same of these channels: what is not there, and what the user has no seat in, is left out alike. */
export function* placesIn(user: string, channels: readonly string[]): Program<readonly Placed[]> {
  const found: Placed[] = []
  for (let from = 0; from < channels.length; from += TOGETHER) {
    const part = Array.from({ length: TOGETHER }, (_, at) => channels[from + at] ?? '')
    found.push(...(yield* query<PlaceFields>(PLACES_IN, user, ...part)).map(placed))
  }
  return found
}

const placed = ({ groups, people, topic, posting, archived, closed, ...place }: PlaceFields): Placed => ({
  ...place,
  own: ordinals(place.own),
  deleted: ordinals(place.deleted),
  mentioned: ordinals(place.mentioned),
  calls: ordinals(place.calls),
  groups: groups === '{}' ? null : (JSON.parse(groups) as Record<string, number[]>),
  ...(people !== 'null' && { people: JSON.parse(people) as string[] }),
  ...(topic !== '' && { topic }),
  ...(posting !== null && { posting }),
  ...(archived !== null && { archived: true as const }),
  // What has become a channel is shown like any.
  ...(closed !== null && people !== 'null' && { closed }),
})

/** Nearly every list is empty, and somebody may have many places. */
const ordinals = (json: string): readonly number[] => (json === '[]' ? [] : (JSON.parse(json) as number[]))
/** So many words, and so many seats, are looked at for what is typed of a name, however many there are. */
const LOOKED = { words: 1000, seats: 2000 }

/** After every word that begins so: no text has a greater code point. */
const endOf = (prefix: string): string => `${prefix}\u{10FFFF}`

/** People one of whose words begins so, each once; with a channel only its members. */
export function* named(prefix: string, channel: string | null): Program<readonly UserRow[]> {
  // Not a join: the database could begin it at the seats, and a channel can have far more of them than `LOOKED.words`.
  const seated = `where (select state from seats where channel = $4 and "user" = users.id) = 'joined'`
  const records = yield* query<Fields>(
    `select distinct ${usersColumns} from
      (select "user" from words where word >= $1 and word < $2 order by word limit $3) as found
      join users on users.id = found."user" ${channel === null ? '' : seated}`,
    prefix,
    endOf(prefix),
    LOOKED.words,
    ...(channel === null ? [] : [channel]),
  )
  return records.map(record => toRow('users', record) as UserRow)
}

/** Members of a channel, of the first seats that were taken in it. */
export function* members(channel: string): Program<readonly UserRow[]> {
  const records = yield* query<Fields>(
    `select ${usersColumns} from (select "user", state from seats where channel = $1 limit $2) as taken
      join users on users.id = taken."user" where taken.state = 'joined'`,
    channel,
    LOOKED.seats,
  )
  return records.map(record => toRow('users', record) as UserRow)
}

/** Time zones of the members of a channel, each once, of the first seats that were taken in it. */
export function* zonesOf(channel: string): Program<readonly string[]> {
  const found = yield* query<{ value: string }>(
    `select distinct preferences.value from (select "user", state from seats where channel = $1 limit $2) as taken
      join preferences on preferences."user" = taken."user" and preferences.name = 'zone'
      where taken.state = 'joined' order by preferences.value`,
    channel,
    LOOKED.seats,
  )
  return found.map(({ value }) => JSON.parse(value) as string)
}

const usersColumns = Object.keys(tables.users.columns)
  .map(column => `users."${column}"`)
  .join(', ')
