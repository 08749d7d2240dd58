import { Database } from 'bun:sqlite'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** What the programs beside `ingest` share: `PROGRAM FOLDER SECONDS` prints rates by the second as JSON. */

const [where = '.', seconds = '1'] = process.argv.slice(2)

/** Prints what `measure` finds in a new folder on the disk that is meant. */
export const onDisk = (measure: (folder: string) => Record<string, number>): void => {
  const folder = mkdtempSync(join(where, 'on-disk-'))
  try {
    console.log(JSON.stringify(measure(folder)))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A new database that is as durable as the product's. */
export const newDatabase = (path: string): Database => {
  const db = new Database(path, { create: true })
  for (const pragma of ['journal_mode = wal', 'synchronous = full', 'wal_autocheckpoint = 4000']) {
    db.run(`pragma ${pragma}`)
  }
  return db
}

/** How often `work` can be done in a second; it is told how often it was done before. */
export const perSecond = (work: (round: number) => void): number => {
  const begin = performance.now()
  let rounds = 0
  while (performance.now() - begin < Number(seconds) * 1000) work(rounds++)
  return (rounds * 1000) / (performance.now() - begin)
}
