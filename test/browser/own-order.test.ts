import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { channelLink, composer, createChannel, goTo, join, PATIENCE } from './people.ts'
import { type Speaker, speaker } from './speaker.ts'

setDefaultTimeout(PATIENCE)

let server: Server
let bob: Speaker
let page: Page
let complaints: string[]

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  bob = await speaker(server, 'Bob')
  ;({ page, complaints } = await join(server.url, 'Ada', { viewport: { width: 1000, height: 700 } }))
  for (const name of ['alpha', 'beta', 'gamma']) {
    await createChannel(page, name)
    await composer(page, name).waitFor()
    await bob.join(`#${name}`)
  }
  await goTo(page, 'general')
})
afterAll(async () => {
  expect(complaints).toEqual([])
  bob.close()
  await server.stop()
})

const button = (on: Page, name: string) => on.getByRole('button', { name, exact: true })
const entry = (on: Page, name: string) => on.getByRole('menuitem', { name, exact: true })
const section = (on: Page, name: string) => on.getByRole('region', { name, exact: true })
const linesOf = (on: Page, name: string) => section(on, name).getByRole('link').allInnerTexts()

/** Chooses something in the menu of a channel, by key. */
const choose = async (on: Page, channel: string, name: string, role: 'menuitem' | 'menuitemcheckbox' = 'menuitem') => {
  await goTo(on, channel)
  await button(on, 'Channel menu').press('Enter')
  await on.getByRole(role, { name, exact: true }).press('Enter')
}

const shows = (on: Page, name: string, ...names: string[]) =>
  until(async () => (await linesOf(on, name)).join() === names.join(), { what: `${name}: ${names.join(', ')}` })

test('a favourite stands above all others, on the next device too, and goes back', async () => {
  await choose(page, 'beta', 'Add to favourites')
  await shows(page, 'Favourites', 'beta')
  const other = await page.context().newPage()
  await other.goto(`${server.url}/c/general`)
  await shows(other, 'Favourites', 'beta')
  await choose(other, 'beta', 'Remove from favourites')
  await section(page, 'Favourites').waitFor({ state: 'detached' })
  await other.close()
})

test('a section of one’s own is made, filled, named, moved and removed by key alone', async () => {
  await choose(page, 'alpha', 'Move to a section')
  const dialog = page.getByRole('dialog', { name: 'Move #alpha', exact: true })
  await dialog.getByRole('textbox', { name: 'Section name', exact: true }).fill('Teams')
  await page.keyboard.press('Enter')
  await shows(page, 'Teams', 'alpha')
  await choose(page, 'gamma', 'Move to a section')
  await page.getByRole('dialog').getByRole('button', { name: 'Teams', exact: true }).press('Enter')
  await until(async () => (await linesOf(page, 'Teams')).length === 2, { what: 'both in one section' })

  await button(page, 'Options of Teams').press('Enter')
  await entry(page, 'New section').press('Enter')
  await page.getByRole('textbox', { name: 'Section name', exact: true }).fill('Reading')
  await page.keyboard.press('Enter')
  await section(page, 'Reading').waitFor()
  await button(page, 'Options of Reading').press('Enter')
  await entry(page, 'Move up').press('Enter')
  const headings = () => page.locator('.own-section h3').allInnerTexts()
  await until(async () => (await headings()).join() === 'Reading,Teams', { what: 'the other order' })

  await button(page, 'Options of Teams').press('Enter')
  await entry(page, 'Rename section').press('Enter')
  await page.getByRole('textbox', { name: 'Section name', exact: true }).fill('Crew')
  await page.keyboard.press('Enter')
  await until(async () => (await linesOf(page, 'Crew')).length === 2, { what: 'the new name' })
  await button(page, 'Options of Reading').press('Enter')
  await entry(page, 'Remove section').press('Enter')
  await section(page, 'Reading').waitFor({ state: 'detached' })
})

test('a folded section shows what has news, and stays folded after a reload', async () => {
  await goTo(page, 'general')
  await button(page, 'Crew').click()
  await until(async () => (await linesOf(page, 'Crew')).length === 0, { what: 'the fold' })
  await bob.say('#gamma', ['news'])
  await shows(page, 'Crew', 'gamma')
  await page.reload()
  await shows(page, 'Crew', 'gamma')
  expect(await button(page, 'Crew').getAttribute('aria-expanded')).toBe('false')
  await button(page, 'Crew').click()
  await until(async () => (await linesOf(page, 'Crew')).length === 2, { what: 'both' })
})

test('a list is sorted by name, and shows only what is unread, where that was chosen', async () => {
  await button(page, 'Options of Crew').press('Enter')
  await entry(page, 'Sort by name').press('Enter')
  await bob.say('#gamma', ['more news'])
  await page.mouse.move(900, 10)
  await composer(page, 'general').focus()
  await shows(page, 'Crew', 'alpha', 'gamma')
  await button(page, 'Options of Channels').press('Enter')
  await entry(page, 'Show only unread').press('Enter')
  await channelLink(page, 'beta').waitFor({ state: 'detached' })
  await button(page, '1 more').click()
  await channelLink(page, 'beta').waitFor()
})

test('what is muted is silent: neither bold nor counted, by name either', async () => {
  await choose(page, 'beta', 'Mute channel', 'menuitemcheckbox')
  await goTo(page, 'general')
  await bob.say('#beta', ['nobody hears this'])
  await bob.say('#alpha', ['but this'])
  const line = (name: string) => channelLink(page, name).locator('..')
  await until(async () => (await line('alpha').getAttribute('data-unread')) === 'true', { what: 'news' })
  expect(await line('beta').getAttribute('data-unread')).toBe('false')
  await choose(page, 'beta', 'Mute channel', 'menuitemcheckbox')
  await goTo(page, 'general')
  await bob.say('#beta', ['now they do'])
  await until(async () => (await line('beta').getAttribute('data-unread')) === 'true', { what: 'news again' })
})

test('a line is dragged into a section, and out of it', async () => {
  await goTo(page, 'general')
  await channelLink(page, 'beta').dragTo(section(page, 'Crew'))
  await until(async () => (await linesOf(page, 'Crew')).includes('beta'), { what: 'beta in its section' })
  await channelLink(page, 'beta').dragTo(channelLink(page, 'general'))
  await until(async () => !(await linesOf(page, 'Crew')).includes('beta'), { what: 'beta where it was' })
})
