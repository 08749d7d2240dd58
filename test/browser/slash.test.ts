import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { channelLink, composer, goTo, join, message, PATIENCE, texts } from './people.ts'

setDefaultTimeout(PATIENCE)

let server: Server
let ada: Page
let grace: Page
let complaints: string[]

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  const one = await join(server.url, 'Ada')
  const other = await join(server.url, 'Grace Hopper', { viewport: { width: 360, height: 740 } })
  ada = one.page
  grace = other.page
  complaints = one.complaints
})
afterAll(async () => {
  expect(complaints).toEqual([])
  await server.stop()
})

/** Types a command to its end, so that nothing is suggested any more, and sends it. */
const type = async (page: Page, channel: string, text: string) => {
  const field = composer(page, channel)
  await field.fill(text)
  await field.press('Escape')
  await field.press('Enter')
}
const note = (page: Page, text: string) => page.getByText(text, { exact: true })

test('commands are suggested by their first letters, and taken by key', async () => {
  await composer(ada, 'general').pressSequentially('/sh')
  const options = ada.getByRole('listbox', { name: 'Suggestions', exact: true }).getByRole('option')
  await options.first().waitFor()
  expect(await options.allInnerTexts()).toEqual([
    expect.stringContaining('/shrug text'),
    expect.stringContaining('/shortcuts'),
  ])
  await ada.keyboard.press('Enter')
  expect(await composer(ada, 'general').inputValue()).toBe('/shrug ')
  await composer(ada, 'general').pressSequentially('who knows')
  await ada.keyboard.press('Enter')
  await message(ada, 'who knows ¯\\_(ツ)_/¯').waitFor()
})

test('what is no command is told to its writer, who keeps it; two slashes and paths are texts', async () => {
  await type(ada, 'general', '/dance all night')
  await note(ada, 'There is no command /dance. Type /help for all of them, or // to send this as it is.').waitFor()
  expect(await composer(ada, 'general').inputValue()).toBe('/dance all night')
  await type(ada, 'general', '//dance all night')
  await message(ada, '/dance all night').waitFor()
  await type(ada, 'general', '/usr/bin is full')
  await message(ada, '/usr/bin is full').waitFor()
  expect((await texts(ada)).filter(text => text.includes('dance'))).toEqual(['/dance all night'])
})

test('one talks to somebody, and makes a channel one’s own place, without leaving the field', async () => {
  await type(ada, 'general', '/msg @Grace Hopper are you there?')
  await message(ada, 'are you there?').waitFor()
  await composer(ada, 'general').waitFor({ state: 'detached' })
  await grace.getByRole('button', { name: 'Channels', exact: true }).click()
  await grace
    .getByRole('navigation', { name: 'Direct messages', exact: true })
    .getByRole('link', { name: 'Ada', exact: true })
    .click()
  await message(grace, 'are you there?').waitFor()
})

test('the other way, on a phone: a channel is joined, described, left, muted and starred', async () => {
  await goTo(ada, 'general')
  const create = ada.getByRole('button', { name: 'Create channel', exact: true })
  await create.click()
  await ada.getByRole('textbox', { name: 'Channel name', exact: true }).fill('lunch')
  await ada.keyboard.press('Enter')
  await composer(ada, 'lunch').waitFor()
  await type(ada, 'lunch', '/topic Soup at *noon*')
  await ada.locator('.conversation-head').getByText('Soup at *noon*').waitFor()
  await type(ada, 'lunch', '/star')
  await ada.getByRole('region', { name: 'Favourites', exact: true }).getByRole('link', { name: 'lunch' }).waitFor()
  await type(ada, 'lunch', '/invite @Grace Hopper')
  await grace.getByRole('button', { name: 'Channels', exact: true }).click()
  await channelLink(grace, 'lunch').click()
  await type(grace, 'lunch', '/who')
  const details = grace.getByRole('dialog', { name: 'Channel details', exact: true })
  await details.getByText('Ada', { exact: true }).first().waitFor()
  await grace.keyboard.press('Escape')
  await type(grace, 'lunch', '/leave')
  await composer(grace, 'general').waitFor()
  await type(grace, 'general', '/join lunch')
  await composer(grace, 'lunch').waitFor()
  await type(grace, 'lunch', '/rename dinner')
  await until(async () => (await grace.locator('[role="alert"], .composer-place').innerText()).includes('admins'), {
    what: 'the refusal',
  })
  expect(await composer(grace, 'lunch').inputValue()).toBe('/rename dinner')
})

test('/help lists all of them, /shortcuts all keys', async () => {
  await goTo(ada, 'general')
  await type(ada, 'general', '/help')
  await ada.getByRole('dialog', { name: 'Commands', exact: true }).getByText('/archive').first().waitFor()
  await ada.keyboard.press('Escape')
  await type(ada, 'general', '/shortcuts')
  await ada.getByRole('dialog', { name: 'Keyboard shortcuts', exact: true }).waitFor()
  await ada.keyboard.press('Control+/')
  await ada.getByRole('dialog').waitFor({ state: 'detached' })
})
