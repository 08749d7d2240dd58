import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import {
  arrive,
  canLeave,
  channelLink,
  composer,
  createChannel,
  goTo,
  join,
  leaveChannel,
  log,
  message,
  nameField,
  PATIENCE,
  type Person,
  rename,
  say,
  signOut,
  texts,
} from './people.ts'

setDefaultTimeout(PATIENCE)

let server: Server
let ada: Person
let grace: Person

beforeAll(async () => {
  server = await startServer()
  ada = await join(server.url, 'Ada')
  grace = await join(server.url, 'Grace')
})
afterAll(async () => {
  await server.stop()
})

test('a new workspace is #general with exactly one welcome, by Flack', async () => {
  const { page } = ada
  expect(await channelLink(page, 'general').count()).toBe(1)
  await log(page).getByRole('article').first().waitFor()
  expect(await log(page).getByRole('article').count()).toBe(1)
  expect(await log(page).getByRole('article').getByText('Flack', { exact: true }).count()).toBe(1)
  await page.reload()
  await log(page).getByRole('article').first().waitFor()
  expect(await log(page).getByRole('article').count()).toBe(1)
})

test('the first page asks for a display name and nothing else, and says under the field what is wrong with it', async () => {
  const { page } = await arrive(server.url)
  const field = page.getByRole('textbox', { name: 'Display name', exact: true })
  await field.waitFor()
  expect(await page.getByRole('textbox').count()).toBe(1)
  expect(await page.getByRole('button').count()).toBe(1)
  await field.fill('ADA')
  await page.getByRole('button', { name: 'Join', exact: true }).click()
  const other = page.getByRole('button', { name: /^Use / })
  await other.waitFor()
  expect(await field.inputValue()).toBe('ADA')
  expect(await field.getAttribute('aria-invalid')).toBe('true')
  await other.click()
  await page.getByRole('button', { name: 'Join', exact: true }).click()
  await composer(page, 'general').waitFor()
  await page.context().close()
})

test('messages are seen live on both sides, with their author and time, and exactly once', async () => {
  await say(ada.page, 'general', 'Hello Grace')
  await message(grace.page, 'Hello Grace').waitFor()
  await say(grace.page, 'general', 'Hello Ada')
  await message(ada.page, 'Hello Ada').waitFor()
  for (const { page } of [ada, grace]) {
    await until(async () => (await texts(page)).length === 3, { what: 'three messages' })
    expect((await texts(page)).slice(1)).toEqual(['Hello Grace', 'Hello Ada'])
    const article = message(page, 'Hello Grace')
    expect(await article.getByText('Ada', { exact: true }).count()).toBe(1)
    const written = Date.parse((await article.locator('time').getAttribute('datetime')) ?? '')
    expect(Math.abs(Date.now() - written)).toBeLessThan(60_000)
  }
})

test('grouped messages keep the name of their author for those who hear the page', async () => {
  await say(ada.page, 'general', 'one')
  await say(ada.page, 'general', 'two')
  await message(grace.page, 'two').waitFor()
  expect(await message(grace.page, 'two').getByText('Ada', { exact: true }).count()).toBe(1)
})

test('a channel that somebody creates is in every list at once, and what is said there is seen by who looks', async () => {
  await createChannel(ada.page, '  Team Alpha ')
  await composer(ada.page, 'team-alpha').waitFor()
  await channelLink(grace.page, 'team-alpha').waitFor()
  await goTo(grace.page, 'team-alpha')
  await say(ada.page, 'team-alpha', 'For all who read along')
  await message(grace.page, 'For all who read along').waitFor()
  await say(grace.page, 'team-alpha', 'I am in')
  await message(ada.page, 'I am in').waitFor()
  expect(await texts(ada.page)).toEqual(['For all who read along', 'I am in'])
})

test('the name of a channel that is taken is told beside the field, and stays in it', async () => {
  const { page } = grace
  await createChannel(page, 'TEAM alpha')
  const dialog = page.getByRole('dialog', { name: 'Create channel' })
  await dialog.locator('[data-error="true"]').waitFor()
  const field = dialog.getByRole('textbox', { name: 'Channel name', exact: true })
  expect(await field.inputValue()).toBe('TEAM alpha')
  await field.fill('Größe 設計')
  await dialog.getByText('#größe-設計', { exact: true }).waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Create channel')
})

test('whoever leaves a channel is taken to #general, and finds it again under the others', async () => {
  const { page } = grace
  await goTo(page, 'team-alpha')
  await leaveChannel(page)
  await composer(page, 'general').waitFor()
  expect(await canLeave(page)).toBe(false)
  await goTo(page, 'team-alpha')
  await page.getByText('Writing joins you.').waitFor()
  await say(page, 'team-alpha', 'Back again')
  await message(ada.page, 'Back again').waitFor()
  await page.getByText('Writing joins you.').waitFor({ state: 'hidden' })
})

test('an unread channel says so in the description of its link, until it is read', async () => {
  await goTo(grace.page, 'general')
  await say(ada.page, 'team-alpha', 'While you were away')
  const link = channelLink(grace.page, 'team-alpha')
  await until(async () => (await link.getAttribute('aria-describedby')) !== null, { what: 'the unread mark' })
  const note = grace.page.locator(`#${await link.getAttribute('aria-describedby')}`)
  expect(await note.textContent()).toBe('1 unread')
  await goTo(grace.page, 'team-alpha')
  await note.waitFor({ state: 'hidden' })
  await log(grace.page).getByText('New', { exact: true }).waitFor()
  await goTo(ada.page, 'general')
})

test('a new name is shown everywhere at once, on old messages too', async () => {
  await goTo(grace.page, 'general')
  await rename(ada.page, 'Ada Lovelace')
  await message(grace.page, 'Hello Grace').getByText('Ada Lovelace', { exact: true }).waitFor()
  await message(ada.page, 'Hello Grace').getByText('Ada Lovelace', { exact: true }).waitFor()
  await ada.page.getByRole('dialog').waitFor({ state: 'hidden' })
  expect(await log(grace.page).getByText('Ada', { exact: true }).count()).toBe(0)
})

test('a name that is taken cannot be had later either, and stays in the field', async () => {
  const { page } = ada
  await rename(page, 'grace')
  const dialog = page.getByRole('dialog', { name: 'Profile' })
  await dialog.locator('[data-error="true"]').waitFor()
  expect(await dialog.getByRole('textbox', { name: 'Display name', exact: true }).inputValue()).toBe('grace')
  await page.keyboard.press('Escape')
})

test('who closes the page and opens it again is still there, in the channel that was open', async () => {
  await goTo(grace.page, 'team-alpha')
  const again = await grace.page.context().newPage()
  await grace.page.close()
  await again.goto(server.url)
  await composer(again, 'team-alpha').waitFor()
  await message(again, 'Back again').waitFor()
  expect(await texts(again)).toEqual(['For all who read along', 'I am in', 'Back again', 'While you were away'])
  expect(await again.getByRole('complementary').getByText('Grace', { exact: true }).isVisible()).toBe(true)
  grace.page = again
})

test('a deep address leads to its channel by id and by name, and an unknown one says so', async () => {
  const { page } = grace
  await page.goto(`${server.url}/c/team-alpha`)
  await composer(page, 'team-alpha').waitFor()
  await page.goto(`${server.url}/c/C0NOSUCHCHANNEL`)
  await page.getByRole('heading', { name: 'Not found' }).waitFor()
  await page.goto(server.url)
  await composer(page, 'team-alpha').waitFor()
  await page.goto(`${server.url}/c/no-such-channel`)
  await page.getByText('There is no channel #no-such-channel.').waitFor()
  await page.getByRole('button', { name: 'Go to #general' }).click()
  await composer(page, 'general').waitFor()
  await page.goBack()
  await page.getByText('There is no channel #no-such-channel.').waitFor()
})

test('a remembered channel that is gone makes way for #general', async () => {
  const { page } = grace
  await page.evaluate(() => localStorage.setItem('flack.last-channel', 'C0NOSUCHCHANNEL'))
  await page.goto(server.url)
  await composer(page, 'general').waitFor()
})

test('back and forward lead through the channels as they were chosen', async () => {
  const { page } = ada
  await goTo(page, 'general')
  await goTo(page, 'team-alpha')
  await page.goBack()
  await composer(page, 'general').waitFor()
  await page.goForward()
  await composer(page, 'team-alpha').waitFor()
})

test('signing out leads to the first page with the name in it, and takes the copy of everything along', async () => {
  const { page } = grace
  await page.goto(server.url)
  await page.getByRole('button', { name: 'Profile', exact: true }).click()
  await signOut(page)
  const field = nameField(page)
  expect(await field.inputValue()).toBe('Grace')
  await page.waitForURL(`${server.url}/`)
  await page.reload()
  await field.waitFor()
  expect(await field.inputValue()).toBe('Grace')
  expect(await page.evaluate(() => Object.values(localStorage).join())).not.toContain('C0')
})

test('nobody saw an error, or a violation of the content policy', () => {
  expect([...ada.complaints, ...grace.complaints]).toEqual([])
})
