import { Database } from 'bun:sqlite'
import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { join as pathOf } from 'node:path'
import type { Page } from 'playwright-core'
import {
  arrive,
  composer,
  createChannel,
  goTo,
  join,
  message,
  PATIENCE,
  type Person,
  say,
  signOut,
} from '../browser/people.ts'
import { full } from '../support/full.ts'
import { type Server, startServer } from '../support/server.ts'
import { RETURN_MS, until } from '../support/wait.ts'
import { hears, kept, tableSize } from './shell.ts'

setDefaultTimeout(PATIENCE)

let server: Server
let ada: Person

beforeEach(async () => {
  server = await startServer()
})
afterEach(async () => {
  await ada.page.context().close()
  await server.stop()
})

const enter = async () => {
  ada = await join(server.url, 'Ada')
  for (const text of ['one', 'two']) await say(ada.page, 'general', text)
  await hears(ada.page, ['one', 'two'])
  await kept(ada.page)
}

/** Everything goes on: what was there is seen, and what is said arrives and is kept again. */
const worksAsEver = async (page: Page, before: readonly string[] = ['one', 'two']) => {
  await hears(page, before)
  await say(page, 'general', 'three')
  await hears(page, [...before, 'three'])
  // An echo has no seq yet, and without storage it does not outlive the page.
  await until(async () => (await page.locator('article:not([data-seq])').count()) === 0, { what: 'no echo' })
  await page.reload()
  await hears(page, [...before, 'three'])
  expect(ada.complaints).toEqual([])
}

const damages = ['garbage', 'older', 'no table', 'holes', 'newer'] as const

/** Runs in the page, on the database as it is. */
const plant = (page: Page, what: (typeof damages)[number]) =>
  page.evaluate(async kind => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    const asItIs = await done(indexedDB.open('flack-1'))
    const { version } = asItIs
    if (kind === 'garbage' || kind === 'holes') {
      for (const table of ['rows', 'streams', ...(kind === 'garbage' ? ['outbox'] : [])]) {
        const store = asItIs.transaction(table, 'readwrite').objectStore(table)
        for (const value of await done(store.getAll())) {
          if (kind === 'garbage') store.put({ key: value.key, user: 7, rows: 'rubbish', rev: -1, epoch: null })
          else if (value.rows?.length > 2)
            store.put({ ...value, rows: value.rows.filter((_: unknown, at: number) => at !== 1) })
        }
        if (kind === 'garbage') await done(store.put({ key: 'nothing', text: { not: 'text' } }))
      }
    }
    asItIs.close()
    if (kind === 'garbage') for (const key of ['flack.drafts', 'flack.unsent']) localStorage.setItem(key, '{"broken')
    if (kind === 'newer' || kind === 'no table') {
      const changing = indexedDB.open('flack-1', version + 5)
      changing.onupgradeneeded = () => kind === 'no table' && changing.result.deleteObjectStore('rows')
      const changed = await done(changing)
      changed.close()
    }
    if (kind === 'older') {
      await done(indexedDB.deleteDatabase('flack-1'))
      const opening = indexedDB.open('flack-1', 1)
      opening.onupgradeneeded = () => {
        for (const table of ['rows', 'streams', 'outbox']) opening.result.createObjectStore(table, { keyPath: 'key' })
        opening.transaction?.objectStore('rows').put({ key: 'CGENERAL', lines: ['of another form'] })
      }
      ;(await done(opening)).close()
    }
  }, what)

/** A place of the same origin without the client, so that the database is nobody's. */
const aside = (page: Page) => page.goto(`${server.url}/healthz`)

describe('a local copy that is no good costs nothing but time', () => {
  // The others are tested against the storage itself, too, so that the long form may have them to itself.
  for (const what of full ? damages : damages.slice(0, 3)) {
    test(what, async () => {
      await enter()
      await aside(ada.page)
      await plant(ada.page, what)
      await ada.page.goto(server.url)
      await worksAsEver(ada.page)
    })
  }

  test('a disk that is full', async () => {
    await enter()
    const cdp = await ada.page.context().newCDPSession(ada.page)
    await cdp.send('Storage.overrideQuotaForOrigin', { origin: server.url, quotaSize: 1 })
    await ada.page.reload()
    await worksAsEver(ada.page)
    await cdp.send('Storage.overrideQuotaForOrigin', { origin: server.url })
  })

  const ways = {
    'no IndexedDB at all': () => Object.defineProperty(window, 'indexedDB', { value: undefined }),
    'an IndexedDB that may not be opened': () => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('The operation is insecure.', 'SecurityError')
      }
    },
    'an IndexedDB that fails': () => {
      IDBFactory.prototype.open = () => {
        const request = new EventTarget() as IDBOpenDBRequest
        Object.defineProperty(request, 'error', { value: new DOMException('Internal error.', 'UnknownError') })
        setTimeout(() => request.dispatchEvent(new Event('error')))
        return request
      }
    },
    'an IndexedDB that never answers': () => {
      IDBFactory.prototype.open = () => new EventTarget() as IDBOpenDBRequest
    },
    'no storage of any kind': () => {
      for (const name of ['indexedDB', 'localStorage', 'sessionStorage', 'caches'])
        Object.defineProperty(window, name, {
          get: () => {
            throw new DOMException('Access is denied.', 'SecurityError')
          },
        })
    },
  }
  for (const [way, breakIt] of Object.entries(ways).slice(full ? 0 : -2)) {
    test(way, async () => {
      ada = await arrive('about:blank')
      await ada.page.addInitScript(breakIt)
      await ada.page.goto(server.url)
      await ada.page.getByRole('textbox', { name: 'Display name', exact: true }).fill('Ada')
      await ada.page.getByRole('button', { name: 'Join', exact: true }).click()
      for (const text of ['one', 'two']) await say(ada.page, 'general', text)
      await worksAsEver(ada.page)
    })
  }

  test('on a full disk the copy makes way for what is unsent', async () => {
    await enter()
    const cdp = await ada.page.context().newCDPSession(ada.page)
    await cdp.send('Storage.overrideQuotaForOrigin', { origin: server.url, quotaSize: 1 })
    await server.stop()
    await say(ada.page, 'general', 'on a full disk')
    await message(ada.page, 'on a full disk').waitFor()
    await ada.page.reload()
    await message(ada.page, 'on a full disk').waitFor()
    await server.restart()
    await hears(ada.page, ['one', 'two', 'on a full disk'], RETURN_MS)
    await cdp.send('Storage.overrideQuotaForOrigin', { origin: server.url })
  })

  test('what is unsent survives a reload without IndexedDB, too', async () => {
    ada = await arrive('about:blank')
    await ada.page.addInitScript(ways['an IndexedDB that never answers'])
    await ada.page.goto(server.url)
    await ada.page.getByRole('textbox', { name: 'Display name', exact: true }).fill('Ada')
    await ada.page.getByRole('button', { name: 'Join', exact: true }).click()
    await composer(ada.page, 'general').waitFor()
    await ada.page.evaluate(() => navigator.serviceWorker.ready.then(() => {}))
    await server.stop()
    for (const text of ['one', 'two']) await say(ada.page, 'general', text)
    await ada.page.reload()
    await server.restart()
    await hears(ada.page, ['one', 'two'], RETURN_MS)
    await until(async () => (await ada.page.evaluate(() => localStorage.getItem('flack.unsent'))) === '{}', {
      what: 'nothing unsent',
    })
  })
})

describe('a local copy of another past, or of somebody else', () => {
  test('a database that was put back under the same people: everything is fetched again, and the outbox is sent', async () => {
    await enter()
    await server.stop()
    await say(ada.page, 'general', 'unsent')
    await message(ada.page, 'unsent').waitFor()
    const db = new Database(pathOf(server.dataDir, 'flack.db'))
    renameEpoch(db)
    db.close()
    await server.restart()
    await hears(ada.page, ['one', 'two', 'unsent'], RETURN_MS)
    await ada.page.reload()
    await hears(ada.page, ['one', 'two', 'unsent'])
  })

  test('another database at the same address: the session is over, and of it only what was unsent is left, to be copied', async () => {
    await enter()
    const { port } = server
    await server.stop()
    await say(ada.page, 'general', 'never sent')
    await message(ada.page, 'never sent').waitFor()
    await composer(ada.page, 'general').fill('half a thought')
    server = await startServer({ args: ['--port', String(port)] })
    const notSent = ada.page.getByRole('region', { name: 'Not sent', exact: true })
    for (const text of ['never sent', 'half a thought']) await notSent.getByText(text, { exact: true }).waitFor()
    await until(async () => (await tableSize(ada.page, 'rows')) + (await tableSize(ada.page, 'outbox')) === 0, {
      what: 'an empty copy',
    })
    expect(await ada.page.evaluate(() => JSON.stringify(localStorage))).not.toContain('thought')
    await ada.page.getByRole('button', { name: 'Join', exact: true }).click()
    await goTo(ada.page, 'general')
    await hears(ada.page, [])
    expect(await composer(ada.page, 'general').inputValue()).toBe('')
    await say(ada.page, 'general', 'a new beginning')
    await hears(ada.page, ['a new beginning'])
    await ada.page.reload()
    await hears(ada.page, ['a new beginning'])
    expect(ada.complaints).toEqual([])
  })

  test('the next person at the same browser sees nothing of the former', async () => {
    await enter()
    const { page } = ada
    await createChannel(page, 'secret-plans')
    await composer(page, 'secret-plans').fill('a draft of mine')
    await goTo(page, 'general')
    await server.stop()
    await say(page, 'general', 'unsent of mine')
    await message(page, 'unsent of mine').waitFor()
    await server.restart()
    await page.getByRole('button', { name: 'Profile', exact: true }).click()
    await signOut(page)
    await page.getByRole('button', { name: 'Join', exact: true }).waitFor()
    await page.getByRole('textbox', { name: 'Display name', exact: true }).fill('Eve')
    await until(async () => (await tableSize(page, 'rows')) + (await tableSize(page, 'outbox')) === 0, {
      what: 'an empty copy',
    })
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain('mine')
    await page.getByRole('button', { name: 'Join', exact: true }).click()
    await goTo(page, 'secret-plans')
    expect(await composer(page, 'secret-plans').inputValue()).toBe('')
  })
})

/** As a restore does. */
const renameEpoch = (db: Database) => {
  const tables = db.query("select name from sqlite_master where type = 'table'").all() as { name: string }[]
  for (const { name } of tables) {
    const columns = db.query(`pragma table_info(${name})`).all() as { name: string }[]
    if (columns.some(column => column.name === 'epoch')) return db.run(`update ${name} set epoch = 'E0000000RESTORED'`)
  }
  throw new Error('No table has an epoch.')
}
