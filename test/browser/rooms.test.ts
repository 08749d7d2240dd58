import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { channelLink, composer, goTo, join, log, message, PATIENCE, type Person, say } from './people.ts'
import { type Joined, speaker } from './speaker.ts'

setDefaultTimeout(PATIENCE)

let server: Server
let grace: Joined
const everybody: Person[] = []

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  grace = await speaker(server, 'Grace')
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

const arrive = async (name: string, width = 1440): Promise<{ page: Page; id: string }> => {
  const person = await join(server.url, name, { viewport: { width, height: 800 } })
  everybody.push(person)
  const kept = await person.page.evaluate(() => localStorage.getItem('flack.user'))
  return { page: person.page, id: JSON.parse(kept ?? '{}').id }
}
const hidden = async (name: string, ...users: string[]): Promise<string> => {
  const { channel } = await grace.ask('channel.create', { name, private: true })
  if (users.length > 0) await grace.ask('channel.invite', { channel, users })
  return String(channel)
}
const openList = async (page: Page, width: number) => {
  if (width < 640) await page.getByRole('button', { name: 'Channels', exact: true }).click()
}
const isGone = (page: Page, name: string) =>
  page.getByText(`You are not in #${name} any more.`, { exact: true }).waitFor()

for (const width of [1440, 360]) {
  test(`a private channel is there for its members alone, ${width} px wide`, async () => {
    const name = `secret-${width}`
    const [ada, bob] = [await arrive(`Ada ${width}`, width), await arrive(`Bob ${width}`, width)]
    await openList(ada.page, width)
    await ada.page.getByRole('button', { name: 'Create channel', exact: true }).press('Enter')
    const dialog = ada.page.getByRole('dialog', { name: 'Create channel' })
    await dialog.getByRole('textbox', { name: 'Channel name', exact: true }).fill(name)
    await dialog.getByRole('checkbox', { name: 'Private', exact: true }).press('Space')
    await dialog.getByRole('textbox', { name: 'Channel name', exact: true }).press('Enter')
    await composer(ada.page, name).waitFor()
    await ada.page.getByText('Only its members can find it.').waitFor()
    await say(ada.page, name, 'For us')
    await message(ada.page, 'For us').waitFor()
    const id = new URL(ada.page.url()).pathname
    // Whoever is not in it is told just what is told of a channel that there is not.
    await bob.page.goto(server.url + id)
    await bob.page.getByText('There is nothing here.', { exact: true }).waitFor()
    await openList(bob.page, width)
    await channelLink(bob.page, 'general').waitFor()
    expect(await channelLink(bob.page, name).count()).toBe(0)
  })
}

test('who is added has the channel at once, who is removed has nothing of it, and is told so', async () => {
  const ada = await arrive('Ada')
  const channel = await hidden('plans', ada.id)
  await grace.say(channel, ['The plan'])
  await goTo(ada.page, 'plans')
  await message(ada.page, 'The plan').waitFor()
  await log(ada.page).getByText('Grace added Ada.').waitFor()
  await grace.ask('channel.remove', { channel, user: ada.id })
  await isGone(ada.page, 'plans')
  await channelLink(ada.page, 'plans').waitFor({ state: 'detached' })
  expect(await ada.page.getByText('The plan').count()).toBe(0)
  await ada.page.reload()
  await ada.page.getByText('There is nothing here.', { exact: true }).waitFor()
})

test('what one wrote in a channel and could not send is kept when one is removed, with the reason', async () => {
  const ada = await arrive('Eve')
  const channel = await hidden('attic', ada.id)
  await goTo(ada.page, 'attic')
  await ada.page.context().setOffline(true)
  await say(ada.page, 'attic', 'A thought that comes too late')
  await message(ada.page, 'A thought that comes too late').waitFor()
  await grace.ask('channel.remove', { channel, user: ada.id })
  await ada.page.context().setOffline(false)
  await isGone(ada.page, 'attic')
  const kept = ada.page.getByRole('region', { name: 'Not sent', exact: true })
  await kept.getByText('A thought that comes too late', { exact: true }).waitFor()
  await kept.getByText('There is no such channel.').waitFor()
  await kept.getByRole('button', { name: 'Discard', exact: true }).click()
  await kept.waitFor({ state: 'detached' })
})

test('what happens to a channel is told in quiet lines, which make nothing unread', async () => {
  const ada = await arrive('Fay')
  const channel = await grace.create('club')
  await goTo(ada.page, 'club')
  await grace.ask('channel.describe', { channel, topic: 'Chess on Friday' })
  await log(ada.page).getByText('Grace set the topic: Chess on Friday').waitFor()
  await ada.page.getByText('Chess on Friday', { exact: true }).first().waitFor()
  await grace.ask('channel.rename', { channel, name: 'chess-club' })
  await composer(ada.page, 'chess-club').waitFor()
  await log(ada.page).getByText('Grace renamed this from club to chess-club.').waitFor()
  await ada.page.getByRole('button', { name: 'Join #chess-club', exact: true }).click()
  await goTo(ada.page, 'general')
  await grace.ask('channel.describe', { channel, topic: 'Go on Friday' })
  await grace.ask('channel.archive', { channel })
  await channelLink(ada.page, 'chess-club').waitFor({ state: 'detached' })
  await until(async () => (await ada.page.title()) === '#general – Flack', { what: 'a tab without news' })
  await ada.page.goto(`${server.url}/c/${channel}`)
  await ada.page.getByText('This channel is archived. It can be read, and no more.', { exact: true }).waitFor()
  expect(await composer(ada.page, 'chess-club').count()).toBe(0)
})
