import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { patience } from '../support/pace.ts'
import { type Server, startServer } from '../support/server.ts'
import { RETURN_MS, until } from '../support/wait.ts'
import {
  composer,
  createChannel,
  goTo,
  join,
  log,
  message,
  PATIENCE,
  type Person,
  say,
  seesExactly,
  texts,
} from './people.ts'

setDefaultTimeout(PATIENCE)

let server: Server
let ada: Person
let grace: Person

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  ada = await join(server.url, 'Ada')
  await createChannel(ada.page, 'work')
  await composer(ada.page, 'work').waitFor()
  grace = await join(server.url, 'Grace')
  await goTo(grace.page, 'work')
})
afterAll(async () => {
  await server.stop()
})

test('Enter sends, Shift+Enter breaks the line, and line breaks are kept', async () => {
  const { page } = ada
  await composer(page, 'work').focus()
  await page.keyboard.type('first')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.type('second')
  await page.keyboard.press('Enter')
  await seesExactly(grace.page, ['first\nsecond'])
  expect(await composer(page, 'work').inputValue()).toBe('')
  expect(await composer(page, 'work').evaluate(field => field === document.activeElement)).toBe(true)
})

test('an Enter that ends the composition of a character sends nothing', async () => {
  const { page } = ada
  await composer(page, 'work').fill('にほん')
  await composer(page, 'work').evaluate(field =>
    field.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }),
    ),
  )
  expect(await composer(page, 'work').inputValue()).toBe('にほん')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await message(grace.page, 'にほん').waitFor()
})

test('the button "Send" is always there, and sends nothing but text', async () => {
  const { page } = ada
  const send = page.getByRole('button', { name: 'Send', exact: true })
  await composer(page, 'work').fill(' \n ')
  await composer(page, 'work').press('Enter')
  await send.dispatchEvent('click')
  await composer(page, 'work').fill('')
  expect(await send.isVisible()).toBe(true)
  await say(page, 'work', 'only this')
  await seesExactly(grace.page, ['first\nsecond', 'にほん', 'only this'])
})

test('what was typed waits in its own channel, across channels and a reload, and never lands in another', async () => {
  const { page } = ada
  await composer(page, 'work').fill('half a thought\nand more')
  await goTo(page, 'general')
  expect(await composer(page, 'general').inputValue()).toBe('')
  await composer(page, 'general').fill('another one')
  await page.reload()
  await composer(page, 'general').waitFor()
  expect(await composer(page, 'general').inputValue()).toBe('another one')
  await goTo(page, 'work')
  expect(await composer(page, 'work').inputValue()).toBe('half a thought\nand more')
  await composer(page, 'work').press('Enter')
  await message(grace.page, 'half a thought\nand more').waitFor()
  await goTo(page, 'general')
  expect(await composer(page, 'general').inputValue()).toBe('another one')
  await composer(page, 'general').fill('')
  await goTo(page, 'work')
})

test('a text that is too long is told in a sentence, and nothing of it is lost', async () => {
  const { page } = ada
  await composer(page, 'work').fill('x'.repeat(40_001))
  await page.getByText('A message has at most 40,000 characters; this one has 40,001.').waitFor()
  await composer(page, 'work').press('Enter')
  expect((await composer(page, 'work').inputValue()).length).toBe(40_001)
  await composer(page, 'work').fill('x'.repeat(39_990))
  await page.getByText('10 characters left').waitFor()
  await composer(page, 'work').fill('x'.repeat(39_999))
  await page.getByText('1 character left', { exact: true }).waitFor()
  await composer(page, 'work').fill('')
})

test('the field grows with its text to 40 % of the height, and no further', async () => {
  const { page } = ada
  const heightOf = async () => (await composer(page, 'work').boundingBox())?.height ?? 0
  const single = await heightOf()
  await composer(page, 'work').fill('a\nb\nc')
  const triple = await heightOf()
  expect(triple).toBeGreaterThan(single + 30)
  await composer(page, 'work').fill('line\n'.repeat(200))
  const most = await heightOf()
  expect(most).toBeGreaterThan(triple)
  expect(most).toBeLessThanOrEqual(0.4 * (page.viewportSize()?.height ?? 0) + 1)
  await composer(page, 'work').fill('')
})

test('who types is named to the others', async () => {
  const typing = grace.page.getByText('Ada is typing', { exact: true })
  // Not every key is told of, and what came before this test may have used up the next one.
  const another = async () => {
    await composer(ada.page, 'work').press('h')
    return typing.isVisible()
  }
  await until(another, { what: 'typing to be seen' })
  await composer(ada.page, 'work').fill('')
})

test('without a network the page says what still works, and what is sent arrives once, in order, when it is back', async () => {
  const { page } = ada
  const before = await texts(grace.page)
  await page.context().setOffline(true)
  await server.stop()
  await page.getByText('Offline. Messages wait and go out later.').waitFor()
  const late = ['late one', 'late two', 'late three']
  for (const text of late) await say(page, 'work', text)
  await message(page, 'late three').waitFor()
  await server.restart()
  await page.context().setOffline(false)
  await seesExactly(grace.page, [...before, ...late], RETURN_MS)
  await seesExactly(page, [...before, ...late], RETURN_MS)
  await page.getByText('What you send is kept').waitFor({ state: 'hidden' })
})

test('what was sent without a server survives a reload, and arrives once', async () => {
  const { page } = ada
  const before = await texts(grace.page)
  await server.stop()
  await say(page, 'work', 'kept one')
  await say(page, 'work', 'kept two')
  await message(page, 'kept two').waitFor()
  await page.goto('about:blank')
  await server.restart()
  await page.goto(server.url)
  await seesExactly(grace.page, [...before, 'kept one', 'kept two'], RETURN_MS)
  await seesExactly(page, [...before, 'kept one', 'kept two'])
})

test('a restart of the server in the middle of everything loses nothing and doubles nothing', async () => {
  const { page } = ada
  await server.restart()
  await say(page, 'work', 'after the restart')
  await message(grace.page, 'after the restart').waitFor({ timeout: patience(RETURN_MS) })
  expect(await log(page).getByText('after the restart', { exact: true }).count()).toBe(1)
})

test('nobody saw an error, or a violation of the content policy', () => {
  expect([...ada.complaints, ...grace.complaints]).toEqual([])
})
