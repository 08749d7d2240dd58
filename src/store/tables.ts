import type { Look } from '#domain/facts.ts'
import type { StreamTables, Tables } from '#domain/records.ts'

/**
 * The tables as data: what engines need to put and look up rows. The migrations create them; the contract suite
 * compares the two.
 */

type ColumnType = 'text' | 'int'

export type Table = {
  columns: Readonly<Record<string, ColumnType>>
  /** Empty: rows are only ever appended. */
  key: readonly string[]
  /** Its rows never change: a second one under the same key is an error. */
  final?: true
}

/** Who did what to which row, in the order of commits: what followers read. Never text (COMMIT-4). */
export type ChangeRecord = {
  stream: string
  rev: number
  kind: string
  key: string
  actor: string
  command: string
  at: number
}

export type TableName = keyof typeof tables

const int = 'int'
const text = 'text'

export const tables = {
  streams: { columns: { id: text, rev: int, floor: int, seq: int, posts: int, ts: int, seats: int }, key: ['id'] },
  channels: { columns: { id: text, rev: int, kind: text, name: text, creator: text, created: int }, key: ['id'] },
  seats: { columns: { channel: text, user: text, rev: int, state: text, at: int }, key: ['channel', 'user'] },
  messages: {
    columns: { channel: text, seq: int, rev: int, ts: int, author: text, clientId: text, text: text, post: int },
    key: ['channel', 'seq'],
  },
  places: {
    columns: { user: text, channel: text, rev: int, state: text, read: int, cursor: int },
    key: ['user', 'channel'],
  },
  sessions: {
    columns: { id: text, user: text, rev: int, hash: text, device: text, created: int, ended: int },
    key: ['id'],
  },
  workspaces: { columns: { id: text, rev: int, name: text, general: text }, key: ['id'] },
  users: { columns: { id: text, rev: int, name: text, nameKey: text, kind: text, created: int }, key: ['id'] },
  listings: { columns: { id: text, rev: int, name: text, nameKey: text, created: int }, key: ['id'] },
  commands: {
    columns: { author: text, clientId: text, digest: text, outcome: text, at: int },
    key: ['clientId', 'author'],
    final: true,
  },
  changes: {
    columns: { stream: text, rev: int, kind: text, key: text, actor: text, command: text, at: int },
    key: [],
  },
} as const satisfies Record<keyof Tables | 'changes', Table>

/** For each look-up its table and the columns of its key. */
export const looks: { readonly [L in Look]: { table: keyof Tables; columns: readonly string[] } } = {
  stream: { table: 'streams', columns: ['id'] },
  channel: { table: 'channels', columns: ['id'] },
  seat: { table: 'seats', columns: ['channel', 'user'] },
  message: { table: 'messages', columns: ['channel', 'seq'] },
  place: { table: 'places', columns: ['user', 'channel'] },
  session: { table: 'sessions', columns: ['id'] },
  sessionByHash: { table: 'sessions', columns: ['hash'] },
  workspace: { table: 'workspaces', columns: ['id'] },
  user: { table: 'users', columns: ['id'] },
  userByName: { table: 'users', columns: ['nameKey'] },
  listing: { table: 'listings', columns: ['id'] },
  listingByName: { table: 'listings', columns: ['nameKey'] },
  command: { table: 'commands', columns: ['author', 'clientId'] },
}

type Looks = readonly [own: Look, ...others: Look[]]

/** The look-ups that read a table, that by its own key first, so that what a decision writes is seen by the next one. */
export const looksOf = (table: keyof Tables): Looks => byTable[table]

const byTable = Object.fromEntries(
  Object.keys(tables).map(table => [table, (Object.keys(looks) as Look[]).filter(look => looks[look].table === table)]),
) as unknown as Record<keyof Tables, Looks>

/** Which column of a table names the stream that its rows live in; null where the table is one stream's alone. */
export const streamColumn: { readonly [T in keyof StreamTables]: string | null } = {
  channels: 'id',
  seats: 'channel',
  messages: 'channel',
  places: 'user',
  sessions: 'user',
  workspaces: 'id',
  users: null,
  listings: null,
}
