import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { openSeed, say, seedChannel, seedUser } from '../../bench/seed.ts'
import { temporaryFolder } from '../support/leftovers.ts'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { composer, join, log, PATIENCE, type Person } from './people.ts'

setDefaultTimeout(PATIENCE)

const DAYS = 6
const A_DAY = 40

let server: Server
let ada: Person

beforeAll(async () => {
  const dataDir = temporaryFolder('days')
  const seed = await openSeed(dataDir)
  const channel = seedChannel(seed, 'week')
  const bob = seedUser(seed, 'Bob', 'nobody-knows-this-token')
  for (let day = 1; day <= DAYS; day++)
    for (let line = 1; line <= A_DAY; line++)
      say(seed, {
        channel,
        author: bob,
        text: `day ${day}, line ${line}`,
        at: Date.UTC(2024, 4, day, 12) + line * 1000,
      })
  seed.close()
  server = await startServer({ dataDir, env: { FLACK_LIMITS: 'off' } })
  ada = await join(server.url, 'Ada', { viewport: { width: 1000, height: 700 }, timezoneId: 'UTC' })
  await ada.page.goto(`${server.url}/c/week`)
  await composer(ada.page, 'week').waitFor()
})
afterAll(async () => {
  await server.stop()
})

/** Waits until the first line of a day stands below the upper edge. */
const isAt = (day: number) =>
  until(
    () =>
      log(ada.page).evaluate((box, text) => {
        const edge = box.getBoundingClientRect().top
        const line = [...box.querySelectorAll('article')].find(one => one.querySelector('p')?.textContent === text)
        const top = (line?.getBoundingClientRect().top ?? Number.POSITIVE_INFINITY) - edge
        return top >= 0 && top < 80
      }, `day ${day}, line 1`),
    { what: `the beginning of day ${day}` },
  )

test('Shift+Page Up and Down go from day to day, out of the empty field and from a message, through what is not loaded yet', async () => {
  const { page } = ada
  await log(page).getByText(`day ${DAYS}, line ${A_DAY}`, { exact: true }).waitFor()
  await composer(page, 'week').focus()
  for (let day = DAYS; day >= 1; day--) {
    await page.keyboard.press('Shift+PageUp')
    await isAt(day)
  }
  await page.keyboard.press('Shift+PageDown')
  await isAt(2)
  await page.keyboard.press('Shift+PageDown')
  await isAt(3)
})

test('in a field with words in it they select, as everywhere', async () => {
  const { page } = ada
  await composer(page, 'week').fill('two words')
  await page.keyboard.press('Shift+PageUp')
  const selected = await composer(page, 'week').evaluate((field: HTMLTextAreaElement) =>
    field.value.slice(field.selectionStart, field.selectionEnd),
  )
  expect(selected).toBe('two words')
  expect(ada.complaints).toEqual([])
})
