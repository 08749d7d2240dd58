import { millisOf } from '#protocol/ts.ts'
import type { MessageRow, OutboxEntry } from '../../sync/api.ts'

/** What somebody said, acknowledged or not yet: what one line of the timeline is drawn from. */
export interface Said {
  /** Stays the same when an own entry becomes a message, so that its line stays in place. */
  key: string
  /** `null` until the server has given it its place. */
  seq: number | null
  author: string
  /** Milliseconds since 1970. */
  at: number
  text: string
  entry: OutboxEntry | null
}

const ofRows = new WeakMap<MessageRow, Said>()
const ofEntries = new WeakMap<OutboxEntry, Said>()

/** The same object for the same row, so that only lines whose row has changed are drawn again. */
export const saidInRow = (row: MessageRow): Said => {
  const known = ofRows.get(row)
  if (known !== undefined) return known
  const { author, seq, text, clientId } = row
  const said = { key: `${author} ${clientId}`, seq, author, at: millisOf(row.ts), text, entry: null }
  ofRows.set(row, said)
  return said
}

/** The same for an own entry that waits in the outbox. */
export const saidInEntry = (entry: OutboxEntry, me: string): Said => {
  const known = ofEntries.get(entry)
  if (known !== undefined) return known
  const said = { key: `${me} ${entry.clientId}`, seq: null, author: me, at: entry.at, text: entry.text, entry }
  ofEntries.set(entry, said)
  return said
}
