import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { join, overflow, PATIENCE, type Person } from './people.ts'

setDefaultTimeout(PATIENCE)

let server: Server
const everybody: Person[] = []

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
})
afterEach(async () => {
  for (const { complaints, page } of everybody.splice(0)) {
    expect(complaints).toEqual([])
    await page.context().close()
  }
})
afterAll(() => server.stop())

const arrive = async (name: string, width: number): Promise<Page> => {
  const person = await join(server.url, name, { viewport: { width, height: 900 } })
  everybody.push(person)
  if (width < 640) await person.page.getByRole('button', { name: 'Channels', exact: true }).click()
  return person.page
}

for (const width of [1440, 360]) {
  test(`what one says of oneself is edited in its place and seen by others at once, ${width} px wide`, async () => {
    const [adaName, bobName] = [`Ada ${width}`, `Bob ${width}`]
    const [ada, bob] = [await arrive(adaName, width), await arrive(bobName, width)]
    const own = ada.getByRole('dialog', { name: 'Profile', exact: true })
    await ada.getByRole('button', { name: 'Profile', exact: true }).click()
    const say = async (part: string, text: string) => {
      await own.getByRole('button', { name: `Edit ${part.toLowerCase()}`, exact: true }).press('Enter')
      await own.getByRole('textbox', { name: part, exact: true }).fill(text)
      await own.getByRole('textbox', { name: part, exact: true }).press('Enter')
      await own.getByRole('textbox', { name: part, exact: true }).waitFor({ state: 'detached' })
      await own.getByText(text, { exact: true }).waitFor()
    }
    await say('Title', 'Gardener')
    await say('Handle', `ada${width}`)
    await say('Time zone', 'Asia/Tokyo')
    await until(async () => (await overflow(ada)) === 0, { what: 'everything to fit' })
    const people = bob.getByRole('dialog', { name: 'People', exact: true })
    await bob.getByRole('button', { name: 'People', exact: true }).press('Enter')
    await people.getByRole('searchbox', { name: 'Search people', exact: true }).fill('gardener')
    await people.getByRole('button', { name: adaName, exact: true }).getByText('Gardener').waitFor()
    await people.getByRole('button', { name: adaName, exact: true }).click()
    const profile = bob.getByRole('dialog', { name: `Profile of ${adaName}`, exact: true })
    await profile.getByText(`@ada${width}`, { exact: true }).waitFor()
    await profile.getByText(/local time/).waitFor()
    await say('Title', 'Head gardener')
    await profile.getByText('Head gardener', { exact: true }).waitFor()
  })
}

test('a handle that somebody has is refused beside what was typed, which stays', async () => {
  const [cy, dan] = [await arrive('Cy', 1000), await arrive('Dan', 1000)]
  for (const page of [cy, dan]) await page.getByRole('button', { name: 'Profile', exact: true }).click()
  const handle = (page: Page) => page.getByRole('textbox', { name: 'Handle', exact: true })
  const edit = async (page: Page, text: string) => {
    await page.getByRole('button', { name: 'Edit handle', exact: true }).click()
    await handle(page).fill(text)
    await handle(page).press('Enter')
  }
  await edit(cy, 'boss')
  await handle(cy).waitFor({ state: 'detached' })
  await edit(dan, 'boss')
  await dan.getByText('Somebody here is already @boss.').waitFor()
  expect(await handle(dan).inputValue()).toBe('boss')
})
