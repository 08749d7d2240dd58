import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { connect, type Member } from '../access/guest.ts'
import { picture } from '../support/screenshots.ts'
import { type Server, startServer } from '../support/server.ts'
import { upload } from '../support/uploads.ts'
import { until } from '../support/wait.ts'
import { goTo, join, log, message, PATIENCE, type Person } from './people.ts'
import { findings } from './sound.ts'
import { swipeAcross } from './touch.ts'

setDefaultTimeout(2 * PATIENCE)

let server: Server
let grace: Member
let ada: Person
let bob: Person
let posts = 0

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  grace = await connect(server.url, 'Grace')
  ada = await join(server.url, 'Ada')
  bob = await join(server.url, 'Bob', { viewport: { width: 360, height: 780 }, colorScheme: 'dark', hasTouch: true })
})
afterAll(async () => {
  expect([...ada.complaints, ...bob.complaints]).toEqual([])
  await server.stop()
})

/** What Grace posts, with its files. */
const post = async (
  channel: string,
  text: string,
  files: readonly (readonly [string, string | Uint8Array<ArrayBuffer>])[],
) => {
  const ids: string[] = []
  for (const [name, content] of files) ids.push(await upload(server.url, grace, channel, name, content))
  const { ok } = await grace.socket.ask({ do: 'message.post', channel, clientId: `f${++posts}`, text, files: ids })
  return Number(ok?.seq)
}

const room = async (name: string) => String((await grace.socket.ask({ do: 'channel.create', name })).ok?.channel)
const bytes = async (width: number, height: number, seed = 0) => new Uint8Array(await picture(width, height, seed))
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

test('several pictures are a grid, of which the last says how many more there are; the gallery shows all, by keys', async () => {
  const channel = await room('album')
  const names = ['one.png', 'two.png', 'three.png', 'four.png', 'five.png']
  await post(
    channel,
    'Five',
    await Promise.all(names.map(async (name, at) => [name, await bytes(300 + at, 200, at)] as const)),
  )
  const { page } = ada
  await goTo(page, 'album')
  const article = message(page, 'Five')
  await article.getByText('+1', { exact: true }).waitFor()
  expect(await article.getByRole('img').count()).toBe(4)
  await article.getByRole('button', { name: 'one.png', exact: true }).press('Enter')
  const gallery = (name: string) => page.getByRole('dialog', { name, exact: true })
  await gallery('one.png').waitFor()
  await page.keyboard.press('ArrowRight')
  await gallery('two.png').waitFor()
  await gallery('two.png').getByText('2 of 5').waitFor()
  const width = async () => (await gallery('two.png').getByRole('img').boundingBox())?.width ?? 0
  const fitted = await width()
  for (let step = 0; step < 4; step++) await page.keyboard.press('+')
  await until(async () => (await width()) > 2 * fitted, { what: 'a larger picture' })
  expect(Math.round(await width())).toBe(4 * 301)
  await page.keyboard.press('0')
  await until(async () => (await width()) === fitted, { what: 'the picture as large as the window' })
  expect(await findings(page)).toEqual([])
  const saved = page.waitForEvent('download')
  await gallery('two.png').getByRole('link', { name: 'Download', exact: true }).click()
  expect((await saved).suggestedFilename()).toBe('two.png')
  await page.keyboard.press('Escape')
  await until(async () => (await page.locator('dialog[open]').count()) === 0, { what: 'a closed gallery' })
  expect(await page.evaluate(() => document.activeElement?.getAttribute('class'))).toBe('picture-open')
})

test('a link to a message that is nothing but files says how many these are', async () => {
  const channel = await room('quoted')
  const seq = await post(channel, '', [
    ['a.txt', 'a'],
    ['b.txt', 'b'],
  ])
  await post(channel, `See ${server.url}/c/${channel}/${seq}`, [])
  await goTo(ada.page, 'quoted')
  await log(ada.page).locator('blockquote').getByText('2 files', { exact: true }).waitFor()
})

test('on a phone a finger leads through the gallery, and "back" closes it and leads nowhere else', async () => {
  const channel = await room('phone')
  await post(channel, 'On a phone', [
    ['tall.png', await bytes(200, 500)],
    ['wide.png', await bytes(500, 200)],
  ])
  const { page } = bob
  await page.goto(`${server.url}/c/phone`)
  await message(page, 'On a phone').getByRole('button', { name: 'tall.png', exact: true }).click()
  await page.getByRole('dialog', { name: 'tall.png', exact: true }).waitFor()
  expect(await findings(page)).toEqual([])
  await swipeAcross(page, page.getByRole('dialog').getByRole('img'), -150)
  await page.getByRole('dialog', { name: 'wide.png', exact: true }).waitFor()
  await swipeAcross(page, page.getByRole('dialog').getByRole('img'), 150)
  await page.getByRole('dialog', { name: 'tall.png', exact: true }).waitFor()
  await page.goBack()
  await until(async () => (await page.getByRole('dialog').count()) === 0, { what: 'a closed gallery' })
  expect(await message(page, 'On a phone').isVisible()).toBe(true)
})

test('text, code and tables are read without saving them, and nothing in them runs', async () => {
  const channel = await room('reading-matter')
  await post(channel, 'To read', [
    ['prices.csv', 'Name,Price\n"Tea, green",1.20\n'],
    ['main.ts', 'const answer = 42\n'],
    ['read me.md', '# Title\n\nSome **bold** words\n'],
    ['<b>odd & "name".txt', '<script>alert(1)</script>'],
  ])
  const { page } = ada
  await goTo(page, 'reading-matter')
  const article = message(page, 'To read')
  for (const name of ['prices.csv', 'main.ts', 'read me.md', '<b>odd & "name".txt'])
    await article.getByRole('link', { name, exact: true }).waitFor()
  while ((await article.getByRole('button', { name: 'Show', exact: true }).count()) > 0)
    await article.getByRole('button', { name: 'Show', exact: true }).first().click()
  await article.getByRole('cell', { name: 'Tea, green', exact: true }).waitFor()
  await article.locator('pre').filter({ hasText: 'const answer = 42' }).locator('[data-code]').first().waitFor()
  await article.locator('strong', { hasText: 'bold' }).waitFor()
  await article.locator('pre').filter({ hasText: '<script>alert(1)</script>' }).waitFor()
  expect(await findings(page)).toEqual([])
})

test('the files of a channel and of all that one may see lead to their message, by kind and person', async () => {
  const channel = await room('lists')
  await post(channel, 'The report', [['report.pdf', '%PDF-1.4 nothing']])
  await post(channel, 'The plan', [['plan.png', await bytes(80, 60)]])
  const secret = String((await grace.socket.ask({ do: 'channel.create', name: 'secret', private: true })).ok?.channel)
  await post(secret, 'Nobody else', [['secret.txt', 'secret']])
  for (const { page } of [ada, bob]) {
    await page.goto(`${server.url}/c/lists`)
    await button(page, 'Channel details').click()
    await page.getByRole('tab', { name: 'Files', exact: true }).click()
    const list = page.getByRole('list', { name: 'Files', exact: true })
    await list.getByRole('link', { name: 'report.pdf', exact: true }).waitFor()
    expect(await list.getByRole('listitem').count()).toBe(2)
    await page.getByRole('combobox', { name: 'Kind of file' }).selectOption('Pictures')
    await until(async () => (await list.getByRole('listitem').count()) === 1, { what: 'pictures alone' })
    expect(await findings(page)).toEqual([])
    await list.getByRole('button', { name: 'Show in channel', exact: true }).click()
    await until(() => /\/c\/[^/]+\/\d+$/.test(page.url()), { what: 'the address of the message' })
    await message(page, 'The plan').and(page.locator('[aria-current="location"]')).waitFor()
  }
  const { page } = ada
  await button(page, 'Files').click()
  const all = page.getByRole('dialog', { name: 'Files', exact: true })
  await all.getByRole('link', { name: 'report.pdf', exact: true }).waitFor()
  expect(await all.getByText('secret.txt').count()).toBe(0)
  await all.getByRole('combobox', { name: 'Sent by' }).selectOption('Me')
  await all.getByText('No files here yet.').waitFor()
})

/** How far messages, or what is in them, were moved by something else than the reader, since it was asked last. */
const shifts = (page: Page) =>
  page.evaluate(() => {
    const seen = performance as unknown as { shifts?: number; watches?: PerformanceObserver }
    const count = (entries: PerformanceEntryList) => {
      for (const entry of entries) {
        const { value, sources } = entry as PerformanceEntry & { value: number; sources: { node: Node | null }[] }
        // A day as a whole is moved where older messages come above what is read, and scrolled back at once.
        const isInMessage = sources.some(({ node }) => node instanceof Element && node.closest('article') !== null)
        if (isInMessage) seen.shifts = (seen.shifts ?? 0) + value
      }
    }
    if (seen.watches === undefined) {
      seen.watches = new PerformanceObserver(list => count(list.getEntries()))
      seen.watches.observe({ type: 'layout-shift', buffered: false })
    } else count(seen.watches.takeRecords())
    const sum = seen.shifts ?? 0
    seen.shifts = 0
    return sum
  })

test('200 pictures in a channel scroll without anything being moved by one', async () => {
  const channel = await room('many')
  const sizes = [
    [320, 200],
    [200, 320],
    [64, 64],
    [300, 90],
  ] as const
  const all = await Promise.all(sizes.map(([width, height]) => bytes(width, height)))
  for (let at = 0; at < 200; at++)
    await post(channel, `picture ${at}`, [[`${at}.png`, all[at % 4] ?? new Uint8Array()]])
  const { page } = bob
  await page.goto(`${server.url}/c/many`)
  await message(page, 'picture 199').waitFor()
  await until(async () => (await page.locator('.picture img').count()) > 5, { what: 'pictures' })
  await shifts(page)
  const heights = new Map<string, number>()
  let moved = 0
  while (!heights.has('0.png')) {
    for (const [name, height] of await boxes(page)) {
      moved += Math.abs((heights.get(name) ?? height) - height)
      heights.set(name, height)
    }
    await log(page).hover()
    await page.mouse.wheel(0, -600)
    await page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))))
  }
  expect(heights.size).toBe(200)
  expect([moved, await shifts(page)]).toEqual([0, 0])
})

/** The heights of what is drawn, by the name of the picture: before it has come, too. */
const boxes = (page: Page): Promise<[string, number][]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('.picture img')].map(img => [
      img.getAttribute('alt') ?? '',
      img.closest('.picture')?.getBoundingClientRect().height ?? 0,
    ]),
  )
