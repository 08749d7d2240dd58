import type { Answers } from '#protocol/commands.ts'
import { FRAME_BYTES, PAGE_MESSAGES } from '#protocol/limits.ts'
import type { MessageRow, UserRow } from '#protocol/rows.ts'
import type { Own, Page, Store } from '#store/store.ts'
import { users } from './users.ts'

/** A page of the store leaves 4 KiB of a frame: so much of them for people and the reader's own rows, the rest for the frame. */
const SPARE_BYTES = 3072
const AROUND_BYTES = 1024

/**
 * Up to `limit` messages of a channel below `before` (without it the newest), rising, with their authors, what stands
 * beside them and the reader's own rows (SIZE, ROWS, OWN).
 */
export const history = async (
  store: Store,
  reader: string,
  channel: string,
  before = Number.MAX_SAFE_INTEGER,
  limit = PAGE_MESSAGES,
): Promise<Answers['history']> => {
  const page = await store.page(channel, before, limit)
  // Whoever begins to hear a channel now has no other way to learn what it is about: its row may not change for years.
  const [about] = before === Number.MAX_SAFE_INTEGER ? await store.rows('channels', [[channel]]) : []
  const authors = await users(
    store,
    page.rows.map(row => row.author),
  )
  const own = await store.own(reader, channel, page.from, page.to)
  const spare = SPARE_BYTES - bytesOf(about ?? {})
  const rows = bytesOf([authors, own.rows]) <= spare ? page.rows : newestFitting(page, authors, own, about ?? {})
  const from = rows.length < page.rows.length ? (rows[0]?.seq ?? page.from) : page.from
  const wrote = new Set(rows.map(row => row.author))
  return {
    ...(about?.row === 'channel' && { about }),
    rows: [...rows],
    beside: page.beside.filter(({ seq }) => seq >= from),
    users: authors.filter(({ id }) => wrote.has(id)),
    from,
    to: page.to,
    more: page.more || rows.length < page.rows.length,
    own: { rev: own.rev, rows: own.rows.filter(({ seq }) => seq >= from) },
  }
}

/** The newest rows that fit a frame together with those who wrote them and all that stands beside them, one at least. */
const newestFitting = ({ rows, beside }: Page, authors: readonly UserRow[], own: Own, about: object): MessageRow[] => {
  const unnamed = new Map(authors.map(author => [author.id, bytesOf(author)]))
  const around = Map.groupBy([...beside, ...own.rows], ({ seq }) => seq)
  let left = FRAME_BYTES - AROUND_BYTES - bytesOf(about)
  const last = rows.findLastIndex((row, index) => {
    left -= bytesOf(row) + bytesOf(around.get(row.seq) ?? []) + (unnamed.get(row.author) ?? 0)
    unnamed.delete(row.author)
    return left < 0 && index < rows.length - 1
  })
  return rows.slice(last + 1)
}

/** As JSON in a list. */
const bytesOf = (value: object): number => Buffer.byteLength(JSON.stringify(value)) + 1
