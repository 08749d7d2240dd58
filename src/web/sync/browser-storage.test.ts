import { expect, test } from 'bun:test'
import * as fake from 'fake-indexeddb'
import { browserStorage } from './browser-storage.ts'
import { openEarly } from './early-storage.ts'

/** Each test has a browser profile of its own. */
const withIndexedDb = async (work: () => Promise<void>): Promise<void> => {
  const { default: _, indexedDB: __, ...classes } = fake
  const globals = { ...classes, indexedDB: new fake.IDBFactory() }
  Object.assign(globalThis, globals)
  try {
    await work()
  } finally {
    for (const name of Object.keys(globals)) Reflect.deleteProperty(globalThis, name)
  }
}

test('what is written is read, in another page too', () =>
  withIndexedDb(async () => {
    await browserStorage('a').write([{ table: 'rows', value: { key: 'x', rev: 1 } }], [])
    expect(await browserStorage('a').read('rows', 'x')).toEqual({ key: 'x', rev: 1 })
    expect(await browserStorage('a').read('rows', 'y')).toBeNull()
    expect(await browserStorage('a').readAll('streams')).toEqual([])
  }))

test('puts and deletes of one write happen together', () =>
  withIndexedDb(async () => {
    const storage = browserStorage('a')
    await storage.write([{ table: 'outbox', value: { key: 'old' } }], [])
    await storage.write([{ table: 'outbox', value: { key: 'new' } }], [{ table: 'outbox', key: 'old' }])
    expect(await storage.readAll('outbox')).toEqual([{ key: 'new' }])
    await storage.clear()
    expect(await storage.readAll('outbox')).toEqual([])
  }))

/** Makes the database as another Flack has left it. */
const left = async (
  version: number,
  upgrade: (db: IDBDatabase, transaction: IDBTransaction) => void,
): Promise<void> => {
  const opening = indexedDB.open('a', version)
  opening.onupgradeneeded = () => upgrade(opening.result, opening.transaction as IDBTransaction)
  await new Promise(resolve => {
    opening.onsuccess = resolve
  })
  opening.result.close()
}

const table = (db: IDBDatabase, name: string) => db.createObjectStore(name, { keyPath: 'key' })

/** How often a database is opened from here on. */
const openings = (): { count: number } => {
  const { open } = indexedDB
  const seen = { count: 0 }
  indexedDB.open = (...asked) => {
    seen.count++
    return open.apply(indexedDB, asked)
  }
  return seen
}

test('what was opened before the program was there is taken over, and let go when another tab changes it', () =>
  withIndexedDb(async () => {
    await browserStorage('a').write([{ table: 'rows', value: { key: 'x', rev: 1 } }], [])
    const opened = openings()
    openEarly('a')
    const storage = browserStorage('a')
    expect(await storage.read('rows', 'x')).toEqual({ key: 'x', rev: 1 })
    expect(await storage.readAll('streams')).toEqual([])
    expect(opened.count).toBe(1)
    await left(1_000, () => {})
    expect(await storage.read('rows', 'x')).toEqual({ key: 'x', rev: 1 })
    expect(opened.count).toBeGreaterThan(2)
  }))

test('what was opened early does not keep another tab waiting, and is opened anew then', () =>
  withIndexedDb(async () => {
    await browserStorage('a').write([{ table: 'rows', value: { key: 'x', rev: 1 } }], [])
    openEarly('a')
    await left(1_000, () => {})
    expect(await browserStorage('a').read('rows', 'x')).toEqual({ key: 'x', rev: 1 })
  }))

test('what is not there, or of an older form, is not made by opening it early', () =>
  withIndexedDb(async () => {
    openEarly('a')
    expect(await browserStorage('a').readAll('rows')).toEqual([])
    await left(1_000, db => db.deleteObjectStore('streams'))
    openEarly('a')
    expect(await browserStorage('a').readAll('streams')).toEqual([])
    openEarly('b')
    expect(await browserStorage('b').readAll('outbox')).toEqual([])
  }))

test('an older copy is fetched again, what is unsent stays', () =>
  withIndexedDb(async () => {
    await left(1, db => {
      table(db, 'rows').put({ key: 'x', form: 'old' })
      table(db, 'streams')
      table(db, 'outbox').put({ key: 'unsent' })
    })
    const storage = browserStorage('a')
    expect(await storage.readAll('rows')).toEqual([])
    expect(await storage.readAll('outbox')).toEqual([{ key: 'unsent' }])
  }))

test('the database of a newer Flack is used as it is', () =>
  withIndexedDb(async () => {
    await left(1_000, db => {
      table(db, 'rows')
      table(db, 'streams')
      table(db, 'outbox').put({ key: 'unsent' })
    })
    const storage = browserStorage('a')
    await storage.write([{ table: 'rows', value: { key: 'x' } }], [])
    expect(await storage.readAll('rows')).toEqual([{ key: 'x' }])
    expect(await storage.readAll('outbox')).toEqual([{ key: 'unsent' }])
  }))

test('a table that is missing is made, whatever the version says', () =>
  withIndexedDb(async () => {
    await left(1_000, db => table(db, 'outbox').put({ key: 'unsent' }))
    const storage = browserStorage('a')
    await storage.write([{ table: 'rows', value: { key: 'x' } }], [])
    expect(await storage.readAll('rows')).toEqual([{ key: 'x' }])
    expect(await browserStorage('a').readAll('outbox')).toEqual([{ key: 'unsent' }])
  }))

test('a database that cannot be read is thrown away, one that may not be opened now is not', () =>
  withIndexedDb(async () => {
    await browserStorage('a').write([{ table: 'outbox', value: { key: 'unsent' } }], [])
    const failing = (name: string) => {
      let tries = 0
      const { prototype } = IDBFactory
      const { open } = prototype
      prototype.open = function (...args) {
        if (tries++ === 0) throw new DOMException('It fails.', name)
        return open.apply(this, args)
      }
      return () => {
        prototype.open = open
      }
    }
    const mend = failing('QuotaExceededError')
    const full = browserStorage('a')
    await expect(full.readAll('outbox')).rejects.toThrow()
    expect(await full.readAll('outbox')).toEqual([{ key: 'unsent' }])
    mend()
    const mendAgain = failing('UnknownError')
    expect(await browserStorage('a').readAll('outbox')).toEqual([])
    mendAgain()
  }))

test('a write that is broken off rejects, once, with nothing of it done', () =>
  withIndexedDb(async () => {
    const storage = browserStorage('a')
    await storage.write([{ table: 'rows', value: { key: 'kept' } }], [])
    const unheard: unknown[] = []
    const hear = (reason: unknown) => unheard.push(reason)
    process.on('unhandledRejection', hear)
    const { prototype } = IDBObjectStore
    const { put } = prototype
    prototype.put = function (...args) {
      const request = put.apply(this, args)
      queueMicrotask(() => this.transaction.abort())
      return request
    }
    const deletes = [{ table: 'rows', key: 'kept' }]
    await expect(storage.write([{ table: 'rows', value: { key: 'x' } }], deletes)).rejects.toThrow()
    prototype.put = put
    expect(await storage.readAll('rows')).toEqual([{ key: 'kept' }])
    process.off('unhandledRejection', hear)
    expect(unheard).toEqual([])
  }))

test('without IndexedDB everything rejects and nothing hangs', async () => {
  const storage = browserStorage('a')
  expect(storage.readAll('rows')).rejects.toThrow()
  expect(storage.write([], [])).rejects.toThrow()
})
