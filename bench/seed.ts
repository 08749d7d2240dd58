import { Database } from 'bun:sqlite'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createApp } from '#app/app.ts'
import { hashToken, newId, newToken } from '#app/secrets.ts'
import { localBus } from '#bus/local.ts'
import type { StreamRecord } from '#domain/records.ts'
import { emptyStream } from '#store/migrate.ts'
import { openStore } from '#store/open.ts'
import type { Fields } from '#store/program.ts'
import { openSqlite } from '#store/sqlite.ts'
import type { Identity } from '#store/store.ts'
import { type TableName, tables } from '#store/tables.ts'
import { randomFrom, sentence } from './words.ts'

/**
 * Fills data directories with workspaces that would take long to make through the door. The schema is the store's own,
 * and so are the rows: what a server finds there is what it would have written.
 */

/** Long ago enough that nothing seeded is newer than what is written afterwards. */
const BEGIN = Date.UTC(2024, 0, 1)
const ROWS_A_COMMIT = 50_000
const TEXTS = 20_000

/** People with `seats` channels each, #general among them; answers their tokens. */
export const seedPeople = async (
  dataDir: string,
  { people, seats, channels }: { people: number; seats: number; channels: number },
): Promise<string[]> => {
  const seed = await openSeed(dataDir)
  const rooms = Array.from({ length: channels }, (_, index) => seedChannel(seed, `room-${index}`))
  const tokens = Array.from({ length: people }, (_, index) => {
    const token = newToken()
    const user = seedUser(seed, `Person ${index}`, token)
    takeSeat(seed, user, seed.identity.general)
    for (let seat = 1; seat < seats; seat++) takeSeat(seed, user, rooms[(index * 7 + seat * 13) % channels] ?? '')
    return token
  })
  seed.close()
  return tokens
}

/** So many messages in 200 channels, of which few hold most, by 500 people; answers the channels' ids. */
export const seedMessages = async (dataDir: string, count: number): Promise<string[]> => {
  const seed = await openSeed(dataDir)
  const random = randomFrom(count)
  const texts = Array.from({ length: TEXTS }, (_, index) => sentence(index))
  const channels = Array.from({ length: 200 }, (_, index) => seedChannel(seed, `room-${index}`))
  const authors = Array.from({ length: 500 }, (_, index) => seedUser(seed, `Person ${index}`, newToken()))
  for (const author of authors) takeSeat(seed, author, seed.identity.general)
  for (let index = 0; index < count; index++) {
    const channel = channels[Math.floor(random() ** 3 * channels.length)] ?? ''
    const author = authors[Math.floor(random() ** 2 * authors.length)] ?? ''
    say(seed, { channel, author, text: texts[index % TEXTS] ?? '', at: BEGIN + index * 50 })
  }
  seed.close()
  return channels
}

type Seed = {
  identity: Identity
  stream(id: string): StreamRecord
  put(table: TableName, row: Fields): void
  close(): void
}

const openSeed = async (dataDir: string): Promise<Seed> => {
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
  return { identity, stream, put, close }
}

/** Lets the product make its schema and found the workspace. */
const found = async (file: string): Promise<Identity> => {
  const fresh = { epoch: newId('E'), workspace: newId('T'), general: newId('C'), bot: newId('U') }
  const store = await openStore(openSqlite(file), { fresh, clock: () => BEGIN, schedule: run => setImmediate(run) })
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

const seedChannel = (seed: Seed, name: string): string => {
  const id = newId('C')
  const { bot } = seed.identity
  write(seed, id, 'channels', id, bot, { id, kind: 'public', name, creator: bot, created: BEGIN })
  write(seed, 'directory', 'listings', id, bot, { id, name, nameKey: name, created: BEGIN })
  return id
}

const seedUser = (seed: Seed, name: string, token: string): string => {
  const [id, session] = [newId('U'), newId('S')]
  const key = name.toLowerCase()
  const { workspace } = seed.identity
  write(seed, workspace, 'users', id, id, { id, name, nameKey: key, kind: 'human', created: BEGIN })
  const row = { id: session, user: id, hash: hashToken(token), device: 'bench', created: BEGIN, ended: null }
  write(seed, id, 'sessions', session, id, row)
  return id
}

const takeSeat = (seed: Seed, user: string, channel: string): void => {
  write(seed, channel, 'seats', `${channel} ${user}`, user, { channel, user, state: 'joined', at: BEGIN })
  const { seq, posts } = seed.stream(channel)
  write(seed, user, 'places', `${user} ${channel}`, user, { user, channel, state: 'joined', read: seq, cursor: posts })
  seed.stream(channel).seats += 1
}

type Said = { channel: string; author: string; text: string; at: number }

const say = (seed: Seed, { channel, author, text, at }: Said): void => {
  const record = seed.stream(channel)
  record.seq += 1
  record.posts += 1
  record.ts = at * 1000
  const { seq, posts: post, ts } = record
  const clientId = crypto.randomUUID()
  write(seed, channel, 'messages', `${channel} ${seq}`, author, { channel, seq, ts, author, clientId, text, post })
  const outcome = JSON.stringify({ seq, ts: `${Math.floor(ts / 1e6)}.${String(ts % 1e6).padStart(6, '0')}` })
  seed.put('commands', { author, clientId, digest: clientId.slice(0, 22), outcome, at })
}
