import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { arrive, composer, createChannel, goTo, joinAs, message, PATIENCE } from './people.ts'
import { type Joined, speaker } from './speaker.ts'

setDefaultTimeout(PATIENCE)

let server: Server
let bob: Joined
let lovelace: Joined
let page: Page
let complaints: string[]
/** The texts that the page posted, as they went over the wire. */
const posted: string[] = []

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  bob = await speaker(server, 'Bob')
  lovelace = await speaker(server, 'Ada Lovelace')
  ;({ page, complaints } = await arrive('about:blank'))
  page.on('websocket', socket =>
    socket.on('framesent', ({ payload }) => {
      const frame = JSON.parse(String(payload))
      if (frame.do === 'message.post') posted.push(frame.text)
    }),
  )
  await page.goto(server.url)
  await joinAs(page, 'Grace')
  await bob.say('#general', ['I am Bob'])
  await lovelace.say('#general', ['I am Ada Lovelace'])
  await message(page, 'I am Ada Lovelace').waitFor()
  // Opening the formats waits for the tools, which come after the first paint.
  await page.getByRole('button', { name: 'Formatting', exact: true }).click()
  await page.getByRole('button', { name: 'Bold', exact: true }).waitFor()
})
afterAll(async () => {
  bob.close()
  lovelace.close()
  await server.stop()
})

const field = () => composer(page, 'general')
const list = () => page.getByRole('listbox', { name: 'Suggestions', exact: true })
const option = (name: string) => list().getByRole('option', { name, exact: true })
const writes = (text: string) =>
  until(async () => (await field().inputValue()) === text, { what: JSON.stringify(text) })
const sends = (text: string) => until(() => posted.at(-1) === text, { what: text })
const isChosen = (name: string) =>
  until(
    async () => {
      const [chosen, said] = [
        await option(name).getAttribute('id'),
        await field().getAttribute('aria-activedescendant'),
      ]
      return chosen !== null && chosen === said && (await option(name).getAttribute('aria-selected')) === 'true'
    },
    { what: `"${name}" to be chosen` },
  )
const type = async (text: string) => {
  await field().fill('')
  await field().focus()
  await page.keyboard.type(text)
}

test('somebody is named by keys alone: the field shows the name and sends the id, and undo takes it back', async () => {
  await type('hi @lov')
  await option('Ada Lovelace').waitFor()
  await isChosen('Ada Lovelace')
  await page.keyboard.press('Enter')
  await writes('hi @Ada Lovelace ')
  await list().waitFor({ state: 'hidden' })
  await page.keyboard.press('Control+z')
  await writes('hi @lov')
  await page.keyboard.press('Control+Shift+z')
  await writes('hi @Ada Lovelace ')
  await page.keyboard.press('Enter')
  await sends(`hi <@${lovelace.id}>`)
})

test('the arrows walk as in a ring, who wrote last is first, and a name that was typed whole is known, too', async () => {
  await type('@')
  await isChosen('Ada Lovelace')
  await page.keyboard.press('ArrowDown')
  await isChosen('Bob')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  await isChosen('everyone')
  await page.keyboard.press('Escape')
  await list().waitFor({ state: 'hidden' })
  // Once it was waved away it stays so.
  await page.keyboard.type('bob')
  expect(await list().count()).toBe(0)
  await page.keyboard.press('Enter')
  await sends(`<@${bob.id}>`)
})

test('a channel is named by touch or pointer, and the field keeps the focus', async () => {
  await createChannel(page, 'team-alpha')
  await composer(page, 'team-alpha').waitFor()
  await goTo(page, 'general')
  await type('see #al')
  await option('team-alpha').click()
  await writes('see #team-alpha ')
  expect(await field().evaluate(one => one === document.activeElement)).toBe(true)
  await page.keyboard.press('Enter')
  await until(() => /^see <#C[A-Z0-9]+>$/.test(posted.at(-1) ?? ''), { what: 'the channel by its id' })
})

test('calls are calls, but not in code', async () => {
  await type('@here `@here`')
  await page.keyboard.press('Enter')
  await sends('<!here> `@here`')
})

test('an emoji by its name: chosen, or typed whole, and undo brings back what was typed', async () => {
  await type('so :tad')
  await isChosen('tada')
  await page.keyboard.press('Tab')
  await writes('so 🎉')
  await type('so :tada:')
  await writes('so 🎉')
  await page.keyboard.press('Control+z')
  await writes('so :tada:')
  await type('fine :) ')
  await writes('fine 🙂 ')
  await page.keyboard.press('Control+z')
  await writes('fine :) ')
  await type('`:tada:')
  await page.keyboard.type('` at 10:30: ')
  await writes('`:tada:` at 10:30: ')
})

test('somebody whom the page has never met is found by asking, and told to be elsewhere', async () => {
  const quiet = await speaker(server, 'Zebulon Quiet')
  await goTo(page, 'team-alpha')
  await composer(page, 'team-alpha').focus()
  await page.keyboard.type('@qui')
  await option('Zebulon Quiet').waitFor()
  await option('Zebulon Quiet').getByText('not in this channel').waitFor()
  await page.keyboard.press('Enter')
  await page.keyboard.type('hello')
  await page.keyboard.press('Enter')
  await sends(`<@${quiet.id}> hello`)
  await goTo(page, 'general')
  quiet.close()
})

test('nothing is suggested in a mail address, in code or in an empty field', async () => {
  for (const text of ['bob@', '`@b', '', 'plain']) {
    await type(text)
    expect(await list().count()).toBe(0)
  }
})

test('on a phone the list is as wide as the field and over it, and a touch picks', async () => {
  const { page: phone, complaints: faults } = await arrive(server.url, {
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
  })
  await joinAs(phone, 'Tim')
  await message(phone, 'I am Bob').waitFor()
  await phone.getByRole('button', { name: 'Formatting', exact: true }).tap()
  await phone.getByRole('button', { name: 'Bold', exact: true }).waitFor()
  await composer(phone, 'general').tap()
  await phone.keyboard.type('@b')
  const shown = phone.getByRole('listbox', { name: 'Suggestions', exact: true })
  const bobs = shown.getByRole('option', { name: 'Bob', exact: true })
  await bobs.waitFor()
  const box = await shown.boundingBox()
  const over = await composer(phone, 'general').boundingBox()
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(over?.y ?? 0)
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(360)
  expect((await bobs.boundingBox())?.height ?? 0).toBeGreaterThanOrEqual(44)
  await bobs.tap()
  expect(await composer(phone, 'general').inputValue()).toBe('@Bob ')
  expect(faults).toEqual([])
})

test('nobody saw an error, or a violation of the content policy', () => {
  expect(complaints).toEqual([])
})
