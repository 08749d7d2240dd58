import { millisOf } from '#protocol/ts.ts'
import type { MessageName, MessageRow, OutboxEntry } from '../../sync/api.ts'

/** What somebody said, acknowledged or not yet: what one line of the timeline is drawn from. */
export interface Said {
  /** Stays the same when an own entry becomes a message, so that its line stays in place. */
  key: string
  /** `null` until the server has given it its place. */
  seq: number | null
  /** What it is called by until then. */
  clientId: string
  author: string
  /** Milliseconds since 1970. */
  at: number
  text: string
  /** Whether it brings files. */
  hasFiles: boolean
  /** The rev of its row, which an edit is based on; null while there is none. */
  rev: number | null
  /** When it was edited last, milliseconds since 1970; null where it never was. */
  edited: number | null
  entry: OutboxEntry | null
  /** Of a line of the system: what happened to the channel. */
  happened: { kind: string; data: Record<string, unknown> } | null
}

const ofRows = new WeakMap<MessageRow, Said>()
const ofEntries = new WeakMap<OutboxEntry, Said>()

/** The same object for the same row, so that only lines whose row has changed are drawn again. */
export const saidInRow = (row: MessageRow): Said => {
  const known = ofRows.get(row)
  if (known !== undefined) return known
  const { author, seq, text, clientId, rev, edited = null } = row
  const key = `${author} ${clientId}`
  const happened = row.kind === undefined ? null : { kind: row.kind, data: row.data ?? {} }
  const said = {
    key,
    seq,
    clientId,
    author,
    at: millisOf(row.ts),
    text,
    hasFiles: row.files !== undefined,
    rev,
    edited,
    entry: null,
    happened,
  }
  ofRows.set(row, said)
  return said
}

/** The same for an own entry that waits in the outbox. */
export const saidInEntry = (entry: OutboxEntry, me: string): Said => {
  const known = ofEntries.get(entry)
  if (known !== undefined) return known
  const { clientId, at, text } = entry
  const key = `${me} ${clientId}`
  const said = {
    key,
    seq: null,
    clientId,
    author: me,
    at,
    text,
    hasFiles: entry.files !== undefined,
    rev: null,
    edited: null,
    entry,
    happened: null,
  }
  ofEntries.set(entry, said)
  return said
}

/** How an act names it: by its number, or by its clientId while it has none. */
export const nameOf = ({ seq, clientId }: Said): MessageName => seq ?? { clientId }
