import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { composer, join, log, message, PATIENCE, say } from './people.ts'

setDefaultTimeout(PATIENCE)

let server: Server
beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
})
afterAll(() => server.stop())

const row = (page: Page, label: string) => page.getByRole('radiogroup', { name: label, exact: true })
const choose = async (page: Page, label: string, value: string) => {
  await row(page, label).getByText(value, { exact: true }).click()
  await row(page, label).getByText('Saved', { exact: true }).waitFor()
}
const isChosen = (page: Page, label: string, value: string) =>
  row(page, label).getByRole('radio', { name: value, exact: true }).isChecked()
const sizeOf = (page: Page, text: string) =>
  message(page, text)
    .getByText(text, { exact: true })
    .evaluate(element => getComputedStyle(element).fontSize)
const heading = (page: Page) => page.getByRole('heading', { name: 'Preferences', exact: true })

/** The same person at another browser. */
const elsewhere = async (from: Page, viewport?: { width: number; height: number }) => {
  const context = await from
    .context()
    .browser()
    ?.newContext({ locale: 'en-GB', ...(viewport && { viewport }) })
  if (!context) throw new Error('There is no browser.')
  await context.addCookies(await from.context().cookies())
  const page = await context.newPage()
  await page.goto(server.url)
  return page
}

test('what somebody chooses is saved at once, told in its row, and the same at their other browser, live and from the start', async () => {
  const { page, complaints } = await join(server.url, 'Ada')
  await say(page, 'general', 'How large is this?')
  await message(page, 'How large is this?').and(page.locator('[data-seq]')).waitFor()
  const other = await elsewhere(page)
  await message(other, 'How large is this?').waitFor()
  expect(await sizeOf(other, 'How large is this?')).toBe('15px')
  await page.keyboard.press('Control+,')
  await heading(page).waitFor()
  await choose(page, 'Text size', '18')
  await choose(page, 'Theme', 'Dark')
  await choose(page, 'Clock', '12 hours')
  await until(async () => (await sizeOf(other, 'How large is this?')) === '18px', {
    what: 'the size at the other browser',
  })
  expect(await other.evaluate(() => document.documentElement.dataset.theme)).toBe('dark')
  await until(async () => /[ap]m/i.test((await log(other).locator('time').last().textContent()) ?? ''), {
    what: 'the clock',
  })
  await page.keyboard.press('Escape')
  await until(async () => (await sizeOf(page, 'How large is this?')) === '18px', { what: 'the size here' })
  const third = await elsewhere(page, { width: 360, height: 700 })
  await composer(third, 'general').waitFor()
  await until(async () => (await sizeOf(third, 'How large is this?')) === '18px', { what: 'the size from the start' })
  await third.keyboard.press('Control+,')
  await heading(third).waitFor()
  for (const [label, value] of [
    ['Text size', '18'],
    ['Theme', 'Dark'],
    ['Clock', '12 hours'],
    ['Enter', 'Sends'],
  ] as const) {
    expect([label, await isChosen(third, label, value)]).toEqual([label, true])
  }
  expect(await third.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  // Before anything is loaded.
  await other.reload({ waitUntil: 'commit' })
  expect(await other.evaluate(() => document.documentElement.dataset)).toMatchObject({ theme: 'dark', textSize: '18' })
  expect(complaints).toEqual([])
})

test('Enter makes a line for whoever chose it, and Ctrl+Enter sends', async () => {
  const { page, complaints } = await join(server.url, 'Bea')
  await page.getByRole('button', { name: 'Profile', exact: true }).click()
  await page.getByRole('button', { name: 'Preferences', exact: true }).click()
  await heading(page).waitFor()
  await choose(page, 'Enter', 'Makes a line')
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  const field = composer(page, 'general')
  await field.fill('one')
  await field.press('Enter')
  await field.pressSequentially('two')
  expect(await field.inputValue()).toBe('one\ntwo')
  await field.press('Control+Enter')
  await until(async () => (await field.inputValue()) === '', { what: 'the message to be sent' })
  expect(complaints).toEqual([])
})

test('what is chosen without a connection shows at once and is sent later', async () => {
  const { page } = await join(server.url, 'Cleo')
  await page.getByRole('button', { name: 'Profile', exact: true }).click()
  await page.getByRole('button', { name: 'Preferences', exact: true }).click()
  await heading(page).waitFor()
  await page.context().setOffline(true)
  await row(page, 'Theme').getByText('Light', { exact: true }).click()
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('light')
  await page.context().setOffline(false)
  const other = await elsewhere(page)
  await until(() => other.evaluate(() => document.documentElement.dataset.theme === 'light'), {
    what: 'the theme elsewhere',
  })
})

test('emoticons become emoji only where that is wanted', async () => {
  const { page, complaints } = await join(server.url, 'Emma')
  const field = composer(page, 'general')
  await page.getByRole('button', { name: 'Formatting', exact: true }).click()
  await page.getByRole('button', { name: 'Bold', exact: true }).waitFor()
  const writes = (text: string) => until(async () => (await field.inputValue()) === text, { what: text })
  await field.pressSequentially('well :) ')
  await writes('well 🙂 ')
  await field.fill('')
  await page.keyboard.press('Control+,')
  await heading(page).waitFor()
  await choose(page, 'Emoticons', 'Stay')
  await page.keyboard.press('Escape')
  await field.pressSequentially('well :) and :tada:')
  await writes('well :) and 🎉')
  expect(complaints).toEqual([])
})
