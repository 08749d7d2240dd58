import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { channelLink, composer, join, message, overflow, PATIENCE, type Person, say } from './people.ts'
import { speaker } from './speaker.ts'

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

const arrive = async (name: string, width = 1440): Promise<Page> => {
  const person = await join(server.url, name, { viewport: { width, height: 800 } })
  everybody.push(person)
  return person.page
}

const list = (page: Page) => page.getByRole('navigation', { name: 'Direct messages', exact: true })
const directLink = (page: Page, name: string) => list(page).getByRole('link', { name, exact: true })
const writeTo = (page: Page, title: string) => page.getByRole('textbox', { name: `Message ${title}`, exact: true })
const dialog = (page: Page) => page.getByRole('dialog', { name: 'New message', exact: true })
const openList = async (page: Page, width: number) => {
  if (width < 640) await page.getByRole('button', { name: 'Channels', exact: true }).click()
}

/** By keyboard alone, once the dialog is open. */
const begin = async (page: Page, names: readonly string[]) => {
  await page.getByRole('button', { name: 'New message', exact: true }).press('Enter')
  const field = dialog(page).getByRole('combobox', { name: 'To', exact: true })
  for (const name of names) {
    await field.fill(name)
    await dialog(page).getByRole('option', { name, exact: true }).waitFor()
    await field.press('Enter')
    await dialog(page)
      .getByRole('button', { name: `Remove ${name}`, exact: true })
      .waitFor()
  }
  await field.press('Enter')
}

for (const width of [1440, 360]) {
  test(`two people write to each other, ${width} px wide`, async () => {
    const [adaName, bobName] = [`Ada ${width}`, `Bob ${width}`]
    const [ada, bob] = [await arrive(adaName, width), await arrive(bobName, width)]
    await openList(ada, width)
    await begin(ada, [bobName])
    await writeTo(ada, bobName).waitFor()
    await until(async () => (await overflow(ada)) === 0, { what: 'everything to fit' })
    // Nobody hears of a conversation in which nothing was said.
    await openList(bob, width)
    await list(bob).waitFor()
    expect(await list(bob).getByRole('link').count()).toBe(0)
    await writeTo(ada, bobName).fill('Only for you')
    await writeTo(ada, bobName).press('Enter')
    await directLink(bob, adaName).waitFor()
    await until(async () => (await directLink(bob, adaName).getAttribute('aria-describedby')) !== null, {
      what: 'a word about the one that is unread',
    })
    const note = bob.locator(`[id="${await directLink(bob, adaName).getAttribute('aria-describedby')}"]`)
    await until(async () => (await note.innerText()).includes('1 unread'), { what: '1 unread' })
    await until(async () => (await bob.title()).startsWith('(1) '), { what: 'the number in the tab' })
    await directLink(bob, adaName).click()
    await message(bob, 'Only for you').waitFor()
    await until(async () => bob.title().then(title => title === `${adaName} – Flack`), { what: 'the name in the tab' })
    await writeTo(bob, adaName).fill('Thank you')
    await writeTo(bob, adaName).press('Enter')
    await message(ada, 'Thank you').waitFor()
    await bob.reload()
    await message(bob, 'Thank you').waitFor()
    await writeTo(bob, adaName).waitFor()
  })
}

test('a few people have one conversation, whoever of them opens it; it is named by the others', async () => {
  const [ada, bob, cy] = [await arrive('Ada'), await arrive('Bob'), await arrive('Cy')]
  await begin(ada, ['Cy', 'Bob'])
  await writeTo(ada, 'Bob, Cy').fill('All three')
  await writeTo(ada, 'Bob, Cy').press('Enter')
  await directLink(cy, 'Ada, Bob').click()
  await message(cy, 'All three').waitFor()
  await begin(bob, ['Ada', 'Cy'])
  await message(bob, 'All three').waitFor()
  expect(new URL(bob.url()).pathname).toBe(new URL(ada.url()).pathname)
})

test('a conversation is closed from its menu, and comes back with the next message', async () => {
  const [dan, eve] = [await arrive('Dan'), await arrive('Eve')]
  await begin(dan, ['Eve'])
  await writeTo(dan, 'Eve').fill('one')
  await writeTo(dan, 'Eve').press('Enter')
  await directLink(eve, 'Dan').click()
  await message(eve, 'one').waitFor()
  await eve.getByRole('button', { name: 'Channel menu', exact: true }).click()
  await eve.getByRole('menuitem', { name: 'Close conversation', exact: true }).click()
  await composer(eve, 'general').waitFor()
  await directLink(eve, 'Dan').waitFor({ state: 'detached' })
  await eve.reload()
  await list(eve).waitFor()
  expect(await directLink(eve, 'Dan').count()).toBe(0)
  await writeTo(dan, 'Eve').fill('two')
  await writeTo(dan, 'Eve').press('Enter')
  await directLink(eve, 'Dan').click()
  await message(eve, 'two').waitFor()
})

test('a name and a face lead to a profile, and that to the conversation; with oneself it is for notes', async () => {
  const [fay, gus] = [await arrive('Fay'), await arrive('Gus')]
  await say(gus, 'general', 'Hello from Gus')
  const profile = fay.getByRole('dialog', { name: 'Profile of Gus', exact: true })
  await message(fay, 'Hello from Gus').getByRole('button', { name: 'Gus', exact: true }).click()
  await profile.waitFor()
  await fay.keyboard.press('Escape')
  await profile.waitFor({ state: 'detached' })
  await message(fay, 'Hello from Gus').locator('.face').click()
  await profile.getByRole('button', { name: 'Message', exact: true }).click()
  await writeTo(fay, 'Gus').waitFor()
  await channelLink(fay, 'general').click()
  await begin(fay, ['Fay'])
  await writeTo(fay, 'Fay').fill('Buy flour')
  await writeTo(fay, 'Fay').press('Enter')
  await directLink(fay, 'Fay').waitFor()
  await message(fay, 'Buy flour').waitFor()
})

test('Ctrl+K goes to conversations and to people, whether one has written to them or not', async () => {
  const [hal, ivy] = [await arrive('Hal'), await arrive('Ivy Winter')]
  await hal.keyboard.press('Control+k')
  await hal.keyboard.type('winter')
  await hal.getByRole('option', { name: 'Ivy Winter', exact: true }).waitFor()
  await hal.keyboard.press('Enter')
  await writeTo(hal, 'Ivy Winter').fill('Are you there?')
  await writeTo(hal, 'Ivy Winter').press('Enter')
  await directLink(ivy, 'Hal').waitFor()
  await ivy.keyboard.press('Control+k')
  await ivy.getByRole('option', { name: 'Hal' }).waitFor()
  await ivy.keyboard.type('hal')
  await ivy.getByRole('option', { name: /^Hal/ }).click()
  await message(ivy, 'Are you there?').waitFor()
})

test('a group is named, and becomes a channel to which others are added', async () => {
  const { page } = await join(server.url, 'Una')
  for (const name of ['Vic', 'Wim']) (await speaker(server, name)).close()
  await page.getByRole('button', { name: 'New message', exact: true }).click()
  const to = page.getByRole('combobox', { name: 'To', exact: true })
  for (const name of ['Vic', 'Wim']) {
    await to.fill(name)
    await page.getByRole('option', { name: new RegExp(`^${name}`) }).waitFor()
    await to.press('Enter')
  }
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await page.getByRole('textbox', { name: 'Message Vic, Wim', exact: true }).fill('hello')
  await page.keyboard.press('Enter')
  const menu = async (name: string) => {
    await page.getByRole('button', { name: 'Channel menu', exact: true }).press('Enter')
    await page.getByRole('menuitem', { name, exact: true }).press('Enter')
  }
  await menu('Name this conversation')
  await page.getByRole('textbox', { name: 'Conversation name', exact: true }).fill('Lunch club')
  await page.keyboard.press('Enter')
  await directLink(page, 'Lunch club').waitFor()
  await menu('Make it a private channel')
  await page.getByRole('textbox', { name: 'Channel name', exact: true }).fill('lunch club')
  await page.keyboard.press('Enter')
  await channelLink(page, 'lunch-club').waitFor()
  await directLink(page, 'Lunch club').waitFor({ state: 'detached' })
  await message(page, 'hello').waitFor()
})
