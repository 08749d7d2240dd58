import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { composer, join, message, overflow, PATIENCE, type Person } from './people.ts'

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

const dialog = () => page.getByRole('dialog', { name: 'Emoji', exact: true })
const search = () => dialog().getByRole('searchbox', { name: 'Search emoji', exact: true })
const emoji = (name: string) => dialog().getByRole('button', { name, exact: true })
const writes = (text: string) =>
  until(async () => (await composer(page, 'general').inputValue()) === text, { what: JSON.stringify(text) })
const open = async () => {
  await page.getByRole('button', { name: 'Emoji', exact: true }).click()
  await search().waitFor()
}
const isFocused = (name: string) =>
  until(() => emoji(name).evaluate(one => one === document.activeElement), { what: `the focus on ${name}` })

test('an emoji is picked by the pointer, comes where the caret is, and undo takes it back', async () => {
  await composer(page, 'general').fill('ab')
  await composer(page, 'general').press('ArrowLeft')
  await open()
  await emoji('joy').click()
  await writes('a😂b')
  expect(await composer(page, 'general').evaluate(field => field === document.activeElement)).toBe(true)
  await page.keyboard.press('Control+z')
  await writes('ab')
  await composer(page, 'general').fill('')
})

test('an emoji is found by a word for it, and picked by keys alone', async () => {
  await composer(page, 'general').focus()
  await page.keyboard.type('well ')
  await page.getByRole('button', { name: 'Emoji', exact: true }).press('Enter')
  await search().waitFor()
  await page.keyboard.type('thumbs up')
  await emoji('+1').waitFor()
  expect(await emoji('+1').getAttribute('title')).toBe('thumbs up')
  await page.keyboard.press('Enter')
  await writes('well 👍️')
  await page.keyboard.press('Enter')
  await message(page, 'well 👍️').waitFor()
})

test('arrows walk through the grid, a letter goes back to the search, and Esc leaves', async () => {
  await open()
  await page.keyboard.press('ArrowDown')
  // Those that were used last come first.
  await isFocused('+1')
  await page.keyboard.press('ArrowRight')
  await isFocused('joy')
  await page.keyboard.press('ArrowDown')
  await isFocused('smiley') // in the row below
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.type('zzzz')
  expect(await search().inputValue()).toBe('zzzz')
  await dialog().getByText('No emoji is called that.').waitFor()
  await search().fill('')
  await page.keyboard.press('Escape')
  await dialog().waitFor({ state: 'hidden' })
  expect(await composer(page, 'general').inputValue()).toBe('')
})

test('the groups after the first one are drawn as one comes to them', async () => {
  await open()
  expect(await emoji('flag-no').count()).toBe(0)
  const list = dialog().getByRole('group', { name: 'Smileys and feelings' }).locator('..')
  const toEnd = async () => {
    await list.evaluate(box => box.scrollTo(0, box.scrollHeight))
    return (await emoji('flag-no').count()) === 1
  }
  await until(toEnd, { what: 'the last group' })
  await page.keyboard.press('Escape')
})

test('a skin tone is kept', async () => {
  await open()
  await dialog().getByRole('radio', { name: 'Medium', exact: true }).check({ force: true })
  await search().fill('wave')
  await emoji('wave').click()
  await writes('👋🏽')
  await composer(page, 'general').fill('')
  await page.reload()
  await open()
  expect(await dialog().getByRole('radio', { name: 'Medium', exact: true }).isChecked()).toBe(true)
  await page.keyboard.press('Escape')
})

test('a tab leads to its group, also with keys, and says where one is', async () => {
  await open()
  const tab = (name: string) =>
    dialog().getByRole('toolbar', { name: 'Groups' }).getByRole('button', { name, exact: true })
  await tab('Flags').click()
  await emoji('flag-no').waitFor()
  await until(async () => (await tab('Flags').getAttribute('aria-current')) === 'true', {
    what: 'the tab of the flags',
  })
  await tab('Flags').focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await until(async () => (await tab('Smileys and feelings').getAttribute('aria-current')) === 'true', {
    what: 'the tab of the first group',
  })
  await page.keyboard.press('Escape')
})

test("emoji are found by words of one's own language, in the picker and while one types", async () => {
  const eva = await join(server.url, 'Eva', { locale: 'de-AT' })
  const field = composer(eva.page, 'general')
  await eva.page.getByRole('button', { name: 'Emoji', exact: true }).click()
  const german = eva.page.getByRole('dialog', { name: 'Emoji', exact: true })
  await german.getByRole('searchbox').fill('Daumen')
  await german.getByRole('button', { name: '+1', exact: true }).click()
  await until(async () => (await field.inputValue()) === '👍️', { what: 'the thumb' })
  await field.pressSequentially(' :handesch')
  await eva.page.getByRole('option', { name: 'handshake', exact: true }).waitFor()
  expect(eva.complaints).toEqual([])
})

test('beside a message are the emoji that one uses most, not those used last', async () => {
  await composer(page, 'general').fill('used')
  await page.keyboard.press('Enter')
  const line = message(page, 'used')
  const react = async (name: string) => {
    await line.hover()
    await line.getByRole('button', { name: 'Add reaction', exact: true }).first().click()
    await search().fill(name)
    await emoji(name).click()
    await dialog().waitFor({ state: 'hidden' })
  }
  for (const name of ['rocket', 'rocket', 'rocket', 'cat', 'dog', 'mouse']) await react(name)
  await line.hover()
  const quick = line.locator('.quick-reaction')
  await quick.first().waitFor()
  expect(await quick.first().getAttribute('title')).toBe('rocket')
})

test('those that are typed count as used: by their name, by an emoticon, and picked from what is suggested', async () => {
  const field = composer(page, 'general')
  await field.fill('')
  const signs: string[] = []
  const typed = async (keys: string, sign: string) => {
    await field.pressSequentially(keys)
    signs.push(sign)
    await until(async () => (await field.inputValue()).trim() === signs.join(' '), { what: sign })
    if (!keys.endsWith(' ')) await field.pressSequentially(' ')
  }
  // Under the name of the picker, whichever of its names was typed.
  for (let time = 0; time < 6; time++) await typed(':thumbsup:', '👍️')
  for (let time = 0; time < 5; time++) await typed(':) ', '🙂')
  await field.pressSequentially(':octop')
  await page.getByRole('option', { name: 'octopus', exact: true }).waitFor()
  await page.keyboard.press('Enter')
  await until(async () => (await field.inputValue()).includes('🐙'), { what: 'the octopus' })
  const kept = await page.evaluate(() => localStorage.getItem('flack.emoji') ?? '')
  expect(kept.split(' ').slice(0, 2)).toEqual(['octopus=1', expect.stringMatching(/^slightly_smiling_face=/)])
  await field.fill('')
  await page.mouse.move(0, 0)
  const line = message(page, 'used')
  await line.hover()
  const quick = line.locator('.quick-reaction')
  await quick.first().waitFor()
  expect(await quick.first().getAttribute('title')).toBe('thumbs up')
})

test('on a phone it covers the screen, and a touch picks', async () => {
  const tim = await join(server.url, 'Tim', { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true })
  await tim.page.getByRole('button', { name: 'Emoji', exact: true }).tap()
  const all = tim.page.getByRole('dialog', { name: 'Emoji', exact: true })
  const joy = all.getByRole('button', { name: 'joy', exact: true })
  await joy.waitFor()
  expect(await all.boundingBox()).toEqual({ x: 0, y: 0, width: 360, height: 740 })
  expect((await joy.boundingBox())?.height ?? 0).toBeGreaterThanOrEqual(44)
  expect(await overflow(tim.page)).toBe(0)
  await joy.tap()
  await tim.page.getByRole('button', { name: 'Send', exact: true }).tap()
  await message(page, '😂').waitFor()
  expect(tim.complaints).toEqual([])
})

test('nobody saw an error, or a violation of the content policy', () => {
  expect(ada.complaints).toEqual([])
})
