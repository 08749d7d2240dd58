import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { composer, join, log, message, PATIENCE, say } from './people.ts'
import { drawn } from './sound.ts'

setDefaultTimeout(PATIENCE)

let server: Server
beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
})
afterAll(() => server.stop())

/** More than one line of the column. */
const long = (who: string): string =>
  `${who} says something that takes its time to be said, and its room. `.repeat(4).trim()

/** The edges of what is read, of what is written, and of the conversation around both, in pixels. */
const edges = async (page: Page, said: string) => {
  const text = await message(page, said).locator('p').boundingBox()
  const face = await message(page, said).locator('.face').boundingBox()
  const field = await page.locator('.composer').boundingBox()
  const main = await page.getByRole('main').boundingBox()
  if (text === null || face === null || field === null || main === null) throw new Error('Something is not drawn.')
  return { text, face, field, main }
}

test.each([
  [360, 8],
  [1440, 20],
  [1939, 20],
])('at %d px the column begins beside the list', async (width, start) => {
  const { page } = await join(server.url, `Ada ${width}`, { viewport: { width, height: 700 } })
  const said = long(`Ada ${width}`)
  await say(page, 'general', said)
  await message(page, said).waitFor()
  const { text, face, field, main } = await edges(page, said)
  expect(field.x - main.x).toBe(start)
  expect(face.x - main.x).toBe(width === 360 ? 16 : start)
  expect(field.width).toBe(Math.min(880, main.width - 2 * start))
  expect(text.width).toBeLessThanOrEqual(640)
  await page.context().close()
})

test('where 400 px are free on both sides the column stands in the middle, and field and texts stay in one line', async () => {
  const { page } = await join(server.url, 'Ada wide', { viewport: { width: 2560, height: 700 } })
  const said = long('Ada')
  await say(page, 'general', said)
  await message(page, said).waitFor()
  const { text, face, field, main } = await edges(page, said)
  expect(field.width).toBe(880)
  expect(face.x).toBe(field.x)
  expect(text.width).toBe(640)
  expect(Math.abs(field.x - main.x - (main.x + main.width - field.x - field.width))).toBeLessThanOrEqual(1)
  await page.setViewportSize({ width: 1940, height: 700 })
  await drawn(page)
  const narrower = await edges(page, said)
  expect(narrower.field.x - narrower.main.x).toBe(400)
  await page.context().close()
})

test('the day stands on a pill that words pass behind, and a click goes through to them', async () => {
  const { page } = await join(server.url, 'Ada days', { viewport: { width: 1000, height: 400 } })
  for (let at = 0; at < 12; at++) await say(page, 'general', `line ${at}`)
  await message(page, 'line 11').waitFor()
  await composer(page, 'general').press('PageUp')
  const pill = log(page).getByText('Today', { exact: true })
  const box = await pill.boundingBox()
  const view = await log(page).boundingBox()
  if (box === null || view === null) throw new Error('There is no day.')
  expect(box.height).toBe(24)
  expect(box.y).toBeGreaterThanOrEqual(view.y)
  const under = await page.evaluate(({ x, y }) => document.elementFromPoint(x, y)?.closest('.day-name') ?? null, {
    x: box.x + 5,
    y: box.y + 5,
  })
  expect(under).toBe(null)
  await page.context().close()
})
