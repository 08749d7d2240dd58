import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { composer, join, message, PATIENCE, type Person } from './people.ts'

setDefaultTimeout(PATIENCE)

let server: Server
let ada: Person

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  ada = await join(server.url, 'Ada')
})
afterAll(async () => {
  await server.stop()
})

test('on a touch screen the return key makes a line, and the button sends', async () => {
  const { page, complaints } = await join(server.url, 'Tim', {
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
  })
  const field = composer(page, 'general')
  expect(await field.getAttribute('enterkeyhint')).toBe('enter')
  await field.tap()
  await page.keyboard.type('one')
  await page.keyboard.press('Enter')
  await page.keyboard.type('two')
  expect(await field.inputValue()).toBe('one\ntwo')
  await page.getByRole('button', { name: 'Send', exact: true }).tap()
  await message(ada.page, 'one\ntwo').waitFor()
  // Where there is a keyboard after all, it sends with Ctrl.
  await field.fill('by a keyboard')
  await field.press('Control+Enter')
  await message(ada.page, 'by a keyboard').waitFor()
  expect(complaints).toEqual([])
})

test('Ctrl+K is found by its place on a layout without Latin letters', async () => {
  const { page } = ada
  await page.evaluate(() =>
    document.activeElement?.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'л', code: 'KeyK', ctrlKey: true, bubbles: true, cancelable: true }),
    ),
  )
  await page.getByRole('combobox').waitFor()
})

test('an Enter that ends a composition, told after its end, goes nowhere', async () => {
  const { page } = ada
  const lookup = page.getByRole('combobox')
  await lookup.fill('general')
  await lookup.evaluate(field =>
    field.dispatchEvent(
      new KeyboardEvent('keydown', {
        key: 'Enter',
        keyCode: 229,
        bubbles: true,
        cancelable: true,
      } as KeyboardEventInit),
    ),
  )
  expect(await lookup.isVisible()).toBe(true)
  await page.keyboard.press('Escape')
  await lookup.waitFor({ state: 'hidden' })
})

test('one draft in two tabs is one: what was sent there cannot be sent again here', async () => {
  const { page, complaints } = ada
  const other = await page.context().newPage()
  await composer(page, 'general').fill('said once')
  await other.goto(page.url())
  await until(async () => (await composer(other, 'general').inputValue()) === 'said once', { what: 'the draft' })
  await composer(other, 'general').pressSequentially('!')
  const here = async () => composer(page, 'general').inputValue()
  await until(async () => (await here()) === 'said once!', { what: 'the field to follow' })
  await composer(other, 'general').press('Enter')
  await until(async () => (await here()) === '', { what: 'the field to be empty' })
  await composer(page, 'general').press('Enter')
  await message(page, 'said once!').waitFor()
  expect(await message(page, 'said once!').count()).toBe(1)
  await other.close()
  expect(complaints).toEqual([])
})

test('where the storage of the browser is full it is said that a draft is not kept, until it is again', async () => {
  const { page, complaints } = ada
  const words = page.getByText('The storage of this browser is full')
  await page.evaluate(() => {
    for (let size = 4_000_000, name = 0; size >= 1; name++) {
      try {
        localStorage.setItem(`ballast ${name}`, 'x'.repeat(size))
      } catch {
        size = Math.floor(size / 2)
      }
    }
  })
  await composer(page, 'general').fill('a thought that is nowhere else')
  await words.waitFor()
  await page.evaluate(() => {
    for (const key of Object.keys(localStorage)) if (key.startsWith('ballast')) localStorage.removeItem(key)
  })
  await composer(page, 'general').fill('a thought that is kept')
  await words.waitFor({ state: 'detached' })
  await page.reload()
  await until(async () => (await composer(page, 'general').inputValue()) === 'a thought that is kept', { what: 'it' })
  await composer(page, 'general').fill('')
  expect(complaints).toEqual([])
})

test('nobody saw an error, or a violation of the content policy', () => {
  expect(ada.complaints).toEqual([])
})
