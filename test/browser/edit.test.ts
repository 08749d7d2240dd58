import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Locator, Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { composer, createChannel, goTo, join, log, message, PATIENCE, type Person, say } from './people.ts'
import { drawn } from './sound.ts'
import { longPress, tap as touch } from './touch.ts'
import { tap } from './wire.ts'

setDefaultTimeout(PATIENCE)

let server: Server
let ada: Person
/** On a phone, and in the same channel. */
let bea: Person

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  ada = await join(server.url, 'Ada', { viewport: { width: 1440, height: 800 } })
  bea = await join(server.url, 'Bea', { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true })
  await createChannel(ada.page, 'edits')
  await composer(ada.page, 'edits').waitFor()
  await bea.page.goto(`${server.url}/c/edits`)
  await composer(bea.page, 'edits').waitFor()
})
afterAll(() => server.stop())

const editor = (page: Page) => page.getByRole('textbox', { name: 'Edit message', exact: true })
const dialog = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true })
const hasFocus = (part: Locator) =>
  until(() => part.evaluate(one => one === document.activeElement), { what: 'the focus' })
const sent = (page: Page, text: string) => message(page, text).and(page.locator('[data-seq]'))
const saySent = async (page: Page, text: string) => {
  await say(page, 'edits', text)
  await sent(page, text).waitFor()
}

describe('an own message', () => {
  test('is edited by E, in its place, and everybody sees it and what it was', async () => {
    const { page } = ada
    await saySent(page, 'lunch at noon')
    await log(page).focus()
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('e')
    await hasFocus(editor(page))
    expect(await editor(page).inputValue()).toBe('lunch at noon')
    // Keys of the messages are the field's own here.
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Home')
    await hasFocus(editor(page))
    await editor(page).fill('lunch at one')
    await page.keyboard.press('Enter')
    await editor(page).waitFor({ state: 'detached' })
    await hasFocus(message(page, 'lunch at one'))
    const line = message(bea.page, 'lunch at one')
    await line.getByText('(edited)').click()
    const history = dialog(bea.page, 'Edits of this message')
    await history.locator('ins').waitFor()
    expect(await history.locator('ins').allInnerTexts()).toEqual(['one'])
    expect(await history.locator('del').allInnerTexts()).toEqual(['noon'])
    await bea.page.keyboard.press('Escape')
    await history.waitFor({ state: 'detached' })
  })

  test('is edited by ↑ in an empty message field; Esc keeps what was typed for the next try, also over a reload', async () => {
    const { page } = ada
    await composer(page, 'edits').focus()
    await page.keyboard.press('ArrowUp')
    await hasFocus(editor(page))
    await editor(page).fill('lunch at two')
    await page.keyboard.press('Escape')
    await hasFocus(composer(page, 'edits'))
    await message(page, 'lunch at one').waitFor()
    await page.reload()
    await message(page, 'lunch at one').waitFor()
    await composer(page, 'edits').focus()
    await page.keyboard.press('ArrowUp')
    expect(await editor(page).inputValue()).toBe('lunch at two')
    await page.getByRole('button', { name: 'Start over' }).click()
    expect(await editor(page).inputValue()).toBe('lunch at one')
    await page.keyboard.press('Escape')
  })

  test('shows names while it is edited, and keeps ids', async () => {
    const { page } = ada
    await composer(page, 'edits').pressSequentially('for @Bea')
    // A name becomes an id where the page knows who it is: whom it does not hold it asks for while one types.
    await page.getByRole('listbox', { name: 'Suggestions', exact: true }).getByRole('option', { name: 'Bea' }).waitFor()
    await page.keyboard.type(', please')
    await page.keyboard.press('Enter')
    const line = log(page).getByRole('article').last()
    await line.getByText('@Bea').waitFor()
    await until(async () => (await line.getAttribute('data-seq')) !== null, { what: 'the acknowledgement' })
    await page.keyboard.press('ArrowUp')
    expect(await editor(page).inputValue()).toBe('for @Bea, please')
    await page.keyboard.type(', and @Ada, too')
    await page.keyboard.press('Enter')
    await editor(page).waitFor({ state: 'detached' })
    await until(async () => (await line.locator('.message-text').innerText()) === 'for @Bea, please, and @Ada, too', {
      what: 'it',
    })
    await line.hover()
    await line.getByRole('button', { name: 'More actions' }).click()
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.getByRole('menuitem', { name: 'Copy text', exact: true }).click()
    await page.getByRole('status').getByText('Text copied').waitFor({ state: 'attached' })
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^for <@U\w+>, please, and <@U\w+>, too$/)
  })

  test('is written anew from what was said before, by Ctrl+↑', async () => {
    const { page } = ada
    for (const text of ['said first', 'said second']) await saySent(page, text)
    const field = composer(page, 'edits')
    await field.press('Control+ArrowUp')
    await until(async () => (await field.inputValue()) === 'said second', { what: 'the newest' })
    await field.press('Control+ArrowUp')
    await until(async () => (await field.inputValue()) === 'said first', { what: 'the one before' })
    await field.fill('something new')
    await field.press('Control+ArrowUp')
    expect(await field.inputValue()).toBe('something new')
    await field.fill('')
  })

  test('is edited with a finger', async () => {
    const { page } = bea
    await composer(page, 'edits').fill('from a phone')
    await touch(page, page.getByRole('button', { name: 'Send', exact: true }))
    await sent(page, 'from a phone').waitFor()
    const sheet = dialog(page, 'Message actions')
    await longPress(page, message(page, 'from a phone'), sheet)
    await touch(page, sheet.getByRole('button', { name: 'Edit message', exact: true }))
    await editor(page).fill('from a telephone')
    await drawn(page)
    await touch(page, page.getByRole('button', { name: 'Save', exact: true }))
    await message(ada.page, 'from a telephone').getByText('(edited)').waitFor()
    await message(ada.page, 'from a telephone').hover()
    expect(await message(ada.page, 'from a telephone').getByRole('button', { name: 'Edit message' }).count()).toBe(0)
  })

  test('is not edited to more than fits; edited to nothing it asks to be deleted', async () => {
    const { page } = ada
    await saySent(page, 'short lived')
    await message(page, 'short lived').hover()
    await message(page, 'short lived').getByRole('button', { name: 'Edit message', exact: true }).click()
    await editor(page).fill('x'.repeat(40_001))
    await page.keyboard.press('Enter')
    await page
      .getByText(/at most 40,?000 characters/)
      .first()
      .waitFor()
    await hasFocus(editor(page))
    await editor(page).fill('')
    await page.keyboard.press('Enter')
    await dialog(page, 'Delete message').getByRole('button', { name: 'Cancel', exact: true }).click()
    await hasFocus(editor(page))
    await page.keyboard.press('Enter')
    await dialog(page, 'Delete message').getByRole('button', { name: 'Delete', exact: true }).waitFor()
    await page.keyboard.press('Enter')
    for (const one of [page, bea.page]) await message(one, 'short lived').waitFor({ state: 'detached' })
  })
})

test('a message that is deleted asks, leaves no line, and the focus stays with the messages', async () => {
  const { page } = ada
  await saySent(page, 'stays above')
  await saySent(page, 'a password')
  await saySent(page, 'stays below')
  await message(bea.page, 'stays below').waitFor()
  const count = await page.getByRole('article').count()
  await message(page, 'a password').focus()
  await page.keyboard.press('Delete')
  await dialog(page, 'Delete message').waitFor()
  await page.keyboard.press('Escape')
  await hasFocus(message(page, 'a password'))
  await page.keyboard.press('Delete')
  await dialog(page, 'Delete message').getByRole('button', { name: 'Delete', exact: true }).click()
  await message(page, 'a password').waitFor({ state: 'detached' })
  await hasFocus(message(page, 'stays below'))
  expect(await page.getByRole('article').count()).toBe(count - 1)
  await message(bea.page, 'a password').waitFor({ state: 'detached' })
  await bea.page.reload()
  await message(bea.page, 'stays below').waitFor()
  expect(await bea.page.getByText('a password').count()).toBe(0)
})

test('what is unsent is edited and deleted before it goes out', async () => {
  const { page } = await join(server.url, 'Cy')
  const wire = await tap(page)
  await page.reload()
  await goTo(page, 'general')
  await wire.cut()
  for (const text of ['first', 'second']) await say(page, 'general', text)
  await message(page, 'second').focus()
  await page.keyboard.press('e')
  await editor(page).fill('second thoughts')
  await page.keyboard.press('Enter')
  await message(page, 'first').focus()
  await page.keyboard.press('Delete')
  await dialog(page, 'Delete message').getByRole('button', { name: 'Delete', exact: true }).click()
  await message(page, 'first').waitFor({ state: 'detached' })
  wire.mode = 'through'
  await sent(page, 'second thoughts').waitFor()
  await goTo(ada.page, 'general')
  await message(ada.page, 'second thoughts').waitFor()
  expect(await message(ada.page, 'first').count()).toBe(0)
  expect(await message(ada.page, 'second thoughts').getByText('(edited)').count()).toBe(0)
  await goTo(ada.page, 'edits')
})

describe('two devices', () => {
  test('that edit one message: the later one is told, and keeps what was typed', async () => {
    await saySent(ada.page, 'version one')
    const second = await ada.page.context().newPage()
    const wire = await tap(second)
    await second.goto(`${server.url}/c/edits`)
    await sent(second, 'version one').waitFor()
    await wire.cut()
    await message(second, 'version one').focus()
    await second.keyboard.press('e')
    await editor(second).fill('version three')
    await second.keyboard.press('Enter')
    await message(second, 'version three').waitFor()
    await message(ada.page, 'version one').focus()
    await ada.page.keyboard.press('e')
    await editor(ada.page).fill('version two')
    await ada.page.keyboard.press('Enter')
    await message(bea.page, 'version two').waitFor()
    wire.mode = 'through'
    await second.getByText(/Your edit was not saved/).waitFor()
    await message(second, 'version two').waitFor()
    await second.getByRole('button', { name: 'Edit again' }).click()
    expect(await editor(second).inputValue()).toBe('version three')
    await second.keyboard.press('Enter')
    await message(bea.page, 'version three').waitFor()
    await second.close()
  })

  test('one of which changes what the other edits: that is said, and saving replaces it', async () => {
    await saySent(ada.page, 'draft one')
    const second = await ada.page.context().newPage()
    await second.goto(`${server.url}/c/edits`)
    await sent(second, 'draft one').focus()
    await second.keyboard.press('e')
    await editor(second).fill('draft three')
    await message(ada.page, 'draft one').focus()
    await ada.page.keyboard.press('e')
    await editor(ada.page).fill('draft two')
    await ada.page.keyboard.press('Enter')
    await second.getByText('This message was changed meanwhile.').first().waitFor()
    expect(await editor(second).inputValue()).toBe('draft three')
    await second.keyboard.press('Enter')
    await message(bea.page, 'draft three').waitFor()
    await second.close()
  })

  test('one of which deletes what the other edits: what was typed is not lost', async () => {
    await saySent(ada.page, 'doomed')
    const second = await ada.page.context().newPage()
    await second.goto(`${server.url}/c/edits`)
    await sent(second, 'doomed').focus()
    await second.keyboard.press('e')
    await editor(second).fill('much better words')
    await message(ada.page, 'doomed').focus()
    await ada.page.keyboard.press('Delete')
    await dialog(ada.page, 'Delete message').getByRole('button', { name: 'Delete', exact: true }).click()
    await second.getByText('The message that you were editing was deleted.').waitFor()
    await second.getByRole('button', { name: 'Put what you wrote into the message field' }).click()
    expect(await composer(second, 'edits').inputValue()).toBe('much better words')
    await composer(second, 'edits').fill('')
    await second.close()
  })
})

test('nobody complained', () => {
  expect([...ada.complaints, ...bea.complaints]).toEqual([])
})
