import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { arrive, composer, createChannel, join, joinAs, message, PATIENCE, type Person, texts } from './people.ts'
import { type Speaker, speaker } from './speaker.ts'
import { tap, type Wire } from './wire.ts'

setDefaultTimeout(PATIENCE)

let server: Server
let bob: Speaker
let page: Page
let wire: Wire
let complaints: string[]
let grace: Person

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  bob = await speaker(server, 'Bob')
  ;({ page, complaints } = await arrive('about:blank'))
  wire = await tap(page)
  await page.goto(server.url)
  await joinAs(page, 'Ada')
  grace = await join(server.url, 'Grace')
})
afterAll(async () => {
  expect([...complaints, ...grace.complaints]).toEqual([])
  bob.close()
  await server.stop()
})

const send = () => page.getByRole('button', { name: 'Send', exact: true })
const describes = (text: string) =>
  until(async () => (await send().getAttribute('title')) === text, { what: `the title "${text}"` })

test('blank lines around a text and spaces after it are not sent, its indentation is', async () => {
  await composer(page, 'general').fill('\n \n    hi\n\n  there  \n\n\n')
  await composer(page, 'general').press('Enter')
  await until(async () => (await texts(grace.page)).includes('    hi\n\n  there'), { what: 'the text' })
})

test('a text that is too long says so on the field and on the button, and to whoever tries all the same', async () => {
  const reason = 'A message has at most 40,000 characters; this one has 40,001.'
  await composer(page, 'general').fill('x'.repeat(40_001))
  await describes(reason)
  expect(await send().getAttribute('aria-disabled')).toBe('true')
  expect(await composer(page, 'general').getAttribute('aria-invalid')).toBe('true')
  await send().dispatchEvent('click')
  await page.getByRole('status').getByText(reason).waitFor({ state: 'attached' })
  // Without the blank lines, which are not sent, it is short enough.
  await composer(page, 'general').fill(`${'x'.repeat(40_000)}\n\n`)
  await describes('Send')
  expect(await send().getAttribute('aria-disabled')).toBe('false')
  expect(await composer(page, 'general').getAttribute('aria-invalid')).toBe('false')
  await composer(page, 'general').fill('')
})

test('a key before there is a connection does not keep silent the keys after it', async () => {
  const typing = grace.page.getByText('Ada is typing', { exact: true })
  await wire.cut()
  await page.getByText('The connection is lost; trying again.').waitFor()
  await composer(page, 'general').press('h')
  wire.mode = 'through'
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await bob.say('#general', ['are you there?'])
  await message(page, 'are you there?').waitFor()
  await composer(page, 'general').press('m')
  await typing.waitFor()
  await composer(page, 'general').fill('')
})

test('the dialog for a channel promises only what can be had', async () => {
  await page.getByRole('button', { name: 'Create channel', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Create channel' })
  const field = dialog.getByRole('textbox', { name: 'Channel name', exact: true })
  for (const [typed, hint] of [
    ['Größe 設計', 'It will be called #größe-設計'],
    ['#😀', 'A channel name has only letters, digits, dashes and underscores.'],
    ['<script>', 'A channel name has only letters, digits, dashes and underscores.'],
    ['x'.repeat(81), 'A channel name has at most 80 characters.'],
    ['---', 'A channel name needs a letter, a digit or an underscore.'],
    ['#General', 'There is already a channel #general.'],
    [' ', 'Everybody can find and join it.'],
  ] as const) {
    await field.fill(typed)
    await until(async () => (await dialog.getByRole('status').innerText()) === hint, { what: hint })
  }
  await page.keyboard.press('Escape')
  await createChannel(page, 'promised')
  await composer(page, 'promised').waitFor()
})
