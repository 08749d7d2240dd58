import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { composer, createChannel, goTo, join, log, message, PATIENCE, type Person, say } from './people.ts'

setDefaultTimeout(PATIENCE)

let server: Server
let ada: Person
let bea: Person

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  ada = await join(server.url, 'Ada', { viewport: { width: 1440, height: 800 } })
  bea = await join(server.url, 'Bea', { viewport: { width: 360, height: 700 } })
})
afterAll(() => server.stop())

const sent = (page: Page, text: string) => message(page, text).and(page.locator('[data-seq]'))
const quote = (page: Page) => log(page).getByRole('blockquote')

test('a message is quoted into another channel, as a card that leads to it', async () => {
  const { page } = ada
  await createChannel(page, 'plans')
  await composer(page, 'plans').waitFor()
  await say(page, 'plans', 'we move in May')
  await sent(page, 'we move in May').hover()
  await message(page, 'we move in May').getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Quote', exact: true }).click()
  const link = (await composer(page, 'plans').inputValue()).trim()
  expect(link).toMatch(new RegExp(`^${server.url}/c/C\\w+/\\d+$`))
  await composer(page, 'plans').fill('')
  await goTo(page, 'general')
  await composer(page, 'general').fill(`${link}\nshall I tell them?`)
  await page.keyboard.press('Enter')
  await quote(bea.page).getByText('we move in May').waitFor()
  await quote(bea.page).getByText('Ada').waitFor()
  // The card stands for the link.
  expect(await log(bea.page).getByText(link).count()).toBe(0)
  await log(bea.page).getByText('shall I tell them?').waitFor()
  await quote(bea.page).getByRole('link').click()
  await sent(bea.page, 'we move in May').and(bea.page.locator('[aria-current]')).waitFor()
})

test('a quote is what its message says now, and a bare link once that is deleted', async () => {
  const { page } = ada
  await goTo(page, 'plans')
  await message(page, 'we move in May').focus()
  await page.keyboard.press('e')
  await page.getByRole('textbox', { name: 'Edit message', exact: true }).fill('we move in June')
  await page.keyboard.press('Enter')
  await message(bea.page, 'we move in June').waitFor()
  await bea.page.goBack()
  await quote(bea.page).getByText('we move in June').waitFor()
  await message(page, 'we move in June').focus()
  await page.keyboard.press('Delete')
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
  await message(page, 'we move in June').waitFor({ state: 'detached' })
  await bea.page.reload()
  await log(bea.page)
    .getByRole('link', { name: /\/c\/C\w+\/\d+$/ })
    .waitFor()
  expect(await quote(bea.page).count()).toBe(0)
})

test('[TEXT-3] a quote of a message that the page does not hold changes with it, and goes at once with it', async () => {
  const { page } = ada
  await goTo(page, 'plans')
  await say(page, 'plans', 'the first plan')
  await sent(page, 'the first plan').waitFor()
  const link = `${server.url}${await sent(page, 'the first plan').locator('a.message-time').getAttribute('href')}`
  await goTo(page, 'general')
  await say(page, 'general', `${link}\nlook at it`)
  // A page that has never shown the other channel holds nothing of it.
  const cleo = await join(server.url, 'Cleo', { viewport: { width: 1440, height: 800 } })
  await goTo(cleo.page, 'plans')
  await cleo.page.getByRole('button', { name: 'Join #plans' }).click()
  await goTo(cleo.page, 'general')
  await cleo.page.evaluate(() =>
    indexedDB.databases().then(all => all.map(({ name }) => indexedDB.deleteDatabase(name ?? ''))),
  )
  await cleo.page.reload()
  await quote(cleo.page).getByText('the first plan').waitFor()
  await goTo(page, 'plans')
  await message(page, 'the first plan').focus()
  await page.keyboard.press('e')
  await page.getByRole('textbox', { name: 'Edit message', exact: true }).fill('the second plan')
  await page.keyboard.press('Enter')
  await quote(cleo.page).getByText('the second plan').waitFor()
  await message(page, 'the second plan').focus()
  await page.keyboard.press('Delete')
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
  await quote(cleo.page).getByText('the second plan').waitFor({ state: 'detached' })
  expect(cleo.complaints).toEqual([])
  expect([...ada.complaints, ...bea.complaints]).toEqual([])
})
