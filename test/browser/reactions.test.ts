import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Locator, Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { composer, createChannel, goTo, join, log, message, PATIENCE, type Person, say } from './people.ts'
import { longPress, tap as touch } from './touch.ts'
import { tap } from './wire.ts'

setDefaultTimeout(PATIENCE)

let server: Server
let ada: Person
/** On a phone, and in the same channel. */
let bea: Person

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  ada = await join(server.url, 'Ada', { viewport: { width: 1440, height: 800 } })
  bea = await join(server.url, 'Bea', { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true })
  await createChannel(ada.page, 'chips')
  await composer(ada.page, 'chips').waitFor()
  await bea.page.goto(`${server.url}/c/chips`)
  await bea.page.getByRole('button', { name: /^Join/ }).click()
  await composer(bea.page, 'chips').waitFor()
})
afterAll(() => server.stop())

const chip = (page: Page, text: string, name: string) => message(page, text).getByRole('button', { name, exact: true })
const picker = (page: Page) => page.getByRole('dialog', { name: 'Emoji', exact: true })
const hasFocus = (part: Locator) =>
  until(() => part.evaluate(one => one === document.activeElement), { what: 'the focus' })
const sent = (page: Page, text: string) => message(page, text).and(page.locator('[data-seq]'))
const saySent = async (page: Page, text: string) => {
  await say(page, 'chips', text)
  await sent(page, text).waitFor()
}
const pick = async (page: Page, words: string, label: string) => {
  await picker(page).getByRole('searchbox', { name: 'Search emoji' }).fill(words)
  await picker(page).getByRole('button', { name: label, exact: true }).click()
}

test('a press beside the message adds what one uses most; the chip toggles it, and says who', async () => {
  const { page } = ada
  await saySent(page, 'we ship today')
  await message(page, 'we ship today').hover()
  await message(page, 'we ship today').getByRole('button', { name: 'React with thumbs up' }).click()
  expect(await chip(page, 'we ship today', 'thumbs up, 1').getAttribute('aria-pressed')).toBe('true')
  const theirs = chip(bea.page, 'we ship today', 'thumbs up, 1')
  await theirs.waitFor()
  expect(await theirs.getAttribute('aria-pressed')).toBe('false')
  expect(await theirs.getAttribute('title')).toBe('Ada')
  await touch(bea.page, theirs)
  await chip(bea.page, 'we ship today', 'thumbs up, 2').waitFor()
  const both = chip(page, 'we ship today', 'thumbs up, 2')
  await both.waitFor()
  expect(await both.getAttribute('title')).toBe('Bea and you')
  await both.click()
  await chip(bea.page, 'we ship today', 'thumbs up, 1').waitFor()
  expect(await chip(page, 'we ship today', 'thumbs up, 1').getAttribute('aria-pressed')).toBe('false')
})

test('R opens the picker on a message, Ctrl+Shift+\\ on the newest, and the focus comes back', async () => {
  const { page } = ada
  await saySent(page, 'by keyboard')
  await message(page, 'by keyboard').focus()
  await page.keyboard.press('r')
  await pick(page, 'tada', 'tada')
  await chip(page, 'by keyboard', 'party popper, 1').waitFor()
  await hasFocus(message(page, 'by keyboard'))
  await composer(page, 'chips').focus()
  await page.keyboard.press('Control+Shift+Backslash')
  await pick(page, 'rocket', 'rocket')
  await chip(bea.page, 'by keyboard', 'rocket, 1').waitFor()
  // The last one goes with its chip, and the focus stays with the message.
  await chip(page, 'by keyboard', 'rocket, 1').press('Enter')
  await chip(page, 'by keyboard', 'rocket, 1').waitFor({ state: 'detached' })
  await hasFocus(message(page, 'by keyboard'))
  await page.reload()
  await chip(page, 'by keyboard', 'party popper, 1').waitFor()
  expect(await chip(page, 'by keyboard', 'party popper, 1').getAttribute('aria-pressed')).toBe('true')
})

test('on a phone a long press opens the sheet with its emoji, and on a chip who it is from', async () => {
  const { page } = bea
  const sheet = page.getByRole('dialog', { name: 'Message actions', exact: true })
  await longPress(page, message(page, 'by keyboard').locator('p'), sheet)
  await touch(page, sheet.getByRole('button', { name: 'React with eyes' }))
  await chip(ada.page, 'by keyboard', 'eyes, 1').waitFor()
  const who = page.getByRole('dialog', { name: 'Reactions', exact: true })
  await longPress(page, chip(page, 'by keyboard', 'party popper, 1'), who)
  expect(await who.getByRole('listitem').allInnerTexts()).toEqual(['🎉\nAda', '👀\nBea'])
  await page.keyboard.press('Escape')
  await who.waitFor({ state: 'detached' })
})

test('many kinds stand in two lines, and one press shows the others', async () => {
  const { page } = ada
  await saySent(page, 'popular')
  await message(page, 'popular').focus()
  const names = [
    'dog',
    'cat',
    'mouse',
    'hamster',
    'fox_face',
    'bear',
    'panda_face',
    'koala',
    'lion_face',
    'cow',
    'pig',
    'frog',
  ]
  for (const name of names) {
    await page.keyboard.press('r')
    await pick(page, name.split('_')[0] ?? name, name)
    await message(page, 'popular').locator(`.chip[data-name="${name}"]`).waitFor({ state: 'attached' })
    await hasFocus(message(page, 'popular'))
  }
  const theirs = message(bea.page, 'popular')
  const more = theirs.getByRole('button', { name: /^\d+ more$/ })
  await more.waitFor()
  const lines = () =>
    theirs.locator('.chip[data-name]').evaluateAll(all => new Set(all.map(one => one.getBoundingClientRect().top)).size)
  expect(await lines()).toBe(2)
  const hidden = Number.parseInt((await more.getAttribute('aria-label')) ?? '', 10)
  expect((await theirs.locator('.chip[data-name]').count()) + hidden).toBe(12)
  await more.click()
  expect(await theirs.locator('.chip[data-name]').count()).toBe(12)
})

test('what the server refuses goes again, and why is said', async () => {
  const { page } = await join(server.url, 'Cy')
  const wire = await tap(page)
  await page.reload()
  await goTo(page, 'general')
  await say(page, 'general', 'not here')
  await sent(page, 'not here').hover()
  wire.refused = ['reaction.add']
  await message(page, 'not here').getByRole('button', { name: 'React with thumbs up' }).click()
  await page.getByRole('status').getByText('The server did not want it.').waitFor({ state: 'attached' })
  await chip(page, 'not here', 'thumbs up, 1').waitFor({ state: 'detached' })
  wire.refused = []
  // There and back again without a connection is nothing; once more is one reaction.
  await wire.cut()
  for (let times = 0; times < 3; times++)
    await message(page, 'not here').getByRole('button', { name: 'React with thumbs up' }).click()
  await chip(page, 'not here', 'thumbs up, 1').waitFor()
  wire.mode = 'through'
  await goTo(ada.page, 'general')
  await chip(ada.page, 'not here', 'thumbs up, 1').waitFor()
  await goTo(ada.page, 'chips')
})

test('a reaction to what was deleted meanwhile comes to nothing', async () => {
  await saySent(ada.page, 'short')
  const wire = await tap(bea.page)
  await bea.page.reload()
  await sent(bea.page, 'short').waitFor()
  await wire.cut()
  await message(bea.page, 'short').hover()
  await message(bea.page, 'short').getByRole('button', { name: 'React with thumbs up' }).click()
  await chip(bea.page, 'short', 'thumbs up, 1').waitFor()
  await message(ada.page, 'short').focus()
  await ada.page.keyboard.press('Delete')
  await ada.page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
  await message(ada.page, 'short').waitFor({ state: 'detached' })
  wire.mode = 'through'
  await message(bea.page, 'short').waitFor({ state: 'detached' })
})

test('a reaction further up moves nothing of what is read', async () => {
  const { page } = ada
  for (let at = 1; at <= 30; at++) await say(page, 'chips', `verse ${at}`)
  await sent(page, 'verse 30').waitFor()
  await message(bea.page, 'verse 30').waitFor()
  await log(page).hover()
  await page.mouse.wheel(0, -150)
  const top = async () => Math.round((await message(page, 'verse 20').boundingBox())?.y ?? Number.NaN)
  const places: number[] = []
  await until(async () => places.push(await top()) > 1 && places.at(-1) === places.at(-2), { what: 'rest' })
  const before = await top()
  await message(bea.page, 'verse 2').hover()
  await message(bea.page, 'verse 2').getByRole('button', { name: 'React with thumbs up' }).click()
  await chip(page, 'verse 2', 'thumbs up, 1').waitFor({ state: 'attached' })
  expect(await top()).toBe(before)
})

test('nobody complained', () => {
  expect([...ada.complaints, ...bea.complaints]).toEqual([])
})
