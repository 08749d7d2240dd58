import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { composer, join, PATIENCE } from './people.ts'

setDefaultTimeout(PATIENCE)

let server: Server
let page: Page
let complaints: string[]

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  ;({ page, complaints } = await join(server.url, 'Ada', { viewport: { width: 1000, height: 700 } }))
  await composer(page, 'general').waitFor()
})
afterAll(async () => {
  expect(complaints).toEqual([])
  await server.stop()
})

const dialog = (name: string) => page.getByRole('dialog', { name, exact: true })

test.each([
  ['Alt+Shift+K', 'New message'],
  ['Control+Shift+L', 'Browse channels'],
  ['Alt+Shift+L', 'Browse channels'],
  ['Alt+Shift+E', 'People'],
  ['Alt+Shift+I', 'Channel details'],
  ['Control+.', 'Channel details'],
])('%s leads to "%s", and Esc back to the field', async (key, name) => {
  await composer(page, 'general').focus()
  await page.keyboard.press(key)
  await dialog(name).waitFor()
  await page.keyboard.press('Escape')
  await dialog(name).waitFor({ state: 'detached' })
})

test('the list is put away by key, and comes back by key and by its button', async () => {
  const list = page.getByRole('navigation', { name: 'Channels', exact: true })
  await page.keyboard.press('Alt+Shift+D')
  await list.waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: 'Channels', exact: true }).click()
  await list.waitFor()
  await page.keyboard.press('Alt+Shift+D')
  await list.waitFor({ state: 'hidden' })
  await page.keyboard.press('Alt+Shift+D')
  await list.waitFor()
})
