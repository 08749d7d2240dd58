import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { channelLink, composer, createChannel, goTo, join, log, message, PATIENCE, type Person, say } from './people.ts'
import { type Speaker, speaker } from './speaker.ts'

setDefaultTimeout(PATIENCE)

let server: Server
let bob: Speaker
let ada: Person
let channel: string

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  bob = await speaker(server, 'Bob')
  ada = await join(server.url, 'Ada', { viewport: { width: 1000, height: 700 } })
  await createChannel(ada.page, 'talk')
  await composer(ada.page, 'talk').waitFor()
  channel = new URL(ada.page.url()).pathname.split('/')[2] ?? ''
  await bob.join(channel)
  await bob.say(channel, ['first', 'second'])
  await message(ada.page, 'second').waitFor()
})
afterAll(async () => {
  bob.close()
  await server.stop()
})

const lookAway = (page: Page) =>
  page.evaluate(() => {
    document.hasFocus = () => false
    dispatchEvent(new Event('blur'))
  })
const lookBack = (page: Page) =>
  page.evaluate(() => {
    document.hasFocus = () => true
    dispatchEvent(new Event('focus'))
  })
const line = (page: Page) => log(page).getByText('New', { exact: true })
const bar = (page: Page) => page.getByRole('button', { name: /new messages? since/ })
/** The text below the line "New". */
const firstNew = (page: Page) => line(page).evaluate(one => one.nextElementSibling?.querySelector('p')?.textContent)
const isSeen = (page: Page, text: string) =>
  message(page, text).evaluate(one => {
    const box = one.closest('[role="log"]')?.getBoundingClientRect()
    const { top, bottom } = one.getBoundingClientRect()
    return box !== undefined && top >= box.top && bottom <= box.bottom
  })

test('who comes back to a channel begins at the first unread message, and it is read when its end was seen', async () => {
  const { page } = ada
  await until(async () => (await channelLink(page, 'talk').getAttribute('aria-describedby')) === null, { what: 'read' })
  await goTo(page, 'general')
  await bob.say(
    channel,
    Array.from({ length: 60 }, (_, at) => `unread ${at + 1}`),
  )
  await page.getByText('60 unread').waitFor()
  await goTo(page, 'talk')
  await message(page, 'unread 1').waitFor()
  expect(await firstNew(page)).toBe('unread 1')
  await until(() => isSeen(page, 'unread 1'), { what: 'the first unread message' })
  expect(await isSeen(page, 'second')).toBe(true)
  expect(await page.getByText('60 unread').count()).toBe(1)
  const pill = page.getByRole('button', { name: '60 new messages', exact: true })
  await pill.click()
  await until(() => isSeen(page, 'unread 60'), { what: 'the end' })
  await page.getByText('60 unread').waitFor({ state: 'hidden' })
  expect(await firstNew(page)).toBe('unread 1')
})

test('the line "New" stays where it is for the visit, and goes with an own message', async () => {
  const { page } = ada
  await bob.say(channel, ['later'])
  await message(page, 'later').waitFor()
  expect(await firstNew(page)).toBe('unread 1')
  await say(page, 'talk', 'mine')
  await message(page, 'mine').waitFor()
  await line(page).waitFor({ state: 'detached' })
})

test('what comes while nobody looks is told at the top: how much, since when, and the way up to it', async () => {
  const { page } = ada
  await lookAway(page)
  await bob.say(
    channel,
    Array.from({ length: 40 }, (_, at) => `away ${at + 1}`),
  )
  await message(page, 'away 40').waitFor()
  await lookBack(page)
  await bar(page).waitFor()
  expect(await bar(page).textContent()).toMatch(/^40 new messages since \d\d:\d\d$/)
  await bar(page).click()
  await until(() => isSeen(page, 'away 1'), { what: 'the first of them' })
  expect(await firstNew(page)).toBe('away 1')
  await bar(page).waitFor({ state: 'detached' })
})

test('Esc marks everything as read, and leads to the end', async () => {
  const { page } = ada
  await composer(page, 'talk').focus()
  await page.keyboard.press('Escape')
  await until(() => isSeen(page, 'away 40'), { what: 'the end' })
  await line(page).waitFor({ state: 'detached' })
  await lookAway(page)
  await bob.say(
    channel,
    Array.from({ length: 40 }, (_, at) => `again ${at + 1}`),
  )
  await message(page, 'again 40').waitFor()
  await lookBack(page)
  await bar(page).waitFor()
  await page.keyboard.press('Escape')
  await bar(page).waitFor({ state: 'detached' })
})

test('a message is read out once: its line is added once, and older pages and late lines are added in silence', async () => {
  const { page } = ada
  await log(page).evaluate(box => {
    const added: string[] = []
    Object.assign(globalThis, { added })
    new MutationObserver(changes => {
      for (const { addedNodes } of changes)
        for (const node of addedNodes)
          if (node instanceof Element && node.matches('article'))
            added.push(`${box.ariaLive} ${node.querySelector('p')?.textContent}`)
    }).observe(box, { childList: true, subtree: true })
  })
  await say(page, 'talk', 'said once')
  await bob.say(channel, ['heard once'])
  await message(page, 'heard once').waitFor()
  await until(
    async () => (await page.getByRole('article').filter({ hasText: 'said once' }).getAttribute('data-seq')) !== null,
    {
      what: 'the acknowledgement',
    },
  )
  const added = await page.evaluate(() => (globalThis as unknown as { added: string[] }).added)
  expect(added.filter(text => text.includes('once'))).toEqual(['polite said once', 'polite heard once'])
})

test('beside the messages there is one place that is read out by itself', async () => {
  const regions = await ada.page
    .locator('[role="status"], [role="alert"], [role="log"], [aria-live]:not([aria-live="off"])')
    .evaluateAll(all => all.map(one => one.getAttribute('role')))
  expect(regions).toEqual(['log', 'status'])
})

test('the link of a message is copied, and leads to it', async () => {
  const { page } = ada
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await bob.say(channel, ['linked', 'short'])
  await message(page, 'linked').hover()
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Copy link', exact: true }).click()
  await page.getByRole('status').getByText('Link copied').waitFor({ state: 'attached' })
  const link = await page.evaluate(() => navigator.clipboard.readText())
  expect(link).toMatch(new RegExp(`^${server.url}/c/${channel}/\\d+$`))
  await page.goto(link)
  await until(async () => (await message(page, 'linked').getAttribute('data-marked')) === 'true', {
    what: 'the message',
  })
})

test('a day begins at midnight without a reload', async () => {
  const { page } = await join(server.url, 'Ada at night')
  await page.clock.install()
  await page.goto(`${server.url}/c/${channel}`)
  await message(page, 'short').waitFor()
  await page.getByRole('heading', { name: 'Today', exact: true }).waitFor()
  await page.clock.fastForward('24:00:00')
  await page.getByRole('heading', { name: 'Yesterday', exact: true }).waitFor()
  await page.context().close()
})

test('nobody saw an error, or a violation of the content policy', () => expect(ada.complaints).toEqual([]))
