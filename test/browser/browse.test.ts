import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { channelLink, composer, join, overflow, PATIENCE, type Person } from './people.ts'
import { type Joined, speaker } from './speaker.ts'

setDefaultTimeout(PATIENCE)

let server: Server
let grace: Joined
const everybody: Person[] = []

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  grace = await speaker(server, 'Grace')
  for (let at = 0; at < 60; at++) await grace.create(`room-${String(at).padStart(2, '0')}`)
  const old = await grace.create('old-plans')
  await grace.ask('channel.archive', { channel: old })
  const books = await grace.create('books')
  await grace.ask('channel.describe', { channel: books, topic: 'What we read' })
})
afterEach(async () => {
  for (const { complaints, page } of everybody.splice(0)) {
    expect(complaints).toEqual([])
    await page.context().close()
  }
})
afterAll(async () => {
  grace.close()
  await server.stop()
})

const arrive = async (name: string, width: number): Promise<Page> => {
  const person = await join(server.url, name, { viewport: { width, height: 800 } })
  everybody.push(person)
  if (width < 640) await person.page.getByRole('button', { name: 'Channels', exact: true }).click()
  return person.page
}
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Browse channels', exact: true })
const lines = (page: Page) => dialog(page).getByRole('listitem')
const browse = (page: Page) => page.getByRole('button', { name: 'Browse channels', exact: true }).press('Enter')
const search = (page: Page, letters: string) =>
  dialog(page).getByRole('searchbox', { name: 'Search channels', exact: true }).fill(letters)

for (const width of [1440, 360]) {
  test(`channels are found by name and topic, joined and left without being opened, ${width} px wide`, async () => {
    const [ada, bob] = [await arrive(`Ada ${width}`, width), await arrive(`Bob ${width}`, width)]
    await browse(ada)
    await until(async () => (await lines(ada).count()) === 50, { what: 'the first page' })
    await dialog(ada).getByRole('button', { name: 'Show more', exact: true }).click()
    await until(async () => (await lines(ada).count()) === 62, { what: 'all of them' })
    await until(async () => (await overflow(ada)) === 0, { what: 'everything to fit' })
    await search(ada, 'we read')
    await until(async () => (await lines(ada).count()) === 1, { what: 'the one with this topic' })
    const before = await lines(ada).innerText()
    await dialog(ada).getByRole('button', { name: 'Join #books', exact: true }).press('Enter')
    await dialog(ada).getByRole('button', { name: 'Leave #books', exact: true }).waitFor()
    expect(await lines(ada).innerText()).not.toBe(before)
    await browse(bob)
    await dialog(bob).getByRole('combobox', { name: 'Sort by', exact: true }).selectOption('Members')
    await until(async () => (await lines(bob).nth(1).innerText()).includes('books'), { what: '#books after #general' })
    await dialog(ada).getByRole('button', { name: 'Leave #books', exact: true }).press('Enter')
    await dialog(ada).getByRole('button', { name: 'Join #books', exact: true }).waitFor()
    await dialog(ada).getByRole('link', { name: 'books', exact: true }).click()
    await dialog(ada).waitFor({ state: 'detached' })
    await composer(ada, 'books').waitFor()
  })
}

test('archived channels are there on request, and what there is not can be created', async () => {
  const ada = await arrive('Cy', 1000)
  await browse(ada)
  await search(ada, 'plans')
  await dialog(ada).getByText('No channel with “plans” in it.').waitFor()
  await dialog(ada).getByRole('checkbox', { name: 'Archived channels, too', exact: true }).check()
  await dialog(ada).getByRole('link', { name: 'old-plans', exact: true }).waitFor()
  await search(ada, 'new-plans')
  await dialog(ada).getByText('No channel with “new-plans” in it.').waitFor()
  await dialog(ada).getByRole('button', { name: 'Create channel', exact: true }).click()
  await ada.getByRole('dialog', { name: 'Create channel' }).getByRole('button', { name: 'Create', exact: true }).click()
  await composer(ada, 'new-plans').waitFor()
  await channelLink(ada, 'new-plans').waitFor()
})
