import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { channelLink, composer, createChannel, goTo, join, log, overflow, PATIENCE, type Person } from './people.ts'
import { type Joined, speaker } from './speaker.ts'

setDefaultTimeout(PATIENCE)

let server: Server
let crowd: Joined[]
const everybody: Person[] = []

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  crowd = await Promise.all(['Grace Hopper', 'Alan Kay', 'Barbara Liskov'].map(name => speaker(server, name)))
})
afterEach(async () => {
  for (const { complaints, page } of everybody.splice(0)) {
    expect(complaints).toEqual([])
    await page.context().close()
  }
})
afterAll(async () => {
  for (const one of crowd) one.close()
  await server.stop()
})

const arrive = async (name: string, width = 1440): Promise<Page> => {
  const person = await join(server.url, name, { viewport: { width, height: 800 } })
  everybody.push(person)
  return person.page
}
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Channel details', exact: true })
const openDetails = async (page: Page, section?: string) => {
  await page.getByRole('button', { name: 'Channel details', exact: true }).press('Enter')
  if (section !== undefined) await dialog(page).getByRole('tab', { name: section, exact: true }).click()
}
const openList = async (page: Page, width: number) => {
  if (width < 640) await page.getByRole('button', { name: 'Channels', exact: true }).click()
}

for (const width of [1440, 360]) {
  test(`topic and purpose are edited in their place, and others see them, ${width} px wide`, async () => {
    const name = `garden-${width}`
    const [ada, bob] = [await arrive(`Ada ${width}`, width), await arrive(`Bob ${width}`, width)]
    await openList(ada, width)
    await createChannel(ada, name)
    await composer(ada, name).waitFor()
    await bob.goto(`${server.url}/c/${name}`)
    await openDetails(ada)
    await dialog(ada).getByRole('button', { name: 'Edit topic', exact: true }).press('Enter')
    const topic = dialog(ada).getByRole('textbox', { name: 'Topic', exact: true })
    await topic.fill('Tomatoes')
    await topic.press('Escape')
    await topic.waitFor({ state: 'detached' })
    await dialog(ada).getByText('Nobody has said what it is about now.').waitFor()
    await dialog(ada).getByRole('button', { name: 'Edit topic', exact: true }).press('Enter')
    await topic.fill('Tomatoes')
    await topic.press('Enter')
    await dialog(ada).getByText('Tomatoes', { exact: true }).waitFor()
    await dialog(ada).getByRole('button', { name: 'Edit purpose', exact: true }).press('Enter')
    await dialog(ada).getByRole('textbox', { name: 'Purpose', exact: true }).fill('Who waters what')
    await dialog(ada).getByRole('button', { name: 'Save', exact: true }).click()
    await until(async () => (await overflow(ada)) === 0, { what: 'everything to fit' })
    await log(bob).getByText(`Ada ${width} set the topic: Tomatoes`).waitFor()
    await bob.reload()
    await composer(bob, name).waitFor()
    await openDetails(bob)
    await dialog(bob).getByText('Who waters what', { exact: true }).waitFor()
    await dialog(bob).getByText('Tomatoes', { exact: true }).waitFor()
    expect(await dialog(bob).getByRole('button', { name: 'Edit topic', exact: true }).count()).toBe(0)
  })
}

test('people are added, several at once, found, and removed again', async () => {
  const ada = await arrive('Ada')
  await createChannel(ada, 'band')
  await composer(ada, 'band').waitFor()
  await openDetails(ada, 'Members')
  await dialog(ada).getByRole('button', { name: 'Add people', exact: true }).click()
  const field = dialog(ada).getByRole('combobox', { name: 'People to add', exact: true })
  for (const name of ['Grace Hopper', 'Alan Kay']) {
    await field.fill(name)
    await dialog(ada).getByRole('option', { name, exact: true }).waitFor()
    await field.press('Enter')
  }
  await dialog(ada).getByRole('button', { name: 'Add', exact: true }).click()
  const members = dialog(ada).getByRole('list', { name: 'Members', exact: true })
  await until(async () => (await members.getByRole('listitem').count()) === 3, { what: 'three members' })
  await dialog(ada).getByRole('searchbox', { name: 'Search members', exact: true }).fill('kay')
  await until(async () => (await members.getByRole('listitem').count()) === 1, { what: 'the one that was looked for' })
  await dialog(ada).getByRole('button', { name: 'Remove Alan Kay', exact: true }).click()
  await members.getByRole('button', { name: 'Alan Kay', exact: true }).waitFor({ state: 'detached' })
  await ada.keyboard.press('Escape')
  await log(ada).getByText('Ada added Grace Hopper and Alan Kay.').waitFor()
  await log(ada).getByText('Ada removed Alan Kay.').waitFor()
})

test('a channel is renamed, made private, archived and brought back by its admin; others are not offered it', async () => {
  const [ada, bob] = [await arrive('Ida'), await arrive('Ben')]
  await createChannel(ada, 'draft')
  await composer(ada, 'draft').waitFor()
  await goTo(bob, 'draft')
  await bob.getByRole('button', { name: 'Join #draft', exact: true }).click()
  await openDetails(bob, 'Settings')
  await dialog(bob).getByText('Admins of the channel rename, archive and hide it.').waitFor()
  expect(await dialog(bob).getByRole('button', { name: 'Archive channel', exact: true }).count()).toBe(0)
  await bob.keyboard.press('Escape')
  await openDetails(ada, 'Settings')
  await dialog(ada).getByRole('textbox', { name: 'Channel name', exact: true }).fill('Final Version')
  await dialog(ada).getByRole('button', { name: 'Rename', exact: true }).click()
  await channelLink(bob, 'final-version').waitFor()
  await dialog(ada).getByRole('button', { name: 'Make private', exact: true }).click()
  await log(bob).getByText('Ida made this channel private.').waitFor()
  await dialog(ada).getByRole('button', { name: 'Archive channel', exact: true }).click()
  await bob.getByText('This channel is archived. It can be read, and no more.', { exact: true }).waitFor()
  await dialog(ada).getByRole('button', { name: 'Unarchive channel', exact: true }).click()
  await composer(bob, 'final-version').waitFor()
  await channelLink(bob, 'final-version').waitFor()
  await bob.getByRole('button', { name: 'Channel menu', exact: true }).click()
  await bob.getByRole('menuitem', { name: 'Leave channel', exact: true }).click()
  await bob
    .getByRole('dialog', { name: 'Leave #final-version?' })
    .getByRole('button', { name: 'Leave channel' })
    .click()
  await composer(bob, 'general').waitFor()
  await channelLink(bob, 'final-version').waitFor({ state: 'detached' })
})
