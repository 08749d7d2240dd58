import type { KeptTables, StreamTables, Tables } from '#domain/records.ts'
import type { Row } from '#protocol/rows.ts'
import { isSharedSection } from '#protocol/sections.ts'
import type { StreamKind } from '#protocol/streams.ts'
import { tsOf } from '#protocol/ts.ts'
import { doorTables } from './door-tables.ts'
import { type Described, type InStream, int, json, text } from './table.ts'
import { teamTables } from './team-tables.ts'

/**
 * The one description of each table: its columns, its key, the stream that its rows live in, and what of a row leaves
 * the store. Everything else derives from it. The migrations create the tables; the contract suite compares the two.
 */

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

export type TableName = keyof Tables | 'changes'

type AllTables = {
  readonly [T in TableName]: Described<T extends keyof Tables ? Tables[T] : ChangeRecord>
} & { readonly [T in keyof StreamTables]: { stream: InStream<StreamTables[T]> } }

export const tables: AllTables = {
  streams: {
    columns: { id: text, rev: int, floor: int, seq: int, posts: int, ts: int, seats: int, moved: int },
    key: ['id'],
  },
  channels: {
    columns: {
      ...{ id: text, rev: int, kind: text, name: text, nameKey: text, creator: text, created: int },
      ...{ deleted: json, calls: json, groups: json, people: json, topic: text, purpose: text, posting: text },
      ...{ newcomers: int, archived: int, gone: int },
    },
    key: ['id'],
    stream: {
      of: 'channel',
      column: 'id',
      held: 'whole',
      row: ({ rev, id, kind, name, creator, created, deleted, calls, groups, people, topic, purpose, ...record }) => ({
        ...{ row: 'channel', rev, id, kind, name, creator, created },
        ...(deleted.length > 0 && { deleted: [...deleted] }),
        ...(calls.length > 0 && { calls: [...calls] }),
        ...(Object.keys(groups).length > 0 && { groups: listsIn(groups) }),
        ...(people !== null && { people: [...people] }),
        ...(topic !== '' && { topic }),
        ...(purpose !== '' && { purpose }),
        ...(record.posting !== null && { posting: record.posting }),
        ...(record.newcomers !== null && { newcomers: true }),
        ...(record.archived !== null && { archived: true }),
        ...(record.gone !== null && { gone: true }),
      }),
    },
  },
  seats: {
    columns: { channel: text, user: text, rev: int, state: text, at: int, admin: int, posts: int, named: int },
    key: ['channel', 'user'],
    stream: {
      of: 'channel',
      column: 'channel',
      held: 'whole',
      row: ({ rev, user, state, at, admin, posts }) => ({
        ...{ row: 'seat', rev, user, state, at },
        ...(admin !== null && { admin: true }),
        ...(posts !== null && { posts: true }),
      }),
    },
  },
  messages: {
    columns: {
      ...{ channel: text, thread: int, seq: int, rev: int, ts: int, author: text, clientId: text, text, post: int },
      ...{ edited: int, deleted: int, changed: int, kind: text, data: text, files: text },
    },
    key: ['channel', 'thread', 'seq'],
    stream: {
      of: 'channel',
      column: 'channel',
      held: 'by key',
      row: ({ rev, seq, ts, author, clientId, text, post, edited, deleted, kind, data, files }) => ({
        row: 'message',
        rev,
        seq,
        ts: tsOf(ts),
        author,
        clientId,
        text,
        post,
        ...(edited !== null && { edited }),
        ...(deleted !== null && { deleted: true }),
        ...(kind !== null && { kind, data: JSON.parse(data ?? '{}') }),
        ...(files !== null && { files: JSON.parse(files) }),
      }),
    },
  },
  reactions: {
    columns: { channel: text, seq: int, name: text, rev: int, count: int, people: json, first: int, gone: int },
    key: ['channel', 'seq', 'name'],
    stream: {
      of: 'channel',
      column: 'channel',
      held: 'by key',
      row: ({ rev, seq, name, count, people, first, gone }) => ({
        row: 'reaction',
        rev,
        seq,
        name,
        count,
        people: [...people],
        first,
        ...(gone !== null && { gone: true }),
      }),
    },
  },
  files: {
    columns: {
      ...{ id: text, channel: text, seq: int, rev: int, ts: int, author: text, name: text, type: text, size: int },
      ...{ width: int, height: int, placeholder: text, alt: text, thumbs: int, blob: text, gone: int },
    },
    key: ['id'],
    stream: {
      of: 'channel',
      column: 'channel',
      held: 'by key',
      row: ({ rev, id, seq, name, type, size, width, height, placeholder, alt, thumbs, gone }) => ({
        ...{ row: 'file', rev, id, seq, name, type, size },
        ...(width !== null && height !== null && { width, height }),
        ...(placeholder !== null && { placeholder }),
        ...(alt !== '' && { alt }),
        ...(thumbs !== null && { thumbs: true }),
        ...(gone !== null && { gone: true }),
      }),
    },
  },
  uploads: {
    columns: {
      ...{ id: text, author: text, clientId: text, channel: text, name: text, size: int, named: int, done: int },
      ...{ type: text, width: int, height: int, placeholder: text, thumbs: int, blob: text },
    },
    key: ['id'],
  },
  usages: { columns: { owner: text, bytes: int }, key: ['owner'] },
  previews: {
    columns: { channel: text, seq: int, rev: int, cards: json, removed: json, gone: int },
    key: ['channel', 'seq'],
    stream: {
      of: 'channel',
      column: 'channel',
      held: 'by key',
      row: ({ rev, seq, cards, gone }) => ({
        ...{ row: 'preview', rev, seq, cards: [...cards] },
        ...(gone !== null && { gone: true }),
      }),
    },
  },
  reactors: {
    columns: { channel: text, seq: int, name: text, user: text, at: int },
    key: ['channel', 'seq', 'name', 'user'],
  },
  versions: { columns: { channel: text, seq: int, version: int, text, at: int }, key: ['channel', 'seq', 'version'] },
  jobs: {
    columns: {
      ...{ key: text, kind: text, data: text, due: int, attempts: int },
      ...{ owner: text, until: int, fault: text, dead: int },
    },
    key: ['key'],
  },
  mentions: {
    columns: { user: text, channel: text, seq: int, rev: int, author: text, gone: int },
    key: ['user', 'channel', 'seq'],
    stream: {
      of: 'user',
      column: 'user',
      held: 'by key',
      row: ({ rev, channel, seq, author, gone }) => ({
        ...{ row: 'mention', rev, channel, seq, author },
        ...(gone !== null && { gone: true }),
      }),
    },
  },
  mentioned: { columns: { channel: text, seq: int, users: json }, key: ['channel', 'seq'] },
  ...doorTables,
  formerly: { columns: { channel: text, nameKey: text, at: int }, key: ['channel', 'nameKey'] },
  directs: { columns: { people: text, channel: text }, key: ['people'] },
  positions: { columns: { follower: text, epoch: text, seen: int }, key: ['follower'] },
  places: {
    columns: {
      ...{ user: text, channel: text, rev: int, state: text, read: int, cursor: int, own: json, mentioned: json },
      ...{ closed: int, star: int, mute: int, section: text, level: text, admin: int, posts: int },
    },
    key: ['user', 'channel'],
    stream: {
      of: 'user',
      column: 'user',
      held: 'whole',
      row: ({ rev, channel, state, read, cursor, own, mentioned, closed, star, mute, section, level, ...seat }) => ({
        ...{ row: 'place', rev, channel, state, read, cursor },
        ...(own.length > 0 && { own: [...own] }),
        ...(mentioned.length > 0 && { mentioned: [...mentioned] }),
        ...(closed !== null && { closed }),
        ...(star !== null && { star: true }),
        ...(mute !== null && { mute: true }),
        ...(section !== null && { section }),
        ...(level !== null && { level }),
        ...(seat.admin !== null && { admin: true }),
        ...(seat.posts !== null && { posts: true }),
      }),
    },
  },
  marks: {
    columns: { user: text, channel: text, seq: int, rev: int, names: json },
    key: ['user', 'channel', 'seq'],
    stream: {
      of: 'user',
      column: 'user',
      held: 'by key',
      row: ({ rev, channel, seq, names }) => ({
        row: 'mark',
        rev,
        channel,
        seq,
        names: [...names],
        ...(names.length === 0 && { gone: true }),
      }),
    },
  },
  preferences: {
    columns: { user: text, name: text, rev: int, value: json },
    key: ['user', 'name'],
    stream: {
      of: 'user',
      column: 'user',
      held: 'whole',
      row: ({ rev, name, value }) => ({ row: 'preference', rev, name, value }),
    },
  },
  sections: {
    columns: {
      ...{ user: text, id: text, rev: int, name: text, rank: int, folded: int, sort: text, unread: int },
      ...{ hidden: int, gone: int },
    },
    key: ['user', 'id'],
    stream: {
      of: 'user',
      column: 'user',
      held: 'whole',
      row: ({ rev, id, name, rank, folded, sort, unread, hidden, gone }) => ({
        ...{ row: 'section', rev, id },
        ...(name !== '' && { name }),
        ...((name !== '' || (isSharedSection(id) && rank > 0)) && { rank }),
        ...(folded !== null && { folded: true }),
        ...(sort !== null && { sort }),
        ...(unread !== null && { unread: true }),
        ...(hidden !== null && { hidden: true }),
        ...(gone !== null && { gone: true }),
      }),
    },
  },
  sessions: {
    columns: { id: text, user: text, rev: int, hash: text, device: text, created: int, ended: int },
    key: ['id'],
    stream: {
      of: 'user',
      column: 'user',
      held: 'whole',
      row: ({ rev, id, device, created, ended }) => ({ row: 'session', rev, id, device, created, ended }),
    },
  },
  workspaces: {
    columns: { id: text, rev: int, name: text, general: text, owner: text, accent: text },
    key: ['id'],
    stream: {
      of: 'workspace',
      column: 'id',
      held: 'whole',
      row: ({ rev, id, name, accent }) => ({ row: 'workspace', rev, id, name, ...(accent !== '' && { accent }) }),
    },
  },
  policies: {
    columns: { name: text, rev: int, value: json },
    key: ['name'],
    stream: {
      of: 'workspace',
      column: null,
      held: 'whole',
      row: ({ rev, name, value }) => ({ row: 'policy', rev, name, value }),
    },
  },
  users: {
    columns: {
      ...{ id: text, rev: int, name: text, nameKey: text, lookKey: text, kind: text, created: int, role: text },
      ...{ handle: text, handleKey: text, fullName: text, pronouns: text, title: text, zone: text },
      ...{ ordinal: int, deactivated: int },
    },
    key: ['id'],
    stream: {
      of: 'people',
      column: null,
      held: 'by key',
      row: ({ rev, id, name, kind, role, handle, fullName, pronouns, title, zone, ordinal, deactivated }) => ({
        ...{ row: 'user', rev, id, name, kind },
        ...(role !== 'member' && { role }),
        ...(handle !== '' && { handle }),
        ...(fullName !== '' && { fullName }),
        ...(pronouns !== '' && { pronouns }),
        ...(title !== '' && { title }),
        ...(zone !== '' && { zone }),
        ...(ordinal > 0 && { ordinal }),
        ...(deactivated !== null && { deactivated: true }),
      }),
    },
  },
  words: { columns: { word: text, user: text }, key: ['word', 'user'] },
  listings: {
    columns: {
      ...{ id: text, rev: int, name: text, nameKey: text, lookKey: text, created: int },
      ...{ newcomers: int, archived: int, gone: int },
    },
    key: ['id'],
    stream: {
      of: 'directory',
      column: null,
      held: 'whole',
      row: ({ rev, id, name, created, newcomers, archived, gone }) => ({
        ...{ row: 'listing', rev, id, name, created },
        ...(newcomers !== null && { newcomers: true }),
        ...(archived !== null && { archived: true }),
        ...(gone !== null && { gone: true }),
      }),
    },
  },
  ...teamTables,
  commands: {
    columns: { author: text, clientId: text, digest: text, outcome: text, at: int },
    key: ['clientId', 'author'],
    final: true,
  },
  changes: { columns: { stream: text, rev: int, kind: text, key: text, actor: text, command: text, at: int }, key: [] },
}

/** Lists by name, as lists that nobody else holds. */
const listsIn = (lists: Readonly<Record<string, readonly number[]>>): Record<string, number[]> =>
  Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, [...list]]))

/** A record as it leaves the store. */
export const rowOf = <T extends keyof StreamTables>(table: T, record: StreamTables[T]): Row =>
  (tables[table].stream as InStream<StreamTables[T]>).row(record)

const streamTables = (Object.keys(tables) as TableName[]).filter(
  (table): table is keyof StreamTables => tables[table].stream !== undefined,
)

/** The tables whose rows live in streams of a kind. */
export const tablesIn = (kind: StreamKind): readonly (keyof StreamTables)[] =>
  streamTables.filter(table => tables[table].stream.of === kind)

/** Whether a decision may drop rows of a table: those of a stream become empty instead (ROWS). */
export const isKept = (table: string): table is keyof KeptTables => table in kept

const kept: Readonly<Record<keyof KeptTables, true>> = {
  reactors: true,
  versions: true,
  uploads: true,
  usages: true,
  positions: true,
  jobs: true,
  words: true,
  mentioned: true,
  directs: true,
  formerly: true,
  ...({ claims: true, credentials: true, tickets: true, entries: true } as const),
  ...({ sightings: true, invitations: true, bans: true } as const),
}
