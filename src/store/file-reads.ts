import type { FileRecord } from '#domain/records.ts'
import type { FileRow } from '#protocol/rows.ts'
import { tsOf } from '#protocol/ts.ts'
import { columnsOf, type Fields, type Program, query, type Value } from './program.ts'
import type { FileListing, FilePage, Kept, ListedFile } from './store.ts'
import { rowOf } from './tables.ts'

/** So many files are looked at for a page, however few of them may be seen: the next page goes on behind them. */
const LOOKED = 2000

type Found = FileRecord & { visible: number }

/**
 * Files from the newest on, along an index. Who may see them is asked of each, with the same question for public channels
 * and for one's own, so that what is hidden costs no statement more.
 */
export function* listedFiles(user: string, { channel, type, author, below, limit }: FileListing): Program<FilePage> {
  const values: Value[] = [user]
  const value = (given: Value): string => `$${values.push(given)}`
  const conditions = [
    'files.gone is null',
    ...(channel === null ? [] : [`files.channel = ${value(channel)}`]),
    ...(below === null ? [] : [`(files.ts, files.id) < (${value(below.ts)}, ${value(below.id)})`]),
  ]
  const wanted = [
    ...(type === null ? [] : [type.includes('/') ? `type = ${value(type)}` : `type like ${value(`${type}/%`)}`]),
    ...(author === null ? [] : [`author = ${value(author)}`]),
  ]
  const found = (yield* query<Fields>(
    `select ${columnsOf('files')}, case when ${[...wanted, MAY_SEE].join(' and ')} then 1 else 0 end as visible
      from (select * from files where ${conditions.join(' and ')}
        order by files.ts desc, files.id desc limit ${LOOKED}) as files
      order by ts desc, id desc`,
    ...values,
  )) as unknown as readonly Found[]
  // Behind the last one others of the same time may stand, so that the page behind begins with that time.
  const edge = found.length === LOOKED ? (found.at(-1)?.ts ?? 0) : null
  const visible = found.filter(file => file.visible === 1 && (edge === null || file.ts > edge))
  const shown = visible.slice(0, limit)
  const last = visible.length > limit ? shown.at(-1) : undefined
  const next = last ? { ts: last.ts, id: last.id } : edge === null ? null : { ts: edge + 1, id: '' }
  return { files: shown.map(listed), next }
}

const MAY_SEE = `exists (select 1 from channels where channels.id = files.channel and channels.gone is null
  and (channels.kind = 'public' or exists (select 1 from seats
    where seats.channel = files.channel and seats."user" = $1 and seats.state = 'joined')))`

const listed = ({ visible: _, ...file }: Found): ListedFile => ({
  ...(rowOf('files', file) as FileRow),
  channel: file.channel,
  ts: tsOf(file.ts),
  author: file.author,
})

/** What is kept for a channel, in parts. */
export function* keptIn(channel: string, limit: number): Program<Kept> {
  const files = yield* query<{ id: string }>(
    'select id from files where channel = $1 and gone is null order by ts, id limit $2',
    ...[channel, limit],
  )
  const uploads = yield* query<{ id: string; author: string }>(
    'select id, author from uploads where channel = $1 order by id limit $2',
    ...[channel, limit],
  )
  return { files: files.map(({ id }) => id), uploads }
}
