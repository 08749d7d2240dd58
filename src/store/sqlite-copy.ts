import { Database } from 'bun:sqlite'
import { type Content, contents, type Finding, fileFaults, inspect, type Standing, standing } from './inspect.ts'
import { readSqlite } from './sqlite.ts'

/** A server that starts or stops at this moment holds a lock for so long. */
const BUSY_MS = 10_000

/**
 * Copies the database to a file that is not there yet, as it is at one moment, while others write. Pages that hold
 * nothing any more are left out, and with them what was deleted. Runs to its end without leaving the tick.
 */
export const copySqlite = (file: string, to: string): Standing => {
  const db = new Database(file, { readonly: true })
  try {
    db.run(`pragma busy_timeout = ${BUSY_MS}`)
    db.run('vacuum into ?', [to])
  } finally {
    db.close()
  }
  return reading(to, ({ read }) => read(standing()))
}

/** What is wrong with a database, of which a server may be making use. */
export const inspectSqlite = (file: string): readonly Finding[] =>
  reading(file, ({ read }) => {
    const damage = read(fileFaults())
    return damage.length > 0 ? damage : read(inspect())
  })

/** The files that somebody can see, each with the name of its content. */
export const contentsInSqlite = (file: string): readonly Content[] => reading(file, ({ read }) => read(contents()))

const reading = <T>(file: string, act: (reader: ReturnType<typeof readSqlite>) => T): T => {
  const reader = readSqlite(file)
  try {
    return act(reader)
  } finally {
    reader.close()
  }
}
