import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { composer, join, PATIENCE, type Person } from './people.ts'

setDefaultTimeout(PATIENCE)

let server: Server
let ada: Person
let page: Page

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  ada = await join(server.url, 'Ada')
  page = ada.page
})
afterAll(async () => {
  await server.stop()
})

const button = (name: string) => page.getByRole('button', { name, exact: true })
const written = () => composer(page, 'general').inputValue()
const writes = (text: string) => until(async () => (await written()) === text, { what: JSON.stringify(text) })
/** Types into the empty field. */
const type = async (text: string) => {
  await composer(page, 'general').fill('')
  await composer(page, 'general').focus()
  await page.keyboard.type(text)
}
const selectLast = async (letters: number) => {
  for (let i = 0; i < letters; i += 1) await page.keyboard.press('Shift+ArrowLeft')
}
const hasFocus = () => composer(page, 'general').evaluate(field => field === document.activeElement)

test('"Formatting" opens the tools, and they stay open as they were left', async () => {
  await button('Formatting').click()
  for (const name of ['Bold', 'Italic', 'Strikethrough', 'Code', 'Link', 'List', 'Quote']) await button(name).waitFor()
  expect(await button('Formatting').getAttribute('aria-pressed')).toBe('true')
  await page.reload()
  await button('Bold').waitFor()
})

test.each([
  ['Bold', 'Control+b', 'say **word**'],
  ['Italic', 'Control+i', 'say _word_'],
  ['Strikethrough', 'Control+Shift+X', 'say ~~word~~'],
  ['Code', 'Control+Shift+C', 'say `word`'],
  ['Link', 'Control+Shift+U', 'say [word]()'],
  ['Link', 'Control+k', 'say [word]()'],
  ['Quote', 'Control+Shift+Digit9', '> say word'],
  ['List', 'Control+Shift+Digit8', '- say word'],
  ['Numbered list', 'Control+Shift+Digit7', '1. say word'],
])('%s by its button and by %s, and undo takes it back', async (name, keys, after) => {
  await type('say word')
  await selectLast(4)
  await button(name).click()
  await writes(after)
  expect(await hasFocus()).toBe(true)
  await page.keyboard.press('Control+z')
  await writes('say word')
  await type('say word')
  await selectLast(4)
  await page.keyboard.press(keys)
  await writes(after)
  await page.keyboard.press('Control+z')
  await writes('say word')
})

test('the same key once more takes the marks away', async () => {
  await type('say word')
  await selectLast(4)
  await page.keyboard.press('Control+b')
  await page.keyboard.press('Control+b')
  await writes('say word')
})

test('a list goes on with Enter, a second one ends it, and the third sends', async () => {
  await type('- one')
  await page.keyboard.press('Enter')
  await page.keyboard.type('two')
  await page.keyboard.press('Tab')
  await writes('- one\n  - two')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Enter')
  await writes('- one\n- two\n- ')
  await page.keyboard.press('Enter')
  await writes('- one\n- two\n')
  await page.keyboard.press('Control+z')
  await writes('- one\n- two\n- ')
  await page.keyboard.press('Control+Shift+z')
  await page.keyboard.press('Enter')
  await writes('')
})

test('between fences Enter makes a line, and Ctrl+Enter sends from there', async () => {
  await type('```')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.type('let a')
  await page.keyboard.press('Enter')
  await page.keyboard.type('let b')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await writes('```\nlet a\nlet b\n```\n')
  await type('```')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.type('- code')
  await page.keyboard.press('Control+Enter')
  await writes('')
})

/** Pastes as a browser does it; whether the page left it to the browser. */
const paste = (data: Record<string, string>) =>
  composer(page, 'general').evaluate((field, all) => {
    const clipboardData = new DataTransfer()
    for (const [type, text] of Object.entries(all)) clipboardData.setData(type, text)
    return field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, data)

test('an address pasted on a selection makes a link, and undo brings back the words', async () => {
  await type('see this')
  await selectLast(4)
  expect(await paste({ 'text/plain': 'https://example.com/a' })).toBe(false)
  await writes('see [this](https://example.com/a)')
  await page.keyboard.press('Control+z')
  await writes('see this')
  await type('see ')
  expect(await paste({ 'text/plain': 'https://example.com/a' })).toBe(true)
})

test('what has formats is pasted as Markdown, a table as a table, and in code all is plain', async () => {
  await type('so: ')
  await paste({ 'text/plain': 'bold', 'text/html': '<b onclick="alert(1)">bold</b><img src=x onerror="alert(1)">' })
  await writes('so: **bold**')
  await page.keyboard.press('Control+z')
  await writes('so: ')
  await type('')
  await paste({
    'text/plain': 'a\tb',
    'text/html': '<table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table>',
  })
  await until(async () => /^\| a +\| b +\|\n\| -+ \| -+ \|\n\| 1 +\| 2 +\|$/.test(await written()), { what: 'a table' })
  await type('`code ')
  expect(await paste({ 'text/plain': 'bold', 'text/html': '<b>bold</b>' })).toBe(true)
})

test('"Preview" shows the message as it will be', async () => {
  await button('Preview').click()
  const preview = page.getByRole('region', { name: 'Preview', exact: true })
  await preview.waitFor()
  await type('a **bold** word')
  await until(async () => (await preview.locator('strong, b').innerText()) === 'bold', { what: 'the bold word' })
  await composer(page, 'general').fill('')
  await button('Preview').click()
  await preview.waitFor({ state: 'detached' })
})

test('the tools are one stop of Tab, and the arrows walk in them', async () => {
  await button('Bold').focus()
  await page.keyboard.press('ArrowRight')
  expect(await button('Italic').evaluate(one => one === document.activeElement)).toBe(true)
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  expect(await button('Preview').evaluate(one => one === document.activeElement)).toBe(true)
})

test('in a plain text Tab goes on to the next thing', async () => {
  await type('plain')
  await page.keyboard.press('Tab')
  expect(await hasFocus()).toBe(false)
  await composer(page, 'general').fill('')
})

test('nobody saw an error, or a violation of the content policy', () => {
  expect(ada.complaints).toEqual([])
})
