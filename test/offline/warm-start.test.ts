import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { BrowserContext, Page } from 'playwright-core'
import { composer, join, message, PATIENCE, type Person, say } from '../browser/people.ts'
import { openProfile } from '../support/chromium.ts'
import { temporaryFolder } from '../support/leftovers.ts'
import { patience } from '../support/pace.ts'
import { type Server, startServer } from '../support/server.ts'
import { RETURN_MS } from '../support/wait.ts'
import { hears, kept } from './shell.ts'

setDefaultTimeout(PATIENCE)

let server: Server
let grace: Person
const profile = temporaryFolder('profile')
let context: BrowserContext

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  grace = await join(server.url, 'Grace')
})
afterAll(async () => {
  await context.close()
  await grace.page.context().close()
  await server.stop()
})

const open = async (): Promise<Page> => {
  context = await openProfile(profile, { locale: 'en-GB' })
  const page = context.pages()[0] ?? (await context.newPage())
  page.setDefaultTimeout(patience(10_000))
  return page
}

const said = ['before one', 'before two']
const queued = ['kept one', 'kept two', 'kept three']

test('a browser that was closed opens the last channel without a server', async () => {
  const page = await open()
  await page.goto(server.url)
  await page.getByRole('textbox', { name: 'Display name', exact: true }).fill('Ada')
  await page.getByRole('button', { name: 'Join', exact: true }).click()
  await composer(page, 'general').waitFor()
  for (const text of said) await say(page, 'general', text)
  await hears(grace.page, said)
  await kept(page)
  await context.close()
  await server.stop()
  const again = await open()
  await again.goto(server.url)
  await hears(again, said)
})

test('what is sent there shows at once, and survives closing the browser again', async () => {
  const page = context.pages()[0] as Page
  for (const text of queued) await say(page, 'general', text)
  await message(page, 'kept three').waitFor()
  await context.close()
  const again = await open()
  await again.goto(`${server.url}/c/general`)
  await hears(again, [...said, ...queued])
})

test('and arrives once, in order, when the server is back', async () => {
  await server.restart()
  await hears(grace.page, [...said, ...queued], RETURN_MS)
  await hears(context.pages()[0] as Page, [...said, ...queued], RETURN_MS)
  await (context.pages()[0] as Page).getByText('What you send is kept').waitFor({ state: 'hidden' })
})

test('the worker keeps the page and nothing else, and touches nothing else', async () => {
  const page = context.pages()[0] as Page
  const seen = await page.evaluate(async () => {
    const names = await caches.keys()
    const files = await Promise.all(
      names.map(async name => (await (await caches.open(name)).keys()).map(({ url }) => url)),
    )
    return { names: names.length, files: files.flat().map(url => new URL(url).pathname) }
  })
  expect(seen.names).toBe(1)
  expect(seen.files.filter(path => path !== '/' && !path.startsWith('/assets/'))).toEqual([])
  await server.stop()
  const reached = await page.evaluate(() =>
    Promise.all(
      ['/auth/session', '/healthz', '/worker.js', '/nowhere'].map(path =>
        fetch(path).then(
          () => path,
          () => null,
        ),
      ),
    ),
  )
  expect(reached).toEqual([null, null, null, null])
  await server.restart()
})
