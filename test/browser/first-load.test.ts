import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { BrowserContext, Page, Route } from 'playwright-core'
import { freshPage } from '../support/chromium.ts'
import { patience } from '../support/pace.ts'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { composer, listen, message, nameField, PATIENCE, say, signOut } from './people.ts'
import { type Speaker, speaker } from './speaker.ts'

setDefaultTimeout(PATIENCE)

let server: Server
let grace: Speaker
let people = 0

/** A browser that was never here, and what it asks of the server. */
interface Newcomer {
  context: BrowserContext
  page: Page
  complaints: string[]
  /** Whether the page asked who is signed in, once for each time. */
  questions: string[]
  sockets: { isClosed(): boolean }[]
}

const opened: Newcomer[] = []

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  grace = await speaker(server, 'Grace')
})
afterEach(async () => {
  expect(opened.flatMap(({ complaints }) => complaints)).toEqual([])
  for (const { context } of opened.splice(0)) await context.close()
})
afterAll(async () => {
  grace.close()
  await server.stop()
})

const PROGRAM = '**/index-*.js'
const welcome = (page: Page) => page.getByText('Welcome!').waitFor()

/** In a context of its own or in one that is given; `token` is of a session that the browser has a cookie of. */
const newcomer = async ({ token, context }: { token?: string; context?: BrowserContext } = {}): Promise<Newcomer> => {
  // A test that holds requests back must see them all.
  const place = context ?? (await freshPage({ locale: 'en-GB', serviceWorkers: 'block' })).context
  if (token !== undefined) await place.addCookies([{ name: 'flack', value: token, url: server.url }])
  const page = await place.newPage()
  page.setDefaultTimeout(patience(10_000))
  const person: Newcomer = { context: place, page, complaints: listen(page), questions: [], sockets: [] }
  page.on('request', request => {
    if (request.url().endsWith('/auth/session')) person.questions.push(request.url())
  })
  page.on('websocket', socket => person.sockets.push(socket))
  opened.push(person)
  return person
}

/** Somebody's session, made elsewhere. */
const somebody = async (): Promise<string> => {
  const answer = await fetch(`${server.url}/auth/guest`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: `Somebody ${++people}` }),
  })
  return ((await answer.json()) as { token: string }).token
}

const endSession = (token: string) =>
  fetch(`${server.url}/auth/signout`, { method: 'POST', headers: { authorization: `Bearer ${token}` } })

/** The page's program stays away until it is released. */
const heldProgram = async ({ page }: Newcomer): Promise<() => Promise<void>> => {
  const held = Promise.withResolvers<Route>()
  // Parts that it asks for later may have the same name.
  await page.route(PROGRAM, route => held.resolve(route), { times: 1 })
  return async () => (await held.promise).continue()
}

const liveSockets = ({ sockets }: Newcomer) => sockets.filter(socket => !socket.isClosed()).length

test('somebody who is signed in asks once who they are, and opens one connection', async () => {
  const ada = await newcomer({ token: await somebody() })
  await ada.page.goto(`${server.url}/c/general`)
  await welcome(ada.page)
  await say(ada.page, 'general', 'from the first load')
  await message(ada.page, 'from the first load').and(ada.page.locator('[data-seq]')).waitFor()
  expect([ada.questions.length, ada.sockets.length, liveSockets(ada)]).toEqual([1, 1, 1])
})

test('on the next visit they are not asked for at all', async () => {
  const ada = await newcomer({ token: await somebody() })
  await ada.page.goto(server.url)
  await welcome(ada.page)
  await ada.page.reload()
  await welcome(ada.page)
  await say(ada.page, 'general', 'from the next visit')
  await message(ada.page, 'from the next visit').and(ada.page.locator('[data-seq]')).waitFor()
  expect([ada.questions.length, ada.sockets.length]).toEqual([1, 2])
})

test('somebody who is not signed in opens none, and one with joining', async () => {
  const bea = await newcomer()
  await bea.page.goto(server.url)
  await nameField(bea.page).waitFor()
  expect([bea.questions.length, bea.sockets.length]).toEqual([1, 0])
  await nameField(bea.page).fill('Bea')
  await bea.page.getByRole('button', { name: 'Join', exact: true }).click()
  await composer(bea.page, 'general').waitFor()
  expect([bea.questions.length, bea.sockets.length]).toEqual([1, 1])
})

test('a session that ended elsewhere leads to the first page', async () => {
  const token = await somebody()
  await endSession(token)
  const ada = await newcomer({ token })
  await ada.page.goto(server.url)
  await nameField(ada.page).waitFor()
  expect([ada.questions.length, ada.sockets.length]).toEqual([1, 0])
})

test('what is said before the program is there is heard by the connection that was opened without it', async () => {
  const ada = await newcomer({ token: await somebody() })
  const release = await heldProgram(ada)
  const arriving = ada.page.goto(`${server.url}/c/general`)
  await until(() => ada.sockets.length === 1, { what: 'the early connection' })
  const lines = Array.from({ length: 20 }, (_, index) => `early ${index}`)
  await grace.say('#general', lines)
  await release()
  await arriving
  await message(ada.page, 'early 19').waitFor()
  await grace.say('#general', ['late'])
  await message(ada.page, 'late').waitFor()
  const seen = await ada.page.getByRole('log').getByRole('article').locator('p').allInnerTexts()
  expect(seen.slice(-21)).toEqual([...lines, 'late'])
  expect([ada.questions.length, ada.sockets.length]).toEqual([1, 1])
})

test('a connection that is gone before the program comes is opened anew', async () => {
  const ada = await newcomer({ token: await somebody() })
  const release = await heldProgram(ada)
  const arriving = ada.page.goto(`${server.url}/c/general`)
  await until(() => ada.sockets.length === 1, { what: 'the early connection' })
  await server.restart()
  grace = await speaker(server, 'Grace the second')
  await until(() => liveSockets(ada) === 0, { what: 'its end' })
  await release()
  await arriving
  await welcome(ada.page)
  expect([ada.questions.length, ada.sockets.length]).toEqual([1, 2])
})

test('a session that ends before the program comes leads to the first page, where another person joins', async () => {
  const token = await somebody()
  const ada = await newcomer({ token })
  const release = await heldProgram(ada)
  const arriving = ada.page.goto(server.url)
  await until(() => ada.sockets.length === 1, { what: 'the early connection' })
  await endSession(token)
  await until(() => liveSockets(ada) === 0, { what: 'its end' })
  await release()
  await arriving
  await nameField(ada.page).fill('Dora')
  await ada.page.getByRole('button', { name: 'Join', exact: true }).click()
  await composer(ada.page, 'general').waitFor()
  await say(ada.page, 'general', 'by Dora')
  await message(ada.page, 'by Dora').getByText('Dora', { exact: true }).waitFor()
})

test.each(['fails', 'is a failure of the server', 'never comes'])(
  'where the first answer %s, the program asks again',
  async fate => {
    const ada = await newcomer({ token: await somebody() })
    let asked = 0
    await ada.page.route('**/auth/session', async route => {
      asked += 1
      if (asked > 1) await route.continue()
      else if (fate === 'fails') await route.abort()
      else if (fate === 'is a failure of the server') await route.fulfill({ status: 503, body: '{}' })
    })
    await ada.page.goto(`${server.url}/c/general`)
    await welcome(ada.page)
    expect([ada.questions.length, ada.sockets.length]).toEqual([2, 1])
  },
)

test('a tab that learns from another one who is here lets the early connection go', async () => {
  const token = await somebody()
  const ada = await newcomer({ token })
  const release = await heldProgram(ada)
  const arriving = ada.page.goto(`${server.url}/c/general`)
  await until(() => ada.sockets.length === 1, { what: 'the early connection' })
  const other = await newcomer({ context: ada.context })
  await other.page.goto(`${server.url}/c/general`)
  await welcome(other.page)
  await release()
  await arriving
  await welcome(ada.page)
  await until(() => liveSockets(ada) === 1, { what: 'one connection' })
  await say(other.page, 'general', 'to the other tab')
  await message(ada.page, 'to the other tab').waitFor()
  expect([ada.questions.length, ada.sockets.length, ada.sockets[0]?.isClosed()]).toEqual([1, 2, true])
})

test('who signs out and joins as somebody else finds the new name, and nothing of the early connection', async () => {
  const ada = await newcomer({ token: await somebody() })
  await ada.page.goto(server.url)
  await welcome(ada.page)
  await ada.page.getByRole('button', { name: 'Profile', exact: true }).click()
  await signOut(ada.page)
  await nameField(ada.page).fill('Edith')
  await ada.page.getByRole('button', { name: 'Join', exact: true }).click()
  await composer(ada.page, 'general').waitFor()
  await say(ada.page, 'general', 'by Edith')
  await message(ada.page, 'by Edith').getByText('Edith', { exact: true }).waitFor()
  // Asked a second time, after signing out, for what the door says by then.
  expect([ada.questions.length, ada.sockets.length, liveSockets(ada)]).toEqual([2, 2, 1])
})
