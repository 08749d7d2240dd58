import { afterEach, beforeEach, expect, setDefaultTimeout, test } from 'bun:test'
import { composer, join, message, PATIENCE, type Person, say } from '../browser/people.ts'
import { patience } from '../support/pace.ts'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { otherBuild } from './builds.ts'
import { buildOf, hears, kept } from './shell.ts'

setDefaultTimeout(PATIENCE)

const NEXT = 'the-next-one'
let server: Server
let ada: Person
let loads = 0

beforeEach(async () => {
  server = await startServer()
  ada = await join(server.url, 'Ada')
  await say(ada.page, 'general', 'before')
  await message(ada.page, 'before').waitFor()
  await kept(ada.page)
  // From here on the worker has the page in its hands.
  await ada.page.reload()
  await message(ada.page, 'before').waitFor()
  loads = 0
  ada.page.on('load', () => {
    loads++
  })
})
afterEach(async () => {
  expect(ada.complaints).toEqual([])
  await ada.page.context().close()
  await server.stop()
})

/** The same workspace at the same address, with another page. */
const upgrade = async (build = NEXT) => {
  const { port, dataDir } = server
  await server.stop()
  server = await startServer({ entry: otherBuild(build), dataDir, args: ['--port', String(port)] })
}

const isBuild = (build: string) =>
  until(async () => (await buildOf(ada.page).catch(() => null)) === build, { timeout: 20_000, what: `build ${build}` })

test('a page that nobody needs just now becomes the new one by itself, once', async () => {
  await upgrade()
  await isBuild(NEXT)
  await message(ada.page, 'before').waitFor()
  // Longer than it looks again whether it is of the right build.
  await Bun.sleep(2_500)
  expect(loads).toBe(1)
  await ada.page.reload()
  expect(await buildOf(ada.page)).toBe(NEXT)
})

test('while something is being typed it stays, and offers it; nothing typed is lost', async () => {
  const { page } = ada
  await composer(page, 'general').fill('half a thought')
  await upgrade()
  const reload = page.getByRole('button', { name: 'Reload', exact: true })
  await reload.waitFor({ timeout: patience(20_000) })
  await until(() => page.evaluate(async () => (await caches.keys()).length === 2), { what: 'the new page' })
  expect(loads).toBe(0)
  await reload.click()
  await isBuild(NEXT)
  await composer(page, 'general').waitFor()
  expect(await composer(page, 'general').inputValue()).toBe('half a thought')
})

test('what is queued goes out before the page changes', async () => {
  const { page } = ada
  await server.stop()
  const queued = Array.from({ length: 20 }, (_, index) => `queued ${index}`)
  for (const text of queued) await say(page, 'general', text)
  await message(page, 'queued 19').waitFor()
  await upgrade()
  await isBuild(NEXT)
  await hears(page, ['before', ...queued])
  expect(loads).toBe(1)
})

test('a worker that cannot fetch the new page makes way for the network', async () => {
  const { page } = ada
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Storage.overrideQuotaForOrigin', { origin: server.url, quotaSize: 1 })
  await upgrade()
  await isBuild(NEXT)
  await Bun.sleep(2_500)
  expect(loads).toBe(1)
  await cdp.send('Storage.overrideQuotaForOrigin', { origin: server.url })
})
