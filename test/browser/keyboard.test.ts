import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { arrive, composer, log, message, PATIENCE } from './people.ts'
import { type Speaker, speaker } from './speaker.ts'

setDefaultTimeout(PATIENCE)

type Role = 'button' | 'menuitem' | 'combobox' | 'textbox' | 'link' | 'log' | 'separator' | 'radio'

let server: Server
let bob: Speaker
let page: Page
let complaints: string[]

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  bob = await speaker(server, 'Bob')
  ;({ page, complaints } = await arrive(server.url, { viewport: { width: 1000, height: 600 } }))
})
afterAll(async () => {
  bob.close()
  await server.stop()
})

const press = (...keys: string[]) =>
  keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve())
const focused = (role: Role, name: string) =>
  page.getByRole(role, { name, exact: true }).evaluateAll(all => all.includes(document.activeElement as HTMLElement))
const isOn = (role: Role, name: string) =>
  until(() => focused(role, name), { what: `the focus on the ${role} "${name}"` })
/** What the message says that has the focus, or in which the focus is. */
const lineInFocus = () =>
  page.evaluate(() => document.activeElement?.closest('article')?.querySelector('p')?.textContent ?? null)
const tabTo = async (role: Role, name: string, key = 'Tab') => {
  for (let stops = 0; stops < 30; stops++) {
    if (await focused(role, name)) return
    await press(key)
  }
  throw new Error(`The Tab key does not lead to the ${role} "${name}".`)
}

test('the first visit: a taken name, another one, in', async () => {
  await isOn('textbox', 'Display name')
  await page.keyboard.type('bob')
  await press('Enter')
  await page.getByRole('button', { name: /^Use / }).waitFor()
  await press('Tab', 'Enter')
  await tabTo('button', 'Join')
  await press('Enter')
  await composer(page, 'general').waitFor()
  await isOn('textbox', 'Message #general')
})

test('writing: lines, sending, by key and by button', async () => {
  await page.keyboard.type('typed')
  await press('Shift+Enter')
  await page.keyboard.type('in two lines')
  await press('Enter')
  await message(page, 'typed\nin two lines').waitFor()
  await page.keyboard.type('sent by the button')
  await tabTo('button', 'Send')
  await press('Enter')
  await message(page, 'sent by the button').waitFor()
  await isOn('textbox', 'Message #general')
})

test('channels: create one, walk to it, leave it', async () => {
  await tabTo('button', 'Create channel')
  await press('Enter')
  await isOn('textbox', 'Channel name')
  await press('Escape')
  await page.locator('dialog').waitFor({ state: 'detached' })
  await isOn('button', 'Create channel')
  await press('Enter')
  await page.getByRole('dialog').waitFor()
  await isOn('textbox', 'Channel name')
  await page.keyboard.type('By keyboard')
  await press('Enter')
  await isOn('textbox', 'Message #by-keyboard')
  await press('Alt+ArrowDown')
  await composer(page, 'general').waitFor()
  await press('Alt+ArrowUp')
  await composer(page, 'by-keyboard').waitFor()
  await tabTo('link', 'general')
  await press('Enter')
  await composer(page, 'general').waitFor()
  // Alt+Left belongs to the browser's own window, which tests do not have.
  await page.goBack()
  await composer(page, 'by-keyboard').waitFor()
  await tabTo('button', 'Channel menu')
  await press('Enter')
  await isOn('menuitem', 'Copy link')
  await press('ArrowUp')
  await isOn('menuitem', 'Leave channel')
  await press('Escape')
  await isOn('button', 'Channel menu')
  await press('Enter', 'End', 'Enter')
  await composer(page, 'general').waitFor()
})

test('a channel by a few letters: found, gone to, or created', async () => {
  for (const name of ['release-notes', 'notes', 'night']) await bob.create(name)
  const field = page.getByRole('combobox', { name: 'Channel or person' })
  const chosen = page.getByRole('option', { selected: true })
  await press('Control+k')
  await isOn('combobox', 'Channel or person')
  await page.keyboard.type('note')
  await page.getByText('2 channels.').waitFor()
  expect(await page.getByRole('option').allInnerTexts()).toEqual(['notes', 'release-notes'])
  await press('ArrowDown')
  expect(await chosen.innerText()).toStartWith('release-notes')
  expect(await field.getAttribute('aria-activedescendant')).toBe(await chosen.getAttribute('id'))
  await press('ArrowDown', 'ArrowUp', 'Enter')
  await page.getByRole('heading', { name: 'release-notes' }).waitFor()
  await press('Control+k')
  await page.keyboard.type('no such')
  await page.getByText('No channel named “no such”.').waitFor()
  await page.getByRole('option', { name: 'Create #no-such', exact: true }).waitFor()
  await press('Enter')
  expect(await page.getByRole('dialog', { name: 'Create channel' }).getByRole('textbox').inputValue()).toBe('no-such')
  await press('Escape')
  await page.locator('dialog').waitFor({ state: 'detached' })
  await press('Control+k')
  await isOn('combobox', 'Channel or person')
  await page.keyboard.type('gene')
  await press('Enter')
  await isOn('textbox', 'Message #general')
  for (const leave of ['Control+k', 'Escape']) {
    await press('Control+k')
    await isOn('combobox', 'Channel or person')
    await press(leave)
    await isOn('textbox', 'Message #general')
  }
})

test('the sidebar: its edge moves by key', async () => {
  await tabTo('separator', 'Width of the sidebar')
  await press('ArrowRight', 'ArrowRight', 'ArrowLeft')
  const edge = page.getByRole('separator', { name: 'Width of the sidebar' })
  expect(await edge.getAttribute('aria-valuenow')).toBe('280')
  await press('Enter')
  expect(await edge.getAttribute('aria-valuenow')).toBe('260')
})

test('messages: into the log, up and down, to both ends, and into the actions', async () => {
  const channel = await bob.create('walk')
  await bob.say(
    channel,
    Array.from({ length: 40 }, (_, at) => `line ${at + 1}`),
  )
  await page.goto(`${server.url}/c/walk`)
  await message(page, 'line 40').waitFor()
  await isOn('textbox', 'Message #walk')
  await tabTo('log', 'Messages', 'Shift+Tab')
  await press('ArrowUp')
  expect(await lineInFocus()).toBe('line 40')
  await press('ArrowUp', 'ArrowUp')
  expect(await lineInFocus()).toBe('line 38')
  await press('ArrowDown')
  expect(await lineInFocus()).toBe('line 39')
  await press('Home')
  expect(await lineInFocus()).toBe('line 1')
  expect(await message(page, 'line 1').evaluate(one => one.getBoundingClientRect().top > 50)).toBe(true)
  await press('End')
  await until(async () => (await lineInFocus()) === 'line 40', { what: 'the newest message' })
  await tabTo('button', 'More actions')
  await press('Enter')
  await isOn('menuitem', 'Add reaction')
  await press('End')
  await isOn('menuitem', 'Copy link')
  await press('Enter')
  await page
    .getByRole('status')
    .getByText(/copied/)
    .waitFor({ state: 'attached' })
})

test('Esc leaves the innermost thing, and a letter goes to the message field', async () => {
  await tabTo('button', 'More actions')
  await press('Escape')
  expect(await lineInFocus()).toBe('line 40')
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('ARTICLE')
  await press('Escape')
  await isOn('textbox', 'Message #walk')
  await tabTo('log', 'Messages', 'Shift+Tab')
  await press('Home')
  await bob.say('#walk', ['one more'])
  await page.getByRole('button', { name: '1 new message', exact: true }).waitFor()
  await page.keyboard.type('hello')
  await isOn('textbox', 'Message #walk')
  expect(await composer(page, 'walk').inputValue()).toBe('hello')
  await press('Escape')
  await until(() => log(page).evaluate(box => box.scrollHeight - box.scrollTop - box.clientHeight < 2), {
    what: 'the end',
  })
  expect(await composer(page, 'walk').inputValue()).toBe('hello')
})

test('the profile: the theme, and the focus comes back', async () => {
  await tabTo('button', 'Profile')
  await press('Enter')
  await isOn('textbox', 'Display name')
  await tabTo('radio', 'System')
  await press('ArrowRight', 'ArrowRight')
  await isOn('radio', 'Dark')
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark')
  await press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await isOn('button', 'Profile')
  expect(complaints).toEqual([])
})

test('a small screen: the list opens and closes', async () => {
  await page.setViewportSize({ width: 360, height: 700 })
  await page.goto(`${server.url}/c/walk`)
  await composer(page, 'walk').waitFor()
  await tabTo('button', 'Channels')
  await press('Enter')
  const list = page.getByRole('navigation', { name: 'Channels', exact: true })
  await list.waitFor()
  await press('Escape')
  await list.waitFor({ state: 'hidden' })
})
