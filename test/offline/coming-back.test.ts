import { afterEach, beforeEach, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { log, message, PATIENCE } from '../browser/people.ts'
import { type Away, numbered, sayAll, startAway } from './away.ts'
import { hears } from './shell.ts'

setDefaultTimeout(PATIENCE)

let away: Away

beforeEach(async () => {
  away = await startAway()
})
afterEach(async () => {
  expect([...away.ada.complaints, ...away.grace.complaints]).toEqual([])
  await away.close()
})

const line = (page: Page) => log(page).getByText('New', { exact: true })
const firstNew = (page: Page) => line(page).evaluate(one => one.nextElementSibling?.querySelector('p')?.textContent)

test('what came while the page was closed is new, also where the local copy shows before the server has answered', async () => {
  const { ada, grace, proxy } = away
  await sayAll(ada.page, ['mine'])
  await message(grace.page, 'mine').waitFor()
  await ada.page.close({ runBeforeUnload: true })
  const missed = numbered('missed', 40)
  await sayAll(grace.page, missed)
  await hears(grace.page, ['mine', ...missed])
  proxy.set('delay')
  const page = await away.tab()
  await message(page, 'missed 1').waitFor()
  expect(await firstNew(page)).toBe('missed 1')
  await page.getByText('40 new messages').waitFor()
})

test('what came while the connection was away is new for who has looked on', async () => {
  const { ada, grace, proxy } = away
  await sayAll(grace.page, ['read'])
  await message(ada.page, 'read').waitFor()
  proxy.set('reset')
  await sayAll(grace.page, ['missed 1', 'missed 2'])
  await message(grace.page, 'missed 2').waitFor()
  proxy.set('pass')
  await message(ada.page, 'missed 2').waitFor()
  expect(await firstNew(ada.page)).toBe('missed 1')
  await sayAll(grace.page, ['live'])
  await message(ada.page, 'live').waitFor()
  expect(await firstNew(ada.page)).toBe('missed 1')
})
