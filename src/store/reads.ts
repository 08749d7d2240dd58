import type { MessageRecord, StreamTables } from '#domain/records.ts'
import type { PlaceFacts } from '#protocol/frames.ts'
import { FRAME_BYTES } from '#protocol/limits.ts'
import type { MessageRow, Row } from '#protocol/rows.ts'
import { kindOf } from '#protocol/streams.ts'
import { type Fields, type Program, query } from './program.ts'
import type { Changed, Page } from './store.ts'
import { streamColumn, tables } from './tables.ts'
import { toRow } from './wire.ts'

/** What is left of a frame for the rows of an answer. */
const ROWS_BYTES = FRAME_BYTES - 4096

/** Rows of one table read at once: many small ones, few that may be large. */
const READ = { messages: 100, others: 1000 }

/** SYNC-2: the head first, then per table one range on (since, head], merged by rev and cut at a size. */
export function* changedRows(stream: string, since: number): Program<Changed> {
  const [head] = yield* query<Head>('select rev, floor, seq from streams where id = $1', stream)
  if (!head || since >= head.rev)
    return { head: head?.rev ?? 0, floor: head?.floor ?? 0, rev: head?.rev ?? 0, rows: [], more: false }
  const rows: Row[] = []
  let complete = head.rev
  for (const table of tablesOf(stream)) {
    const limit = table === 'messages' ? READ.messages : READ.others
    const found =
      table === 'messages'
        ? yield* posted(stream, since, head, limit)
        : yield* rangeOf(table, stream, since, head.rev, limit)
    rows.push(...found)
    if (found.length === limit) complete = Math.min(complete, found.at(-1)?.rev ?? complete)
  }
  rows.sort((a, b) => a.rev - b.rev)
  const fitting = fit(rows.filter(row => row.rev <= complete))
  const rev = fitting.length < rows.length ? (fitting.at(-1)?.rev ?? since) : complete
  return { head: head.rev, floor: head.floor, rev, rows: fitting, more: rev < head.rev }
}

const tablesOf = (stream: string): readonly (keyof StreamTables)[] => {
  switch (kindOf(stream)) {
    case 'channel':
      return ['channels', 'seats', 'messages']
    case 'user':
      return ['places', 'sessions']
    case 'workspace':
      return ['workspaces', 'users']
    case 'directory':
      return ['listings']
    case 'people':
    case null:
      return []
  }
}

type Head = { rev: number; floor: number; seq: number }

/**
 * Messages take their rev with their seq, so those posted after `since` are among as many of the newest as there are
 * revs between; their key finds them, and no index by rev has to be kept for each post.
 */
function* posted(channel: string, since: number, { rev, seq }: Head, limit: number): Program<Row[]> {
  const records = yield* query<MessageRecord & Fields>(
    `select ${columnsOf('messages')} from messages
     where channel = $1 and seq > $2 and rev > $3 and rev <= $4 order by seq limit $5`,
    channel,
    Math.max(0, seq - (rev - since)),
    since,
    rev,
    limit,
  )
  return records.map(toRow.messages)
}

function* rangeOf<T extends keyof StreamTables>(
  table: T,
  stream: string,
  since: number,
  head: number,
  limit: number,
): Program<Row[]> {
  const column = streamColumn[table]
  const ofStream = column === null ? '' : `and "${column}" = $4`
  const text = `select ${columnsOf(table)} from ${table} where rev > $1 and rev <= $2 ${ofStream} order by rev limit $3`
  const records = yield* query(text, since, head, limit, ...(column === null ? [] : [stream]))
  return records.map(record => toRow[table](record as StreamTables[T]))
}

/** The rows from the front that fit a frame, one at least. */
const fit = <R extends Row>(rows: readonly R[]): R[] => {
  let bytes = 0
  const end = rows.findIndex((row, index) => {
    bytes += Buffer.byteLength(JSON.stringify(row)) + 1
    return index > 0 && bytes > ROWS_BYTES
  })
  return end === -1 ? [...rows] : rows.slice(0, end)
}

/** The newest `limit` messages below `before` that fit a frame, rising. */
export function* page(channel: string, before: number, limit: number): Program<Page> {
  const records = yield* query<MessageRecord & Fields>(
    `select ${columnsOf('messages')} from messages where channel = $1 and seq < $2 order by seq desc limit $3`,
    channel,
    before,
    limit,
  )
  const rows = fit(records.map(record => toRow.messages(record) as MessageRow)).reverse()
  return { rows, more: (rows[0]?.seq ?? 1) > 1 }
}

/** Channels with a seat, unread first, then recent; enough to draw a sidebar (SYNC-6). */
export function* places(user: string): Program<readonly PlaceFacts[]> {
  return yield* query<PlaceFacts & Fields>(
    `select places.channel, channels.kind, channels.name, streams.seq, streams.posts, streams.rev
     from places join channels on channels.id = places.channel join streams on streams.id = places.channel
     where places."user" = $1 and places.state = 'joined'
     order by case when streams.posts > places.cursor then 0 else 1 end, streams.ts desc, places.channel`,
    user,
  )
}

const columnsOf = (table: keyof StreamTables): string =>
  Object.keys(tables[table].columns)
    .map(column => `"${column}"`)
    .join(', ')
