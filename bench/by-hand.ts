import type { Database } from 'bun:sqlite'
import { join } from 'node:path'
import { newId } from '#app/secrets.ts'
import { sqliteDialect } from '#store/dialect.ts'
import { statements } from '#store/migrate.ts'
import { newDatabase, onDisk, perSecond } from './on-disk.ts'
import { sentence } from './words.ts'

// How many messages a second SQLite itself takes on this disk, with all rows that Flack keeps for each, written by a
// loop that parses, asks and answers nothing: the ceiling of any server that keeps these rows in these tables.
// `by-hand.ts FOLDER SECONDS` prints {"alone", "together"}: one message to a commit, and 512 of 512 channels.

const CHANNELS = 512

onDisk(folder => ({ alone: rate(join(folder, 'alone.db'), 1), together: rate(join(folder, 'together.db'), CHANNELS) }))

function rate(path: string, batch: number): number {
  const db = newDatabase(path)
  for (const text of statements(sqliteDialect)) db.run(text)
  const write = writer(db)
  const commits = perSecond(round => {
    db.run('begin immediate')
    for (let each = 0; each < batch; each++) write(round * batch + each)
    db.run('commit')
  })
  db.close()
  return commits * batch
}

function writer(db: Database): (count: number) => void {
  const ids = Array.from({ length: CHANNELS }, () => ({ channel: newId('C'), author: newId('U') }))
  const texts = Array.from({ length: 1000 }, (_, index) => sentence(index))
  const streams = db.prepare(
    'insert or replace into streams (id, rev, floor, seq, posts, ts, seats) values (?, ?, 0, ?, ?, ?, 1)',
  )
  const messages = db.prepare(
    'insert into messages (channel, thread, seq, rev, ts, author, "clientId", text, post) values (?, 0, ?, ?, ?, ?, ?, ?, ?)',
  )
  const commands = db.prepare('insert into commands (author, "clientId", digest, outcome, at) values (?, ?, ?, ?, ?)')
  const changes = db.prepare(
    'insert into changes (stream, rev, kind, key, actor, command, at) values (?, ?, ?, ?, ?, ?, ?)',
  )
  return count => {
    const { channel, author } = ids[count % CHANNELS] ?? { channel: '', author: '' }
    const seq = Math.floor(count / CHANNELS) + 1
    const [at, clientId] = [Date.now(), `${String(count).padStart(16, '0')}-${count % CHANNELS}`]
    streams.run(channel, seq, seq, seq, at * 1000)
    messages.run(channel, seq, seq, at * 1000, author, clientId, texts[count % 1000] ?? '', seq)
    commands.run(author, clientId, clientId.slice(0, 22).padStart(22, '-'), `{"seq":${seq},"ts":"${at}.000000"}`, at)
    changes.run(channel, seq, 'messages', `${channel} 0 ${seq}`, author, 'message.post', at)
  }
}
