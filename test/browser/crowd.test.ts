import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { composer, goTo, join, log, message, PATIENCE, type Person } from './people.ts'
import { type Joined, type Speaker, speaker } from './speaker.ts'

setDefaultTimeout(PATIENCE)

const ZONES = ['Europe/Berlin', 'Europe/Paris', 'Asia/Tokyo', 'America/Lima']

let server: Server
let ada: Person
let people: Joined[]
let quiet: Speaker
let small: string

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  people = await Promise.all(Array.from({ length: 104 }, (_, at) => speaker(server, `Person ${at}`)))
  for (const [at, zone] of ZONES.entries()) await people[at]?.ask('preference.set', { name: 'zone', value: zone })
  quiet = people[0] as Joined
  small = await quiet.create('small')
  ada = await join(server.url, 'Ada', { timezoneId: 'Asia/Tokyo' })
  await goTo(ada.page, 'small')
  await ada.page.getByRole('button', { name: 'Join #small' }).click()
  expect(small).toMatch(/^C/)
})

afterAll(async () => {
  for (const one of people) one.close()
  await server.stop()
})

/** As from the clipboard: all of it at once. */
const paste = async (channel: string, text: string) => {
  await composer(ada.page, channel).focus()
  await ada.page.keyboard.insertText(text)
}

test('pasting much where many read names the channel in the button, which is still called "Send"', async () => {
  const { page } = ada
  const send = page.getByRole('button', { name: 'Send', exact: true })
  for (const width of [360, 1440]) {
    await page.setViewportSize({ width, height: 800 })
    await goToWide(width, 'general')
    await paste('general', 'y'.repeat(400))
    await paste('general', `${'x'.repeat(501)}`)
    await page.getByText('to #general', { exact: true }).waitFor()
    expect(await send.innerText()).toContain('Send')
    const description = (await send.getAttribute('aria-describedby'))?.split(' ') ?? []
    const words = await Promise.all(description.map(id => page.locator(`[id="${id}"]`).textContent()))
    expect(words).toContain('to #general')
    await send.click()
    await page.getByText('to #general', { exact: true }).waitFor({ state: 'detached' })
  }
  await page.setViewportSize({ width: 1440, height: 800 })
  await goTo(page, 'small')
  await paste('small', 'z'.repeat(600))
  await send.click()
  await message(page, 'z'.repeat(600)).waitFor()
  await goTo(page, 'general')
  // What one writes oneself needs no reminder.
  await composer(page, 'general').fill('short')
  expect(await send.innerText()).toBe('')
  await composer(page, 'general').fill('')
})

const goToWide = async (width: number, channel: string) => {
  if (width < 700) await ada.page.goto(`${server.url}/c/${channel}`)
  await composer(ada.page, channel).waitFor()
}

test('before many are called it is said how many, and in how many time zones; going back keeps the text', async () => {
  const { page } = ada
  const field = composer(page, 'general')
  await field.fill('@channel, lunch')
  await field.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Call 105 people' })
  // Berlin and Paris have the same time; Tokyo is Ada's own zone too.
  await dialog.getByText('You are about to call 105 people in 3 time zones.', { exact: true }).waitFor()
  await dialog.getByRole('button', { name: 'Back to the message', exact: true }).click()
  await until(async () => (await page.evaluate(() => document.activeElement?.tagName)) === 'TEXTAREA', {
    what: 'the focus in the field',
  })
  expect(await field.inputValue()).toBe('@channel, lunch')
  await field.press('Enter')
  await dialog.waitFor()
  await page.keyboard.press('Enter')
  await log(page).getByRole('article').filter({ hasText: '@channel, lunch' }).waitFor()
  expect(await field.inputValue()).toBe('')
})

test('@here says that it calls who is online; in code, and where few are, nothing is asked', async () => {
  const { page } = ada
  const field = composer(page, 'general')
  await field.fill('@here now')
  await field.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Call who is online' })
  await dialog
    .getByText('You are about to call those of 105 people in 3 time zones who are online.', { exact: true })
    .waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await field.fill('`@channel` is how one calls')
  await field.press('Enter')
  await log(page).getByRole('article').filter({ hasText: 'is how one calls' }).waitFor()
  await goTo(page, 'small')
  await composer(page, 'small').fill('@channel few')
  await composer(page, 'small').press('Enter')
  await log(page).getByRole('article').filter({ hasText: '@channel few' }).waitFor()
})

test('that somebody is not in the channel is told to the author alone', async () => {
  const { page } = ada
  await goTo(page, 'small')
  const field = composer(page, 'small')
  for (const name of ['Person 7', 'Person 0']) {
    await field.pressSequentially(`@${name}`)
    await page.getByRole('option', { name, exact: true }).waitFor()
    await page.keyboard.press('Escape')
    await field.pressSequentially(' and ')
  }
  await field.press('Enter')
  const line = log(page).getByRole('article').filter({ hasText: '@Person 7 and' })
  await line.getByText('Person 7 is not in #small.', { exact: true }).waitFor()
  const { rows } = (await quiet.ask('history', { channel: '#small', limit: 1 })) as { rows: { text: string }[] }
  expect(rows[0]?.text).not.toContain('is not in')
  await line.getByRole('button', { name: 'Add', exact: true }).click()
  await line.getByText('is not in').waitFor({ state: 'detached' })
  const { members } = (await quiet.ask('audience', { channel: '#small' })) as { members: number }
  expect(members).toBe(3)
  // Who was added is told of the message, and it is the first that they have not read.
  const added = people[7] as Joined
  const { places } = await untilTold(added)
  expect(places).toMatchObject([{ name: 'small', unread: 1, mentions: 1 }])
})

/** The place of a channel, once the one mention in it is counted. */
const untilTold = async (someone: Joined) => {
  let answer: { places: { channel: string; mentions?: number }[] } = { places: [] }
  await until(
    async () => {
      answer = (await someone.ask('places', { channels: [small] })) as typeof answer
      return answer.places[0]?.mentions === 1
    },
    { what: 'the mention' },
  )
  return answer
}

test('nobody saw an error, or a violation of the content policy', () => expect(ada.complaints).toEqual([]))
