import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { newDatabase, onDisk, perSecond } from './on-disk.ts'
import { sentence } from './words.ts'

// What a server that keeps each message by itself reaches on this disk. `one-fsync.ts FOLDER SECONDS` prints
// {"raw", "inserts"}: appends of 4 KiB with fdatasync, and SQLite inserts with a commit each, per second.

onDisk(folder => ({ raw: appends(join(folder, 'raw')), inserts: inserts(join(folder, 'one.db')) }))

function appends(path: string): number {
  const file = openSync(path, 'w')
  const block = Buffer.alloc(4096, 'a')
  const rate = perSecond(() => {
    writeSync(file, block)
    fdatasyncSync(file)
  })
  closeSync(file)
  return rate
}

function inserts(path: string): number {
  const db = newDatabase(path)
  db.run('create table m (id integer primary key, channel integer, author integer, ts integer, body text)')
  db.run('create index m_channel on m (channel, id)')
  const insert = db.prepare('insert into m (channel, author, ts, body) values (?, ?, ?, ?)')
  const texts = Array.from({ length: 1000 }, (_, index) => sentence(index))
  const rate = perSecond(round => insert.run(round % 512, round % 512, Date.now(), texts[round % 1000] ?? ''))
  db.close()
  return rate
}
