import { Database } from 'bun:sqlite'
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { sentence } from './words.ts'

// What a server that keeps each message by itself reaches on this disk. `one-fsync.ts FOLDER SECONDS` prints
// {"raw", "inserts"}: appends of 4 KiB with fdatasync, and SQLite inserts with a commit each, per second.

const [where = '.', seconds = '1'] = process.argv.slice(2)
const folder = mkdtempSync(join(where, 'one-fsync-'))
console.log(JSON.stringify({ raw: appends(join(folder, 'raw')), inserts: inserts(join(folder, 'one.db')) }))
rmSync(folder, { recursive: true })

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
  const db = new Database(path, { create: true })
  for (const pragma of ['journal_mode = wal', 'synchronous = full', 'wal_autocheckpoint = 4000']) {
    db.run(`pragma ${pragma}`)
  }
  db.run('create table m (id integer primary key, channel integer, author integer, ts integer, body text)')
  db.run('create index m_channel on m (channel, id)')
  const insert = db.prepare('insert into m (channel, author, ts, body) values (?, ?, ?, ?)')
  const texts = Array.from({ length: 1000 }, (_, index) => sentence(index))
  const rate = perSecond(count => insert.run(count % 512, count % 512, Date.now(), texts[count % 1000] ?? ''))
  db.close()
  return rate
}

function perSecond(work: (count: number) => void): number {
  const begin = performance.now()
  let count = 0
  while (performance.now() - begin < Number(seconds) * 1000) work(count++)
  return (count * 1000) / (performance.now() - begin)
}
