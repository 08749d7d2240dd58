import type { Answers } from '#protocol/commands.ts'
import { FRAME_BYTES, PAGE_MESSAGES } from '#protocol/limits.ts'
import type { MessageRow, UserRow } from '#protocol/rows.ts'
import type { Store } from '#store/store.ts'
import { users } from './users.ts'

/** A page of the store leaves 4 KiB of a frame: so much of them for people, the rest for what is around the rows. */
const PEOPLE_BYTES = 3072
const AROUND_BYTES = 1024

/** Up to `limit` messages of a channel below `before`, else the newest, rising, with those who wrote them (SIZE). */
export const history = async (
  store: Store,
  channel: string,
  before = Number.MAX_SAFE_INTEGER,
  limit = PAGE_MESSAGES,
): Promise<Answers['history']> => {
  const { rows, more } = await store.page(channel, before, limit)
  const authors = await users(
    store,
    rows.map(row => row.author),
  )
  if (bytesOf(authors) <= PEOPLE_BYTES) return { rows: [...rows], users: authors, more }
  const newest = newestFitting(rows, authors)
  const wrote = new Set(newest.map(row => row.author))
  return {
    rows: newest,
    users: authors.filter(({ id }) => wrote.has(id)),
    more: more || newest.length < rows.length,
  }
}

/** The newest rows that fit a frame together with those who wrote them, one at least. */
const newestFitting = (rows: readonly MessageRow[], authors: readonly UserRow[]): MessageRow[] => {
  const unnamed = new Map(authors.map(author => [author.id, bytesOf(author)]))
  let left = FRAME_BYTES - AROUND_BYTES
  const last = rows.findLastIndex((row, index) => {
    left -= bytesOf(row) + (unnamed.get(row.author) ?? 0)
    unnamed.delete(row.author)
    return left < 0 && index < rows.length - 1
  })
  return rows.slice(last + 1)
}

/** As JSON in a list. */
const bytesOf = (value: object): number => Buffer.byteLength(JSON.stringify(value)) + 1
