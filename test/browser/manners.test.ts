import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import {
  arrive,
  channelLink,
  composer,
  createChannel,
  goTo,
  joinAs,
  leaveChannel,
  log,
  message,
  PATIENCE,
  say,
  signOut,
} from './people.ts'
import { type Speaker, speaker } from './speaker.ts'
import { tap, type Wire } from './wire.ts'

setDefaultTimeout(PATIENCE)

const SMALL = { width: 360, height: 700 }
const WIDE = { width: 1000, height: 600 }

let server: Server
let bob: Speaker
let page: Page
let wire: Wire
let complaints: string[]

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  bob = await speaker(server, 'Bob')
  await bob.create('elsewhere')
  ;({ page, complaints } = await arrive('about:blank', { viewport: WIDE }))
  wire = await tap(page)
  await page.goto(server.url)
  await joinAs(page, 'Ada')
})
afterAll(async () => {
  bob.close()
  await server.stop()
})

const list = () => page.getByRole('navigation', { name: 'Channels', exact: true })
const hasFocus = (role: 'button' | 'link' | 'log' | 'textbox', name: string) =>
  until(
    () => page.getByRole(role, { name, exact: true }).evaluateAll(all => all.includes(document.activeElement as never)),
    { what: `the focus on the ${role} "${name}"` },
  )
/** Ends the connection: what was lost on it is sent again on the next one. */
const reconnect = async () => {
  wire.lost = []
  await wire.cut()
  wire.mode = 'through'
}
/** Whatever was asked before is answered before this is. */
const roundTrip = async (channel: string, text: string) => {
  await say(page, channel, text)
  await message(page, text).and(page.locator('[data-seq]')).waitFor()
}

test('a channel that is created after its dialog was left takes nobody along', async () => {
  wire.lost = ['channel.create']
  await createChannel(page, 'late')
  await page.keyboard.press('Escape')
  await page.locator('dialog').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Profile', exact: true }).click()
  await reconnect()
  await channelLink(page, 'late').waitFor({ state: 'attached' })
  await page.getByRole('dialog', { name: 'Profile' }).waitFor()
  await page.keyboard.press('Escape')
  await roundTrip('general', 'still here')
  await composer(page, 'general').waitFor()
})

test('who has gone on before leaving was answered stays where they are', async () => {
  await goTo(page, 'late')
  wire.lost = ['channel.leave']
  await leaveChannel(page)
  await goTo(page, 'elsewhere')
  await reconnect()
  await roundTrip('elsewhere', 'I read on')
  await composer(page, 'elsewhere').waitFor()
  await goTo(page, 'late')
  await page.getByText('Writing joins you.').waitFor()
})

test('keys that walk through the channels do nothing behind a dialog', async () => {
  await goTo(page, 'general')
  await page.getByRole('button', { name: 'Profile', exact: true }).click()
  await page.getByRole('dialog', { name: 'Profile' }).waitFor()
  await page.keyboard.press('Alt+ArrowDown')
  await page.keyboard.press('Escape')
  await page.locator('dialog').waitFor({ state: 'detached' })
  await roundTrip('general', 'not moved')
})

test('an Esc that gives up the composition of a character leaves what is new as it is', async () => {
  await bob.say(
    '#general',
    Array.from({ length: 60 }, (_, at) => `line ${at + 1}`),
  )
  await message(page, 'line 60').waitFor()
  await log(page).evaluate(box => {
    box.scrollTop = 0
  })
  const down = page.getByRole('button', { name: 'Go to the newest message' })
  await down.waitFor()
  await composer(page, 'general').evaluate(field =>
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', isComposing: true, bubbles: true })),
  )
  expect(await down.isVisible()).toBe(true)
  await down.click()
  await down.waitFor({ state: 'detached' })
})

test('a button that goes away when it is used leaves the focus with the messages', async () => {
  await log(page).evaluate(box => {
    box.scrollTop = 0
  })
  await page.getByRole('button', { name: 'Go to the newest message' }).press('Enter')
  await hasFocus('log', 'Messages')
  wire.refused = ['message.post']
  for (const name of ['Retry', 'Discard']) {
    await say(page, 'general', `for ${name}`)
    await page.getByRole('button', { name, exact: true }).last().press('Enter')
    await hasFocus('log', 'Messages')
  }
  wire.refused = []
})

test('End leads to the newest message, from wherever in the history, and the focus with it', async () => {
  const channel = await bob.create('far')
  await bob.say(
    channel,
    Array.from({ length: 700 }, (_, at) => `far ${at + 1}`),
  )
  await page.goto(`${server.url}/c/${channel}/2`)
  await message(page, 'far 2').waitFor()
  await log(page).focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('End')
  await until(() => message(page, 'far 700').evaluate(line => line === document.activeElement), {
    what: 'the focus on the newest message',
  })
})

test('Page Up in a message field that has nothing to scroll reads further up', async () => {
  await goTo(page, 'general')
  await composer(page, 'general').focus()
  await page.keyboard.press('PageUp')
  await page.getByRole('button', { name: 'Go to the newest message' }).waitFor()
  await page.keyboard.press('PageDown')
  await page.getByRole('button', { name: 'Go to the newest message' }).waitFor({ state: 'detached' })
  await hasFocus('textbox', 'Message #general')
})

test('the list that covers a small screen takes the focus, and gives it back', async () => {
  await page.setViewportSize(SMALL)
  const button = page.getByRole('button', { name: 'Channels', exact: true })
  await button.press('Enter')
  await list().waitFor()
  await hasFocus('link', 'general')
  await page.keyboard.press('Escape')
  await list().waitFor({ state: 'hidden' })
  await hasFocus('button', 'Channels')
})

test('a screen that becomes wide under the open list, as a phone that is turned, leaves nothing covered', async () => {
  await page.getByRole('button', { name: 'Channels', exact: true }).click()
  await list().waitFor()
  await page.setViewportSize(WIDE)
  await composer(page, 'general').click()
  await roundTrip('general', 'both are seen')
  await page.setViewportSize(SMALL)
  await list().waitFor({ state: 'hidden' })
  await page.setViewportSize(WIDE)
})

test('a message that was just sent can be acted on like any other', async () => {
  const line = message(page, 'both are seen')
  await line.hover()
  await line.getByRole('button', { name: 'More actions' }).waitFor()
})

test('on a narrow screen a message that is pointed at stays as high as it is', async () => {
  await page.setViewportSize(SMALL)
  const line = message(page, 'both are seen')
  await page.mouse.move(0, 0)
  const before = await line.boundingBox()
  await line.hover()
  await line.getByRole('button', { name: 'More actions' }).waitFor()
  expect((await line.boundingBox())?.height).toBe(before?.height ?? 0)
  await page.setViewportSize(WIDE)
})

test('a place is as wide as its neighbour leaves it: a wide list takes at most half of a narrow screen', async () => {
  await page.getByRole('separator', { name: 'Width of the sidebar' }).press('End')
  await page.setViewportSize({ width: 660, height: 600 })
  const { width = 0 } = (await log(page).boundingBox()) ?? {}
  expect(width).toBeGreaterThan(330)
  const edge = page.getByRole('separator', { name: 'Width of the sidebar' })
  const says = (wide: string) =>
    until(async () => (await edge.getAttribute('aria-valuenow')) === wide, { what: `a width of ${wide}` })
  await says('297')
  expect(await edge.getAttribute('aria-valuemax')).toBe('297')
  await edge.press('ArrowRight')
  await page.setViewportSize(WIDE)
  await says('420')
  await page.setViewportSize({ width: 660, height: 600 })
  await says('297')
  await edge.press('ArrowLeft')
  await says('277')
  expect(await page.getByRole('complementary').evaluate(one => one.getBoundingClientRect().width)).toBe(277)
  await edge.press('Enter')
  await page.setViewportSize(WIDE)
})

test('signing out without a server says so, and finds no fault with the name', async () => {
  await page.getByRole('button', { name: 'Profile', exact: true }).click()
  await page.route('**/auth/signout', route => route.abort())
  await signOut(page)
  await page.getByText('The server cannot be reached. Try again in a moment.', { exact: true }).waitFor()
  const field = page.getByRole('dialog').getByRole('textbox', { name: 'Display name', exact: true })
  expect(await field.getAttribute('aria-invalid')).toBe('false')
  await page.unroute('**/auth/signout')
})

test('the first page after signing out names no channel', async () => {
  await page.keyboard.press('Escape')
  await page.getByRole('alertdialog').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Sign out', exact: true }).press('Enter')
  const question = page.getByRole('alertdialog')
  expect(await question.locator('p').innerText()).toStartWith('You have no password. After this nobody can be ')
  await page.keyboard.press('Enter')
  await question.waitFor({ state: 'detached' })
  await hasFocus('button', 'Sign out')
  await signOut(page)
  await page.getByRole('button', { name: 'Join', exact: true }).waitFor()
  await until(async () => (await page.title()) === 'Flack', { what: 'the title of the first page' })
  expect(complaints).toEqual([])
})
