import { deleteDB, type IDBPDatabase, openDB } from 'idb'
import type { Storage, StoredValue } from './api.ts'

/** IndexedDB may be blocked by another tab, or hang on a broken profile: whoever waits longer does without. */
const PATIENCE_MS = 2_000
const TABLES = ['rows', 'streams', 'outbox']

/** Keyed storage in IndexedDB. Everything rejects where there is none; nothing ever hangs. */
export const browserStorage = (name: string): Storage => {
  let opened: Promise<IDBPDatabase> | null = null
  const open = (): Promise<IDBPDatabase> => {
    opened ??= openAnew(name, () => {
      opened = null
    })
    return opened
  }
  const within = <T>(work: (db: IDBPDatabase) => Promise<T>): Promise<T> => inTime(open().then(work))
  return {
    read: (table, key) => within(async db => ((await db.get(table, key)) as StoredValue | undefined) ?? null),
    readAll: table => within(db => db.getAll(table) as Promise<StoredValue[]>),
    write: (puts, deletes) =>
      within(async db => {
        const transaction = db.transaction(TABLES, 'readwrite')
        for (const { table, value } of puts) void transaction.objectStore(table).put(value)
        for (const { table, key } of deletes) void transaction.objectStore(table).delete(key)
        await transaction.done
      }),
    clear: () =>
      within(async db => {
        const transaction = db.transaction(TABLES, 'readwrite')
        for (const table of TABLES) void transaction.objectStore(table).clear()
        await transaction.done
      }),
  }
}

/** What cannot be opened is thrown away once: it is only a copy. */
const openAnew = async (name: string, lost: () => void): Promise<IDBPDatabase> => {
  const open = () =>
    openDB(name, 1, {
      upgrade: db => {
        for (const table of TABLES) db.createObjectStore(table, { keyPath: 'key' })
      },
      blocking: (_current, _blocked, event) => {
        ;(event.target as IDBDatabase).close()
        lost()
      },
      terminated: lost,
    })
  try {
    return await open()
  } catch {
    await deleteDB(name)
    return open()
  }
}

const inTime = <T>(work: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The browser does not give its storage.')), PATIENCE_MS)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
