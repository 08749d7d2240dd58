import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Locator, Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { canLeave, channelLink, composer, goTo, join, leaveChannel, message, PATIENCE } from './people.ts'
import { type Speaker, speaker } from './speaker.ts'

setDefaultTimeout(PATIENCE)

let server: Server
let bob: Speaker
let page: Page
let complaints: string[]

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  bob = await speaker(server, 'Bob')
  const names = Array.from({ length: 300 }, (_, at) => `room-${String(at).padStart(3, '0')}`)
  await Promise.all(names.map(name => bob.create(name)))
  ;({ page, complaints } = await join(server.url, 'Ada', { viewport: { width: 1000, height: 600 } }))
  await channelLink(page, 'room-299').waitFor()
})
afterAll(async () => {
  expect(complaints).toEqual([])
  bob.close()
  await server.stop()
})

const list = () => page.getByRole('navigation', { name: 'Channels', exact: true })
const isSeen = (link: Locator) =>
  link.evaluate(one => {
    const box = one.closest('.lists')?.getBoundingClientRect()
    const { top, bottom } = one.getBoundingClientRect()
    return box !== undefined && top >= box.top && bottom <= box.bottom
  })
const comesIntoView = (name: string) =>
  until(() => isSeen(channelLink(page, name)), { what: `"${name}" to be seen in the list` })
const hasFocus = (what: Locator) =>
  until(() => what.evaluate(one => one === document.activeElement), { what: 'the focus' })
/** What waits for the painting of what was asked for has been done after these. */
const twoFrames = () =>
  page.evaluate(() => new Promise(done => requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(done)))))
const joinButton = () => page.getByRole('button', { name: 'Join #room-150', exact: true })

test('the channel that is shown is seen in the list: after a link, and after walking by key', async () => {
  await page.goto(`${server.url}/c/room-250`)
  await composer(page, 'room-250').waitFor()
  await comesIntoView('room-250')
  await goTo(page, 'general')
  await comesIntoView('general')
  await page.keyboard.press('Alt+ArrowUp')
  await composer(page, 'room-299').waitFor()
  await comesIntoView('room-299')
  await page.keyboard.press('Alt+ArrowDown')
  await composer(page, 'general').waitFor()
  await comesIntoView('general')
})

test('the list stays where it is for who clicks in it', async () => {
  const cutOff = channelLink(page, 'room-100')
  const scrolled = await cutOff.evaluate(one => {
    const box = one.closest('.lists') as HTMLElement
    box.scrollTop += one.getBoundingClientRect().top - box.getBoundingClientRect().top + 10
    return box.scrollTop
  })
  // Lines off the screen are laid out in the frame in which they come onto it.
  await twoFrames()
  const { x, y, height } = (await cutOff.boundingBox()) ?? { x: 0, y: 0, height: 0 }
  await page.mouse.click(x + 20, y + height - 5)
  await composer(page, 'room-100').waitFor()
  await twoFrames()
  expect(await list().evaluate(one => one.closest('.lists')?.scrollTop)).toBe(scrolled)
})

test('on a small screen the list opens where the channel is that is shown', async () => {
  await page.setViewportSize({ width: 360, height: 700 })
  await page.goto(`${server.url}/c/room-200`)
  await composer(page, 'room-200').waitFor()
  await page.getByRole('button', { name: 'Channels', exact: true }).click()
  await list().waitFor()
  await comesIntoView('room-200')
  await channelLink(page, 'room-200').press('Enter')
  await list().waitFor({ state: 'hidden' })
  await hasFocus(composer(page, 'room-200'))
  await page.setViewportSize({ width: 1000, height: 600 })
})

test('Enter on the channel that is shown already leads to its message field', async () => {
  await goTo(page, 'general')
  await channelLink(page, 'general').press('Enter')
  await hasFocus(composer(page, 'general'))
})

test('a channel can be joined without a word, and left, and joined again', async () => {
  await goTo(page, 'room-150')
  await joinButton().press('Enter')
  await page.getByText('Writing joins you.').waitFor({ state: 'detached' })
  await hasFocus(composer(page, 'room-150'))
  await comesIntoView('room-150')
  expect(await canLeave(page)).toBe(true)
  await leaveChannel(page)
  await composer(page, 'general').waitFor()
  expect(await joinButton().count()).toBe(0)
  await goTo(page, 'room-150')
  await joinButton().click()
  await joinButton().waitFor({ state: 'detached' })
})

test('a name is found as it is compared: by an address with a blank or in parts, by capitals, by one that looks the same', async () => {
  const id = await bob.create('straße')
  await bob.create('café-bar')
  const decomposed = encodeURIComponent('cafe\u0301 BAR')
  for (const path of [decomposed, 'Caf%C3%A9%20bar', 'caf%C3%A9-b%D0%B0r']) {
    await page.goto(`${server.url}/c/${path}`)
    await composer(page, 'café-bar').waitFor()
  }
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Channel or person' }).fill('STRASSE')
  await page.getByRole('option', { name: 'straße', exact: true }).waitFor()
  await page.getByRole('combobox', { name: 'Channel or person' }).fill('c\u0430f\u00e9-bar')
  await page.getByRole('option', { name: 'café-bar', exact: true }).waitFor()
  expect(await page.getByRole('option').count()).toBe(1)
  await page.keyboard.press('Escape')
  await page.goto(`${server.url}/c/${id}`)
  await composer(page, 'straße').waitFor()
  await goTo(page, 'room-150')
})

test('the tab says by a dot that something is unread where one is, also where no frame is drawn', async () => {
  const title = (expected: string) => until(async () => (await page.title()) === expected, { what: expected })
  await title('#room-150 – Flack')
  await bob.say('#room-150', ['one'])
  await message(page, 'one').waitFor()
  await title('#room-150 – Flack')
  await bob.say('#room-000', ['for nobody here'])
  await title('#room-150 – Flack')
  await page.evaluate(() => {
    window.requestAnimationFrame = () => 0
  })
  await bob.say('#general', ['two', 'three'])
  await title('• #room-150 – Flack')
  await page.reload()
  await composer(page, 'room-150').waitFor()
  await goTo(page, 'general')
  await page.keyboard.press('Escape')
  await title('#general – Flack')
})
