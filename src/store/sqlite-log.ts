import type { Database } from 'bun:sqlite'
import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'

const PAGE_BYTES = 4096
/** 16 MB: a checkpoint costs two syncs, so the more it copies at once the better. */
const MOST_PAGES = 4000
const LEAST_PAGES = 64
/** Of what is free, so much is the log's. */
const SHARE = 1 / 16
const LOOK_MS = 1000

/**
 * Keeps the write-ahead log small where the disk has little left: it may take a sixteenth of what is free, and gives
 * back what it took before. Else a small database has a log of three times its size, which takes up at once whatever
 * somebody frees on a full disk.
 */
export class LogLimit {
  #db: Database
  #folder: string
  #pages = MOST_PAGES
  #lookedAt = Number.NEGATIVE_INFINITY

  constructor(db: Database, file: string) {
    this.#db = db
    this.#folder = dirname(file)
    db.run(`pragma wal_autocheckpoint = ${MOST_PAGES}`)
  }

  /** To be called outside of transactions; looks at the disk once a second at most. */
  adjust(): void {
    const now = performance.now()
    if (now - this.#lookedAt < LOOK_MS) return
    this.#lookedAt = now
    const pages = this.#affordable()
    if (pages === this.#pages) return
    this.#pages = pages
    this.#db.run(`pragma wal_autocheckpoint = ${pages}`)
    this.#db.run(`pragma journal_size_limit = ${pages * PAGE_BYTES}`)
  }

  /** Rounded down to a power of two, so that a slowly filling disk rarely changes the setting. */
  #affordable(): number {
    const free = freeBytes(this.#folder)
    if (free === null) return this.#pages
    const pages = 2 ** Math.floor(Math.log2(Math.max((free * SHARE) / PAGE_BYTES, LEAST_PAGES)))
    return Math.min(pages, MOST_PAGES)
  }
}

const freeBytes = (folder: string): number | null => {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  } catch {
    return null
  }
}
