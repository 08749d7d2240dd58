import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { arrive, composer, join, joinAs, message, PATIENCE, say } from './people.ts'
import { speaker } from './speaker.ts'
import { tap } from './wire.ts'

setDefaultTimeout(PATIENCE)

let server: Server

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
})
afterAll(async () => {
  await server.stop()
})

const ground = (page: Page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
const sidebarWidth = (page: Page) =>
  page.getByRole('complementary', { name: 'Workspace' }).evaluate(one => one.getBoundingClientRect().width)

test("the theme is the system's until another is chosen, which is there before the first paint from then on", async () => {
  const { page, complaints } = await join(server.url, 'Ada', { colorScheme: 'light', serviceWorkers: 'block' })
  const light = await ground(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await ground(page)
  expect(dark).not.toBe(light)
  await page.emulateMedia({ colorScheme: 'light' })
  await page.getByRole('button', { name: 'Profile', exact: true }).click()
  expect(await page.getByRole('radio', { name: 'System' }).isChecked()).toBe(true)
  await page.getByRole('radio', { name: 'System' }).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  expect(await page.getByRole('radio', { name: 'Dark' }).isChecked()).toBe(true)
  expect(await ground(page)).toBe(dark)
  // Without the modules, only what comes before the first paint has happened.
  await page.context().route('**/index-*.js', route => route.abort())
  await page.reload({ waitUntil: 'commit' })
  await until(async () => (await ground(page)) === dark, { what: 'the dark' })
  expect(await page.locator('#page').evaluate(one => one.childElementCount)).toBe(0)
  await page.context().unroute('**/index-*.js')
  await page.reload()
  await page.getByRole('button', { name: 'Profile', exact: true }).click()
  await page.getByRole('radio', { name: 'Light' }).check({ force: true })
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await ground(page)).toBe(light)
  expect(complaints).toEqual([])
  await page.context().close()
})

test('the sidebar is as wide as it was made, by key and by pointer, and stays so', async () => {
  const { page } = await join(server.url, 'Bea', { viewport: { width: 1000, height: 700 } })
  expect(await sidebarWidth(page)).toBe(260)
  const edge = page.getByRole('separator', { name: 'Width of the sidebar' })
  await edge.focus()
  await page.keyboard.press('ArrowRight')
  expect(await sidebarWidth(page)).toBe(280)
  expect(await edge.getAttribute('aria-valuenow')).toBe('280')
  await page.keyboard.press('End')
  expect(await sidebarWidth(page)).toBe(420)
  await page.keyboard.press('ArrowRight')
  expect(await sidebarWidth(page)).toBe(420)
  await page.mouse.move(420, 300)
  await page.mouse.down()
  await page.mouse.move(331, 320, { steps: 3 })
  await page.mouse.up()
  expect(await sidebarWidth(page)).toBe(331)
  await page.reload()
  await composer(page, 'general').waitFor()
  expect(await sidebarWidth(page)).toBe(331)
  await edge.dblclick()
  expect(await sidebarWidth(page)).toBe(260)
  await page.context().close()
})

test('who is there has a dot, and a word for it; who leaves loses both', async () => {
  const carol = await speaker(server, 'Carol')
  const channel = await carol.create('presence')
  await carol.say(channel, ['I am here'])
  const { page } = await join(server.url, 'Dora')
  await page.goto(`${server.url}/c/presence`)
  await message(page, 'I am here').waitFor()
  await message(page, 'I am here').getByText('online', { exact: true }).waitFor({ state: 'attached' })
  await page.getByRole('complementary').getByText('online', { exact: true }).waitFor({ state: 'attached' })
  carol.close()
  await message(page, 'I am here').getByText('online', { exact: true }).waitFor({ state: 'detached' })
  await page.context().close()
})

test('a page that is older than the server says so while something is being written, and loses nothing of it', async () => {
  const { page } = await arrive('about:blank')
  const wire = await tap(page)
  await page.goto(server.url)
  await joinAs(page, 'Eve')
  await composer(page, 'general').fill('half a thought')
  wire.build = 'another'
  await wire.cut()
  wire.mode = 'through'
  await page.getByText('There is a new version of Flack.').waitFor()
  wire.build = null
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Reload' }).click()])
  await composer(page, 'general').waitFor()
  expect(await composer(page, 'general').inputValue()).toBe('half a thought')
  await say(page, 'general', 'a whole thought')
  await message(page, 'a whole thought').waitFor()
  expect(await page.getByText('There is a new version of Flack.').count()).toBe(0)
  await page.context().close()
})
