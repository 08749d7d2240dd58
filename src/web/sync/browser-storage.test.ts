import { expect, test } from 'bun:test'
import * as fake from 'fake-indexeddb'
import { browserStorage } from './browser-storage.ts'

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

test('a database that cannot be opened is thrown away', () =>
  withIndexedDb(async () => {
    const later = indexedDB.open('a', 99)
    await new Promise(resolve => {
      later.onsuccess = resolve
    })
    later.result.close()
    const storage = browserStorage('a')
    await storage.write([{ table: 'rows', value: { key: 'x' } }], [])
    expect(await storage.readAll('rows')).toEqual([{ key: 'x' }])
  }))

test('without IndexedDB everything rejects and nothing hangs', async () => {
  const storage = browserStorage('a')
  expect(storage.readAll('rows')).rejects.toThrow()
  expect(storage.write([], [])).rejects.toThrow()
})
