import { afterAll, expect, test } from 'bun:test'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type App, createApp } from '#app/app.ts'
import type { Files } from '#app/files/files.ts'
import { localBus } from '#bus/local.ts'
import type { Actor } from '#domain/intent.ts'
import { diskBlobs } from '#outside/blobs/disk.ts'
import { openSqlite } from '#store/sqlite.ts'
import type { Store } from '#store/store.ts'
import { id, openTestStore } from '../support/commands.ts'
import { temporaryFolder } from '../support/leftovers.ts'
import { until } from '../support/wait.ts'

const DAY = 24 * 3_600_000
const folder = temporaryFolder('sweep')
let now = 1_700_000_000_000
let store: Store
let app: App
let files: Files
let ids = 0

const stage = async (): Promise<Actor> => {
  store = await openTestStore(openSqlite(':memory:'), () => now)
  const pictures = { look: async () => null }
  const limits = { file: 1000, person: 1000, workspace: 1000 }
  app = await createApp({
    ...{ store, bus: localBus(), monotonic: () => 0, limited: false, newId: (letter: string) => id(letter, ++ids) },
    files: { blobs: diskBlobs(folder), pictures, limits },
  })
  if (app.files === null) throw new Error('There is a place for files, and none that takes them.')
  files = app.files
  app.jobs.begin()
  const entered = await app.accounts.enter('Ada', 'test')
  if ('refused' in entered) throw new Error(entered.refused.message)
  return entered.account
}

afterAll(async () => {
  await app.jobs.end()
  await store.close()
})

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text)
}

const uploaded = async (ada: Actor, name: string): Promise<string> => {
  const channel = app.identity.general
  const begun = await files.begin(ada, { channel, name, clientId: name, size: 5 })
  if ('refused' in begun) throw new Error(begun.refused.message)
  await files.write(ada, begun.ok.id, 0, bytes('hello'))
  return begun.ok.id
}

const onDisk = (): number =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile()).length
    : 0

/** All that is due by now is done. */
const settled = async () => {
  const due = async () => (await app.jobs.counts()).dead
  app.jobs.tick()
  await app.jobs.end()
  app.jobs.begin()
  expect(await due()).toBe(0)
}

test('[FILE] what was never sent goes a week after a page last held it, and what was sent stays', async () => {
  const ada = await stage()
  const [held, forgotten, sent] = [
    await uploaded(ada, 'held'),
    await uploaded(ada, 'forgotten'),
    await uploaded(ada, 'sent'),
  ]
  const channel = app.identity.general
  const posted = await app.run(ada, { do: 'message.post', channel, clientId: 'm', text: '', files: [sent] })
  expect(posted).toHaveProperty('ok')
  now += 5 * DAY
  // What is sent is no upload any more, and what nobody has never was one.
  expect(await app.run(ada, { do: 'file.hold', files: [held, sent, 'F00000000000'] })).toEqual({
    ok: { files: [held] },
  })
  now += 2 * DAY + 1
  await settled()
  await until(
    async () => {
      await settled()
      return onDisk() === 2
    },
    { what: 'the forgotten one to go' },
  )
  expect(await files.upload(ada, forgotten)).toBeNull()
  expect(await files.upload(ada, held)).toMatchObject({ done: true, size: 5 })
  const usage = async () => (await store.look([['usage', ada.user]])).get('usage', ada.user)?.bytes
  expect(await usage()).toBe(10)
  now += 5 * DAY
  await until(
    async () => {
      await settled()
      return onDisk() === 1
    },
    { what: 'the held one to go in its turn' },
  )
  expect(await usage()).toBe(5)
  now += 30 * DAY
  await settled()
  expect(onDisk()).toBe(1)
  expect(await files.content(ada, sent, null)).toMatchObject({ ok: { name: 'sent', size: 5 } })
  expect(readdirSync(join(folder, 'unfinished'))).toEqual([])
})
