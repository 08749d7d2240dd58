import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Locator, Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { composer, join, log, message, PATIENCE, type Person } from './people.ts'
import { drawn } from './sound.ts'
import { type Speaker, speaker } from './speaker.ts'
import { longPress, swipe, tap } from './touch.ts'

setDefaultTimeout(PATIENCE)

const LONG = 'A long line that fills its place up to the very end. '.repeat(6).trim()

let server: Server
let bob: Speaker
let ada: Person
let phone: Person
let channel: string

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  bob = await speaker(server, 'Bob')
  channel = await bob.create('acts')
  await bob.say(channel, [...Array.from({ length: 40 }, (_, at) => `line ${at + 1}`), LONG, LONG, 'the *last* one'])
  ada = await join(server.url, 'Ada', { viewport: { width: 1440, height: 800 } })
  phone = await join(server.url, 'Pia', { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true })
  for (const { page } of [ada, phone]) {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.goto(`${server.url}/c/acts`)
    await message(page, 'the last one').waitFor()
  }
})
afterAll(async () => {
  bob.close()
  await server.stop()
})

const bar = (page: Page) => page.getByRole('group', { name: 'Message actions' })
const menu = (page: Page) => page.getByRole('menu', { name: 'More actions' })
const sheet = (page: Page) => page.getByRole('dialog', { name: 'Message actions' })
const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText())
const copied = (page: Page, text: string) =>
  until(async () => (await clipboard(page)) === text, { what: `"${text}" on the clipboard` })
const focusIsOn = (part: Locator) =>
  until(() => part.evaluate(one => one === document.activeElement), { what: 'the focus' })
const focusedName = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent)

/** Whether the bar lies over a word of its message. */
const coversText = (group: Locator) =>
  group.evaluate(one => {
    const box = one.getBoundingClientRect()
    const words = document.createTreeWalker(one.closest('article') as Element, NodeFilter.SHOW_TEXT)
    const range = document.createRange()
    while (words.nextNode() !== null) {
      if (one.contains(words.currentNode) || words.currentNode.parentElement?.closest('.unseen, .avatar')) continue
      range.selectNodeContents(words.currentNode)
      for (const rect of range.getClientRects())
        if (rect.right > box.left && rect.left < box.right && rect.bottom > box.top && rect.top < box.bottom)
          return true
    }
    return false
  })

test('the bar floats over the row, covers no word of its message, and takes no room from it', async () => {
  const { page } = ada
  for (const width of [360, 768, 1440]) {
    await page.setViewportSize({ width, height: 800 })
    for (const text of [LONG, 'the last one', 'line 40']) {
      const line = message(page, text).last()
      await page.mouse.move(0, 0)
      const before = await line.boundingBox()
      await line.hover()
      await bar(page).waitFor()
      expect([width, text, await coversText(bar(page))]).toEqual([width, text, false])
      expect(await line.boundingBox()).toEqual(before)
      expect((await bar(page).boundingBox())?.height).toBe(32)
    }
  }
})

test('on a narrow screen the bar covers no word of the lines beside its message either', async () => {
  const { page } = ada
  await page.setViewportSize({ width: 360, height: 800 })
  await bob.create('narrow')
  const wide = (letter: string) => `${letter.repeat(6)} `.repeat(12)
  await bob.say('#narrow', [wide('a'), wide('b'), wide('c'), 'short', wide('d')])
  await page.goto(`${server.url}/c/narrow`)
  const lines = log(page).locator('article[data-seq]')
  await lines.nth(4).waitFor()
  for (const at of [0, 1, 2, 3, 4]) {
    await page.mouse.move(0, 0)
    await lines.nth(at).hover()
    await bar(page).waitFor()
    const covered = await bar(page).evaluate(one => {
      const box = one.getBoundingClientRect()
      const texts = document.createTreeWalker(document.querySelector('.timeline') as Element, NodeFilter.SHOW_TEXT)
      const range = document.createRange()
      const all: DOMRect[] = []
      while (texts.nextNode() !== null) {
        if (texts.currentNode.parentElement?.closest('.message-text') == null) continue
        range.selectNodeContents(texts.currentNode)
        all.push(...range.getClientRects())
      }
      return all.some(
        rect =>
          rect.right > box.left && rect.left < box.right && rect.bottom > box.top + 3 && rect.top + 3 < box.bottom,
      )
    })
    const place = await bar(page).getAttribute('data-place')
    expect([at, place, covered]).toEqual([at, place, false])
    await bar(page).getByRole('button', { name: 'More actions', exact: true }).click()
    await menu(page).waitFor()
    await page.keyboard.press('Escape')
  }
  await page.setViewportSize({ width: 1440, height: 800 })
  await page.goto(`${server.url}/c/acts`)
  await message(page, 'the last one').waitFor()
})

test('"More actions" is a menu by keyboard: arrows, letters, Enter, Esc, and the focus comes back', async () => {
  const { page } = ada
  await log(page).focus()
  await page.keyboard.press('ArrowUp')
  const line = message(page, 'the last one')
  await focusIsOn(line)
  await page.keyboard.press('Shift+F10')
  await menu(page).waitFor()
  expect(await focusedName(page)).toStartWith('Add reaction')
  await page.keyboard.press('c')
  expect(await focusedName(page)).toStartWith('Copy text')
  await page.keyboard.press('End')
  expect(await focusedName(page)).toStartWith('Copy link')
  await page.keyboard.press('ArrowDown')
  expect(await focusedName(page)).toStartWith('Add reaction')
  await page.keyboard.press('Escape')
  await menu(page).waitFor({ state: 'detached' })
  await focusIsOn(line)
  await line.getByRole('button', { name: 'More actions' }).press('Enter')
  await menu(page).getByRole('menuitem', { name: 'Copy text', exact: true }).press('Enter')
  await copied(page, 'the *last* one')
  await page.getByRole('status').getByText('Text copied').waitFor({ state: 'attached' })
  await focusIsOn(line)
  await line.getByRole('button', { name: 'More actions' }).press('Enter')
  await menu(page).getByRole('menuitem', { name: 'Copy as plain text', exact: true }).press('Enter')
  await copied(page, 'the last one')
})

test('the right button opens the same menu where it is; on a link it stays the browser’s', async () => {
  const { page } = ada
  const line = message(page, 'line 40')
  await line.click({ button: 'right', position: { x: 80, y: 10 } })
  await menu(page).getByRole('menuitem', { name: 'Copy link', exact: true }).click()
  await until(async () => (await clipboard(page)).startsWith(`${server.url}/c/${channel}/`), { what: 'a link' })
  const isKept = await line.evaluate(one => {
    const press = new MouseEvent('contextmenu', { bubbles: true, cancelable: true, button: 2 })
    one.querySelector('a')?.dispatchEvent(press)
    return !press.defaultPrevented
  })
  expect(isKept).toBe(true)
  expect(await menu(page).count()).toBe(0)
})

test('single keys act on the message that has the focus, any other letter goes to the message field', async () => {
  const { page } = ada
  await message(page, 'line 40').focus()
  await page.keyboard.press('l')
  await until(async () => (await clipboard(page)).startsWith(`${server.url}/c/${channel}/`), { what: 'a link' })
  await page.keyboard.press('c')
  await copied(page, 'line 40')
  await page.keyboard.type('Chart')
  await focusIsOn(composer(page, 'acts'))
  expect(await composer(page, 'acts').inputValue()).toBe('Chart')
  await composer(page, 'acts').fill('')
})

test('on a phone a tap and a scroll do nothing, a long press opens the sheet', async () => {
  const { page } = phone
  const line = message(page, 'line 40')
  const places = () => page.getByRole('article').evaluateAll(all => all.map(one => one.getBoundingClientRect().height))
  const before = await places()
  await tap(page, line)
  await swipe(page, line, 60)
  await tap(page, message(page, 'the last one'))
  expect(await bar(page).count()).toBe(0)
  expect(await sheet(page).count()).toBe(0)
  expect(await places()).toEqual(before)
  const last = message(page, 'the last one')
  await log(page).evaluate(box => box.scrollTo({ top: box.scrollHeight }))
  await until(() => log(page).evaluate(box => box.scrollHeight - box.scrollTop - box.clientHeight < 2), {
    what: 'the end',
  })
  await drawn(page)
  await longPress(page, last, sheet(page))
  const rows = await sheet(page)
    .getByRole('button')
    .evaluateAll(all => all.map(one => one.getBoundingClientRect().height))
  expect(Math.min(...rows)).toBeGreaterThanOrEqual(44)
  await tap(page, sheet(page).getByRole('button', { name: 'Copy text', exact: true }))
  await copied(page, 'the *last* one')
  expect(await sheet(page).count()).toBe(0)
  await longPress(page, last, sheet(page))
  await page.keyboard.press('Escape')
  await sheet(page).waitFor({ state: 'detached' })
})

test('the list of shortcuts opens by Ctrl+/ and by "?", and says what the actions say', async () => {
  const { page } = ada
  const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await composer(page, 'acts').focus()
  await page.keyboard.press('Control+/')
  await list.getByText('Copy link').waitFor()
  await page.keyboard.press('Control+/')
  await list.waitFor({ state: 'detached' })
  await focusIsOn(composer(page, 'acts'))
  await page.keyboard.type('?')
  expect(await composer(page, 'acts').inputValue()).toBe('?')
  await composer(page, 'acts').fill('')
  await log(page).focus()
  await page.keyboard.press('Shift+?')
  await list.waitFor()
  await page.keyboard.press('Escape')
  await list.waitFor({ state: 'detached' })
})

test('F6 goes through list, header, messages and field, and back', async () => {
  const { page } = ada
  const region = () =>
    page.evaluate(() =>
      ['.sidebar', '.conversation-head', '.timeline', '.composer-place'].findIndex(one =>
        document.querySelector(one)?.contains(document.activeElement),
      ),
    )
  const ways = async (key: string, times: number) => {
    const seen: number[] = []
    for (let at = 0; at < times; at++) {
      await page.keyboard.press(key)
      seen.push(await region())
    }
    return seen
  }
  await composer(page, 'acts').focus()
  expect(await ways('F6', 4)).toEqual([0, 1, 2, 3])
  expect(await ways('Shift+F6', 4)).toEqual([2, 1, 0, 3])
  expect(await ways('Control+F6', 1)).toEqual([0])
})

test('the log is silent about what changes in a line, and what is copied has no hidden words', async () => {
  const { page } = ada
  await bob.say(channel, ['news', 'more of it'])
  const line = message(page, 'more of it')
  await line.waitFor()
  await page.evaluate(() => {
    const heard: string[] = []
    Object.assign(globalThis, { heard })
    const note = (node: Node) => {
      const region = (node instanceof Element ? node : node.parentElement)?.closest('[aria-live]')
      if (region?.getAttribute('aria-live') === 'polite') heard.push(node.textContent ?? '')
    }
    const box = document.querySelector('[role="log"]')
    if (box === null) return
    new MutationObserver(all => {
      for (const { addedNodes, target, type } of all)
        for (const node of type === 'childList' ? addedNodes : [target]) note(node)
    }).observe(box, { childList: true, characterData: true, subtree: true })
  })
  const heard = () => page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard)
  await until(() => line.evaluate(one => one.ariaLive === 'off'), { what: 'silence' })
  await line.hover()
  await bar(page).waitFor()
  await page.mouse.move(0, 0)
  await join(server.url, 'Cy').then(({ page: other }) => other.context().close())
  expect(await heard()).toEqual([])
  await bob.say(channel, ['and more'])
  await message(page, 'and more').waitFor()
  expect((await heard()).map(text => text.replace(/^Bob.*?(?=and)/, ''))).toEqual(['and more'])
  await log(page).focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Control+c')
  const all = await clipboard(page)
  expect(all).toContain('more of it')
  // Who made the channel is said at its beginning, too.
  expect(all.match(/Bob/g)?.length).toBe(await page.locator('.message-author, .beginning-origin bdi').count())
  expect(all).not.toContain('online')
})

test('nobody complained', () => {
  expect([...ada.complaints, ...phone.complaints]).toEqual([])
})
