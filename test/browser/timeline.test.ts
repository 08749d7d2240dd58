import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Locator, Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { composer, createChannel, goTo, join, log, message, PATIENCE, type Person, say } from './people.ts'
import { type Speaker, speaker } from './speaker.ts'
import { tap } from './wire.ts'

setDefaultTimeout(PATIENCE)

const LONG_NAME = 'Wolfeschlegelsteinhausenbergerdorff the Elder of Wolfenbüttel'.slice(0, 60)
const SAID = 80
let server: Server
let bob: Speaker
let ada: Person
let channel: string

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  bob = await speaker(server, 'Bob')
  channel = await bob.create('links')
  await bob.say(
    channel,
    Array.from({ length: SAID }, (_, at) => `line ${at + 1}`),
  )
  ada = await join(server.url, 'Ada', { viewport: { width: 1000, height: 700 } })
})
afterAll(async () => {
  bob.close()
  await server.stop()
})

const fromEnd = (page: Page) => log(page).evaluate(box => box.scrollHeight - box.scrollTop - box.clientHeight)
const atEnd = (page: Page) => until(async () => (await fromEnd(page)) < 2, { what: 'the end' })
const topOf = async (part: Locator) => Math.round((await part.boundingBox())?.y ?? Number.NaN)
const pathOf = (page: Page) => new URL(page.url()).pathname
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.closest('article')?.querySelector('p')?.textContent ?? null)
const isMarked = async (page: Page, text: string) => (await message(page, text).getAttribute('aria-current')) !== null

/** Opens the link to a message, and waits until it is led to. */
const follow = async (page: Page, seq: number) => {
  await page.goto(`${server.url}/c/${channel}/${seq}`)
  await until(async () => (await focused(page)) === `line ${seq}`, { what: 'the message of the address' })
}

test('"Show more" leaves the first line where it is, also at the end, and "Show less" the button', async () => {
  const { page } = ada
  await goTo(page, 'general')
  await bob.join('#general')
  await bob.say('#general', [Array.from({ length: 200 }, (_, at) => `verse ${at + 1}`).join('\n')])
  const long = log(page).getByRole('article').filter({ hasText: 'verse 200' })
  await long.waitFor()
  await atEnd(page)
  const top = await topOf(long)
  await page.getByRole('button', { name: 'Show more' }).click()
  const less = page.getByRole('button', { name: 'Show less' })
  expect(await less.getAttribute('aria-expanded')).toBe('true')
  expect(await topOf(long)).toBe(top)
  await bob.say('#general', ['below'])
  await page.getByRole('button', { name: '1 new message', exact: true }).waitFor()
  expect(await topOf(long)).toBe(top)
  await less.scrollIntoViewIfNeeded()
  await page.getByRole('button', { name: 'Go to the newest message' }).waitFor({ state: 'hidden' })
  const button = await topOf(less)
  await less.click()
  const more = page.getByRole('button', { name: 'Show more' })
  await more.waitFor()
  expect(await topOf(more)).toBe(button)
  expect(await more.evaluate(one => one === document.activeElement)).toBe(true)
})

test('who follows a link to a message is on it, by key and by ear too', async () => {
  const { page } = ada
  await follow(page, 20)
  expect(await message(page, 'line 20').getAttribute('aria-current')).toBe('location')
  expect(await log(page).locator('[aria-current]').count()).toBe(1)
  await page.keyboard.press('ArrowDown')
  expect(await focused(page)).toBe('line 21')
  for (let line = 21; line > 4; line--) await page.keyboard.press('ArrowUp')
  expect(await focused(page)).toBe('line 4')
  const day = await page.getByRole('heading', { name: 'Today', exact: true }).boundingBox()
  expect(await topOf(message(page, 'line 4'))).toBeGreaterThanOrEqual(Math.floor(Number(day?.y) + Number(day?.height)))
  await page.keyboard.type('x')
  expect(await composer(page, 'links').inputValue()).toBe('x')
})

test('that a linked message is not here is said, and the address stays, since it may only be late', async () => {
  const { page } = ada
  await page.goto(`${server.url}/c/${channel}/9999`)
  await page.getByRole('status').getByText('The linked message was not found.').waitFor({ state: 'attached' })
  expect(pathOf(page)).toBe(`/c/${channel}/9999`)
})

test('whoever is writing when the message is found goes on writing', async () => {
  const { page } = await join(server.url, 'Ada who writes')
  let find = () => {}
  const found = new Promise<void>(resolve => {
    find = resolve
  })
  await page.routeWebSocket(/\/ws(\?|$)/, line => {
    line.connectToServer().onMessage(async frame => {
      if (String(frame).includes(`line ${SAID}`)) await found
      line.send(frame)
    })
  })
  await page.goto(`${server.url}/c/${channel}/${SAID}`)
  await composer(page, 'links').pressSequentially('I am wri')
  find()
  await until(async () => (await log(page).getAttribute('aria-live')) === 'polite', { what: 'all that is drawn' })
  expect(await isMarked(page, `line ${SAID}`)).toBe(true)
  await page.keyboard.type('ting')
  expect(await composer(page, 'links').inputValue()).toBe('I am writing')
  await page.context().close()
})

test.each([
  ['Esc', (page: Page) => composer(page, 'links').press('Escape')],
  ['the button', (page: Page) => page.getByRole('button', { name: 'Go to the newest message' }).click()],
  [
    'scrolling',
    async (page: Page) => {
      await log(page).hover()
      // What is further down may only be drawn when the reader comes near.
      const isDown = () => message(page, `line ${SAID}`).isVisible()
      await until(() => page.mouse.wheel(0, 2000).then(isDown), { what: 'the last line' })
    },
  ],
])('who went to the end by %s finds the end again after a reload', async (_, goDown) => {
  const { page } = ada
  await follow(page, 3)
  await goDown(page)
  await atEnd(page)
  await until(() => pathOf(page) === `/c/${channel}`, { what: "the channel's address" })
  expect(await log(page).locator('[aria-current]').count()).toBe(0)
  await page.reload()
  await message(page, `line ${SAID}`).waitFor()
  await atEnd(page)
})

test('a message at the end stays marked, and in the address, as long as it is seen', async () => {
  const { page } = ada
  await follow(page, SAID - 1)
  expect([await fromEnd(page), pathOf(page)]).toEqual([0, `/c/${channel}/${SAID - 1}`])
  await bob.say(
    channel,
    Array.from({ length: 60 }, (_, at) => `further ${at + 1}`),
  )
  await message(page, 'further 60').waitFor()
  await until(() => pathOf(page) === `/c/${channel}`, { what: "the channel's address" })
})

test('a name that is cut is whole in its title', async () => {
  const { page } = ada
  const long = await speaker(server, LONG_NAME)
  await long.join('#general')
  await long.say('#general', ['by a long name'])
  await goTo(page, 'general')
  await page.setViewportSize({ width: 360, height: 700 })
  const author = message(page, 'by a long name').locator('.message-author')
  expect(await author.evaluate(name => name.scrollWidth > name.clientWidth)).toBe(true)
  expect(await author.getAttribute('title')).toBe(LONG_NAME)
  await page.setViewportSize({ width: 1000, height: 700 })
  long.close()
})

test('who posted and left before it was marked as read finds the line "New" below the own message', async () => {
  const { page } = ada
  const left = await page.context().newPage()
  const wire = await tap(left)
  wire.lost = ['read.mark']
  await left.goto(`${server.url}/c/general`)
  await composer(left, 'general').waitFor()
  await createChannel(left, 'left-soon')
  await composer(left, 'left-soon').waitFor()
  await say(left, 'left-soon', 'mine')
  await log(left).locator('[data-seq]').waitFor()
  const path = pathOf(left)
  await left.close()
  const soon = path.split('/')[2] ?? ''
  await bob.join(soon)
  await bob.say(soon, ['one', 'two', 'three'])
  const again = await page.context().newPage()
  await again.goto(server.url + path)
  await message(again, 'three').waitFor()
  const line = log(again).getByText('New', { exact: true })
  await line.waitFor()
  expect(await line.evaluate(one => one.nextElementSibling?.querySelector('p')?.textContent)).toBe('one')
  await again.close()
})

test('skeletons stand where the lines will, and are seen in both themes', async () => {
  const page = await ada.page.context().newPage()
  const wire = await tap(page)
  await page.goto(`${server.url}/c/general`)
  await message(page, 'by a long name').waitFor()
  for (const width of [360, 1000]) {
    await page.setViewportSize({ width, height: 700 })
    const face = await log(page).locator('article .face').first().boundingBox()
    wire.lost = ['history', 'watch']
    await page.goto(`${server.url}/c/${await bob.create(`empty-${width}`)}`)
    const square = page.locator('.skeleton i').first()
    await square.waitFor()
    expect([width, (await square.boundingBox())?.x]).toEqual([width, face?.x])
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const [shape, ground] = await square.evaluate(one =>
        [one, document.documentElement].map(part =>
          Number(/oklch\(([\d.]+)/.exec(getComputedStyle(part).background)?.[1]),
        ),
      )
      expect(Math.abs(Number(shape) - Number(ground))).toBeGreaterThan(0.06)
    }
    wire.lost = []
    await page.goto(`${server.url}/c/general`)
    await message(page, 'by a long name').waitFor()
  }
  await page.close()
})

test('nobody saw an error, or a violation of the content policy', () => expect(ada.complaints).toEqual([]))
