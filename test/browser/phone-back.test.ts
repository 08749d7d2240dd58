import { afterAll, beforeAll, beforeEach, expect, setDefaultTimeout, test } from 'bun:test'
import type { Locator, Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { channelLink, composer, createChannel, join, message, PATIENCE } from './people.ts'
import { longPress } from './touch.ts'

setDefaultTimeout(PATIENCE)

let server: Server
let page: Page
let complaints: string[]

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  const viewport = { width: 360, height: 700 }
  ;({ page, complaints } = await join(server.url, 'Ada', { viewport, hasTouch: true, isMobile: true }))
  await composer(page, 'general').fill('hello')
  await page.getByRole('button', { name: 'Send', exact: true }).tap()
  await message(page, 'hello').locator('time').waitFor()
})
afterAll(async () => {
  expect(complaints).toEqual([])
  await server.stop()
})
// Each begins in a conversation with the list below it, and nothing on top.
beforeEach(() => composer(page, 'general').waitFor())

const dialog = (name: string) => page.getByRole('dialog', { name, exact: true })
const sheet = () => dialog('Message actions')
const list = () => page.getByRole('navigation', { name: 'Channels', exact: true })
const openSheet = () => longPress(page, message(page, 'hello').locator('p'), sheet())
const tapRow = (name: string) => sheet().getByRole('button', { name, exact: true }).tap()
const gone = (part: Locator) => part.waitFor({ state: 'hidden' })

/** Presses "back" as somebody does who sees that nothing lies on top: it leads to the list, and a channel from there to here. */
const backLeadsToTheList = async () => {
  await page.goBack()
  await list().waitFor()
  await channelLink(page, 'general').tap()
  await gone(list())
}

test('"back" closes the sheet of a message, and leads to the list only then', async () => {
  await openSheet()
  await page.goBack()
  await gone(sheet())
  expect(await list().isVisible()).toBe(false)
  await backLeadsToTheList()
})

test.each([
  ['Add reaction', 'Emoji'],
  ['Delete message', 'Delete message'],
])('%j out of the sheet opens its dialog, which "back" closes', async (row, name) => {
  await openSheet()
  await tapRow(row)
  await dialog(name).waitFor()
  await gone(sheet())
  // What came late would close it now.
  await page.evaluate(() => new Promise(done => setTimeout(done, 300)))
  expect(await dialog(name).isVisible()).toBe(true)
  await page.goBack()
  await gone(dialog(name))
  expect(await list().isVisible()).toBe(false)
  await backLeadsToTheList()
})

test('what was closed in another way leaves no step behind', async () => {
  const steps = await page.evaluate(() => history.length)
  for (let time = 0; time < 3; time++) {
    await openSheet()
    await tapRow('Delete message')
    await dialog('Delete message').getByRole('button', { name: 'Close', exact: true }).tap()
    await gone(dialog('Delete message'))
  }
  expect(await page.evaluate(() => history.length)).toBeLessThanOrEqual(steps + 1)
  await backLeadsToTheList()
})

test('"back" closes the menu of a channel', async () => {
  await page.getByRole('button', { name: 'Channel menu', exact: true }).tap()
  const menu = page.getByRole('menu', { name: 'Channel menu', exact: true })
  await menu.waitFor()
  await page.goBack()
  await gone(menu)
  await backLeadsToTheList()
})

test('"back" closes the emoji of the field', async () => {
  await page.getByRole('button', { name: 'Emoji', exact: true }).tap()
  await dialog('Emoji').waitFor()
  await page.goBack()
  await gone(dialog('Emoji'))
  await backLeadsToTheList()
})

test('over the list "back" closes a dialog, and leaves the list', async () => {
  await page.goBack()
  await list().waitFor()
  await page.getByRole('button', { name: 'Create channel', exact: true }).tap()
  await dialog('Create channel').waitFor()
  await page.goBack()
  await gone(dialog('Create channel'))
  expect(await list().isVisible()).toBe(true)
  await channelLink(page, 'general').tap()
  await composer(page, 'general').waitFor()
  await backLeadsToTheList()
})

test('an address that a dialog leads to takes the place of its step', async () => {
  await page.goBack()
  await list().waitFor()
  await createChannel(page, 'design')
  await composer(page, 'design').waitFor()
  await page.goBack()
  await list().waitFor()
  await page.getByRole('button', { name: 'Profile', exact: true }).tap()
  await dialog('Profile').getByRole('button', { name: 'Preferences', exact: true }).tap()
  await page.getByRole('heading', { name: 'Preferences' }).waitFor()
  await page.goBack()
  await list().waitFor()
  await channelLink(page, 'general').tap()
})

test('what a reload took away needs no "back" of its own', async () => {
  await openSheet()
  await page.reload()
  await composer(page, 'general').waitFor()
  await gone(sheet())
  await openSheet()
  await page.goBack()
  await gone(sheet())
  await backLeadsToTheList()
})
