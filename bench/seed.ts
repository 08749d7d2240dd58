import { Database } from 'bun:sqlite'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createApp } from '#app/app.ts'
import { hashToken, newId } from '#app/secrets.ts'
import { localBus } from '#bus/local.ts'
import { nameKeys } from '#domain/name-key.ts'
import { nameWords } from '#domain/name-words.ts'
import type { StreamRecord } from '#domain/records.ts'
import { PEOPLE } from '#protocol/streams.ts'
import { tsOf } from '#protocol/ts.ts'
import { emptyStream } from '#store/migrate.ts'
import { openStore } from '#store/open.ts'
import type { Fields } from '#store/program.ts'
import { openSqlite } from '#store/sqlite.ts'
import type { Identity } from '#store/store.ts'
import { type TableName, tables } from '#store/tables.ts'

/**
 * Writes rows where it would take long through the door. The schema is the store's own, and so are the rows: what a
 * server finds there is what it would have written. What is seeded is in bench/workspaces.ts.
 */

/** Long ago enough that nothing seeded is newer than what is written afterwards. */
export const BEGIN = Date.UTC(2024, 0, 1)
const ROWS_A_COMMIT = 50_000

/** A data directory that is being filled; what was put is kept when it is closed. */
export type Seed = {
  identity: Identity
  /** Ids of what is there already, in the order of their names. */
  named(table: 'channels' | 'users', pattern: string): string[]
  stream(id: string): StreamRecord
  put(table: TableName, row: Fields): void
  close(): void
}

/** Opens a data directory; one that is empty becomes a founded workspace. */
export const openSeed = async (dataDir: string): Promise<Seed> => {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const file = join(dataDir, 'flack.db')
  const identity = await found(file)
  const db = new Database(file)
  for (const pragma of ['synchronous = off', 'cache_size = -262144', 'wal_autocheckpoint = 100000']) {
    db.run(`pragma ${pragma}`)
  }
  const streams = new Map<string, StreamRecord>()
  for (const row of db.query<StreamRecord, []>('select * from streams').all()) streams.set(row.id, row)
  const statements = new Map<TableName, (row: Fields) => void>()
  let waiting = 0
  db.run('begin')
  const put = (table: TableName, row: Fields) => {
    const insert = statements.get(table) ?? inserting(db, table)
    statements.set(table, insert)
    insert(row)
    if (++waiting % ROWS_A_COMMIT === 0) db.run('commit; begin')
  }
  const named = (table: string, pattern: string) =>
    db
      .query<{ id: string }, [string]>(`select id from ${table} where name like ? order by name`)
      .all(pattern)
      .map(({ id }) => id)
  const stream = (id: string) => {
    const known = streams.get(id) ?? emptyStream(id)
    streams.set(id, known)
    return known
  }
  const close = () => {
    for (const record of streams.values()) put('streams', record)
    db.run('commit')
    db.run('pragma wal_checkpoint(truncate)')
    db.close()
  }
  return { identity, named, stream, put, close }
}

/** Lets the product make its schema and found the workspace. */
const found = async (file: string): Promise<Identity> => {
  const fresh = { epoch: newId('E'), workspace: newId('T'), general: newId('C'), bot: newId('U') }
  const store = await openStore(openSqlite(file), {
    fresh,
    clock: () => BEGIN,
    ofName: { words: nameWords, keys: nameKeys },
    schedule: run => setImmediate(run),
  })
  const { identity } = await createApp({ store, bus: localBus(), monotonic: () => 0, limited: false })
  await store.close()
  return identity
}

const inserting = (db: Database, table: TableName): ((row: Fields) => void) => {
  const columns = Object.keys(tables[table].columns)
  const names = columns.map(column => `"${column}"`).join(', ')
  const statement = db.prepare(
    `insert or replace into ${table} (${names}) values (${columns.map(() => '?').join(', ')})`,
  )
  return row => void statement.run(...columns.map(column => row[column] ?? null))
}

/** Writes a row at its stream's next rev, with the change that followers read. */
const write = (seed: Seed, stream: string, table: TableName, key: string, actor: string, row: Fields): void => {
  const record = seed.stream(stream)
  record.rev += 1
  seed.put(table, { ...row, rev: record.rev })
  seed.put('changes', { stream, rev: record.rev, kind: table, key, actor, command: 'seed', at: BEGIN })
}

/** A public channel; answers its id. */
export const seedChannel = (seed: Seed, name: string): string => {
  const id = newId('C')
  const { bot } = seed.identity
  write(seed, id, 'channels', id, bot, { id, kind: 'public', name, creator: bot, created: BEGIN })
  write(seed, 'directory', 'listings', id, bot, { id, name, ...nameKeys(name), created: BEGIN })
  return id
}

/** Somebody with a session of this token; answers their id. */
export const seedUser = (seed: Seed, name: string, token: string): string => {
  const [id, session] = [newId('U'), newId('S')]
  write(seed, PEOPLE, 'users', id, id, { id, name, ...nameKeys(name), kind: 'human', created: BEGIN })
  const row = { id: session, user: id, hash: hashToken(token), device: 'bench', created: BEGIN, ended: null }
  write(seed, id, 'sessions', session, id, row)
  return id
}

export const takeSeat = (seed: Seed, user: string, channel: string): void => {
  write(seed, channel, 'seats', `${channel} ${user}`, user, { channel, user, state: 'joined', at: BEGIN })
  const { seq, posts } = seed.stream(channel)
  write(seed, user, 'places', `${user} ${channel}`, user, { user, channel, state: 'joined', read: seq, cursor: posts })
  seed.stream(channel).seats += 1
}

export type Said = { channel: string; author: string; text: string; at: number }

/** A message at a time in milliseconds, which rises from one call to the next. */
export const say = (seed: Seed, { channel, author, text, at }: Said): void => {
  const record = seed.stream(channel)
  record.seq += 1
  record.posts += 1
  record.ts = at * 1000
  record.moved = record.ts
  const { seq, posts: post, ts } = record
  const clientId = clientIdAt(at, author)
  write(seed, channel, 'messages', `${channel} 0 ${seq}`, author, {
    channel,
    thread: 0,
    seq,
    ts,
    author,
    clientId,
    text,
    post,
  })
  const outcome = JSON.stringify({ seq, ts: tsOf(ts) })
  seed.put('commands', { author, clientId, digest: clientId.slice(-22).padStart(22, '-'), outcome, at })
}

/** As the page makes them, the time in front, so that the table of commands grows at its end. */
const clientIdAt = (at: number, author: string): string =>
  (at.toString(16).padStart(12, '0') + author.toLowerCase()).padEnd(32, '0')
