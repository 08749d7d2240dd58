import { afterEach, beforeEach, expect, setDefaultTimeout, test } from 'bun:test'
import { message, PATIENCE, signOut, texts } from '../browser/people.ts'
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

test('what a tab left that was closed amid sending, another one sends, once', async () => {
  const left = numbered('left', 5)
  const other = await away.tab()
  away.proxy.set('mute-back')
  await sayAll(away.ada.page, left)
  // The first has arrived, and its tab does not know.
  await message(away.grace.page, 'left 1').waitFor()
  await away.ada.page.close({ runBeforeUnload: false })
  away.proxy.set('reset')
  away.proxy.set('pass')
  await hears(away.grace.page, left)
  await hears(other, left)
})

test('two tabs that have waited send their own, each in its order', async () => {
  const other = await away.tab()
  away.proxy.set('reset')
  const [here, there] = [numbered('here', 5), numbered('there', 5)]
  await Promise.all([sayAll(away.ada.page, here), sayAll(other, there)])
  away.proxy.set('pass')
  await message(away.grace.page, 'here 5').waitFor()
  await message(away.grace.page, 'there 5').waitFor()
  const seen = await texts(away.grace.page)
  expect(seen.filter(text => text.startsWith('here'))).toEqual(here)
  expect(seen.filter(text => text.startsWith('there'))).toEqual(there)
  await hears(other, seen.slice(1))
  await hears(away.ada.page, seen.slice(1))
})

test('what one tab left comes before what is written in the next', async () => {
  const left = numbered('left', 3)
  away.proxy.set('reset')
  await sayAll(away.ada.page, left)
  await away.ada.page.close({ runBeforeUnload: false })
  const next = await away.tab()
  await sayAll(next, ['later'])
  away.proxy.set('pass')
  await hears(away.grace.page, [...left, 'later'])
})

test('a frozen tab keeps what is its own, and catches up when it is thawed', async () => {
  const { page } = away.ada
  const other = await away.tab()
  const cdp = await away.context.newCDPSession(page)
  away.proxy.set('reset')
  await sayAll(page, ['frozen 1', 'frozen 2'])
  await cdp.send('Page.setWebLifecycleState', { state: 'frozen' })
  away.proxy.set('pass')
  await sayAll(other, ['awake 1'])
  await message(away.grace.page, 'awake 1').waitFor()
  await sayAll(away.grace.page, ['grace 1'])
  await cdp.send('Page.setWebLifecycleState', { state: 'active' })
  for (const text of ['grace 1', 'frozen 2']) await message(away.grace.page, text).waitFor()
  const all = (await texts(away.grace.page)).slice(1)
  expect(all.filter(text => text.startsWith('frozen'))).toEqual(['frozen 1', 'frozen 2'])
  expect(all.toSorted()).toEqual(['awake 1', 'frozen 1', 'frozen 2', 'grace 1'])
  for (const reader of [other, page]) await hears(reader, all)
})

test('signing out in one tab ends the others, and the next person is in all of them', async () => {
  const { page } = away.ada
  const other = await away.tab()
  await page.getByRole('button', { name: 'Profile', exact: true }).click()
  await signOut(page)
  for (const tab of [other, page]) await tab.getByRole('button', { name: 'Join', exact: true }).waitFor()
  await page.getByRole('textbox', { name: 'Display name', exact: true }).fill('Eve')
  await page.getByRole('button', { name: 'Join', exact: true }).click()
  await sayAll(page, ['by Eve'])
  await hears(away.grace.page, ['by Eve'])
  await sayAll(other, ['by Eve, too'])
  await hears(page, ['by Eve', 'by Eve, too'])
  expect(await page.getByRole('article').filter({ hasText: 'Ada' }).count()).toBe(0)
})
