import type { Storage, StoredValue } from './api.ts'
import { deleteDatabase, FILES_DATABASE, kept, openDatabase, resultOf, watchOver } from './database.ts'
import { takeOpened } from './early-storage.ts'

/** IndexedDB may be blocked by another tab, or hang on a broken profile: whoever waits longer does without. */
const PATIENCE_MS = 2_000
/** Raised when what is cached changes its form: copies of the old one are fetched again, what is unsent is kept. */
const VERSION = 9
const COPIES = ['rows', 'streams']
const TABLES = [...COPIES, 'outbox']
/** What a browser says of a database that it cannot read. Others pass: a full disk, a private window. */
const UNREADABLE = ['UnknownError', 'NotFoundError', 'DataError', 'ConstraintError', 'InvalidAccessError']

/** Keyed storage in IndexedDB. Everything rejects where there is none; nothing ever hangs. */
export const browserStorage = (name: string): Storage => {
  let opened: Promise<IDBDatabase> | null = null
  const open = (): Promise<IDBDatabase> => {
    if (opened !== null) return opened
    const lost = () => {
      opened = null
    }
    const opening = openAnew(name, lost)
    opened = inTime(opening)
    // Calls until it has opened after all fail at once: only the first ones wait out the time.
    opened.catch(() => {
      opening.then(db => {
        opened = Promise.resolve(db)
      }, lost)
    })
    return opened
  }
  const within = <T>(work: (db: IDBDatabase) => Promise<T>): Promise<T> => inTime(open().then(work))
  const table = (db: IDBDatabase, name: string) => db.transaction(name).objectStore(name)
  const changed = (db: IDBDatabase, tables: string[], change: (transaction: IDBTransaction) => void): Promise<void> => {
    const transaction = db.transaction(tables, 'readwrite')
    const done = kept(transaction)
    change(transaction)
    return done
  }
  return {
    read: (name, key) =>
      within(async db => ((await resultOf(table(db, name).get(key))) as StoredValue | undefined) ?? null),
    readAll: name => within(db => resultOf(table(db, name).getAll()) as Promise<StoredValue[]>),
    write: (puts, deletes) =>
      within(async db =>
        changed(db, TABLES, transaction => {
          for (const { table, value } of puts) transaction.objectStore(table).put(value)
          for (const { table, key } of deletes) transaction.objectStore(table).delete(key)
        }),
      ),
    clear: (tables = TABLES) => {
      // What was unsent goes with its files.
      if (tables.includes('outbox')) void deleteDatabase(FILES_DATABASE).catch(() => {})
      return within(async db =>
        changed(db, tables, transaction => {
          for (const name of tables) transaction.objectStore(name).clear()
        }),
      )
    },
  }
}

/** Opens the database. One that the browser cannot read is deleted and made anew, once. */
const openAnew = async (name: string, lost: () => void): Promise<IDBDatabase> => {
  try {
    return await openWhole(name, lost)
  } catch (error) {
    if (!UNREADABLE.includes((error as Error).name)) throw error
    await deleteDatabase(name)
    return openVersion(name, VERSION, lost)
  }
}

/** Opens a database also where a newer Flack made it or a table is missing: unsent texts in it must not be lost. */
const openWhole = async (name: string, lost: () => void): Promise<IDBDatabase> => {
  const early = takenOver(await takeOpened(), lost)
  if (early !== null) return early
  const db = await openVersion(name, VERSION, lost).catch(error => {
    if ((error as Error).name !== 'VersionError') throw error
    return openVersion(name, undefined, lost)
  })
  if (hasTables(db)) return db
  const next = db.version + 1
  db.close()
  return openVersion(name, next, lost)
}

/** The database that `early-storage.ts` opened; closed, and null, where it is too old or lacks a table. */
const takenOver = (db: IDBDatabase | null, lost: () => void): IDBDatabase | null => {
  if (db === null) return null
  if (db.version < VERSION || !hasTables(db)) {
    db.close()
    return null
  }
  return watchOver(db, lost)
}

const hasTables = ({ objectStoreNames }: Pick<IDBDatabase, 'objectStoreNames'>): boolean =>
  TABLES.every(table => objectStoreNames.contains(table))

const openVersion = async (name: string, version: number | undefined, lost: () => void): Promise<IDBDatabase> =>
  watchOver(await openDatabase(name, version, makeTables), lost)

const makeTables = (db: IDBDatabase): void => {
  for (const table of COPIES) if (db.objectStoreNames.contains(table)) db.deleteObjectStore(table)
  for (const table of TABLES) if (!db.objectStoreNames.contains(table)) db.createObjectStore(table, { keyPath: 'key' })
}

const inTime = <T>(work: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The browser does not give its storage.')), PATIENCE_MS)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
