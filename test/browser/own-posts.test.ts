import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { channelLink, composer, createChannel, goTo, join, message, PATIENCE, type Person, say } from './people.ts'
import { type Speaker, speaker, speakerWith } from './speaker.ts'
import { slowLine } from './wire.ts'

setDefaultTimeout(PATIENCE)

let server: Server
let ada: Person
let bob: Speaker
let here: string

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  bob = await speaker(server, 'Bob')
  ada = await join(server.url, 'Ada')
  for (const name of ['here', 'there']) {
    await createChannel(ada.page, name)
    await composer(ada.page, name).waitFor()
  }
  await goTo(ada.page, 'here')
  here = new URL(ada.page.url()).pathname.split('/')[2] ?? ''
  await bob.join(here)
})

afterAll(async () => {
  bob.close()
  await server.stop()
})

/** What the sidebar says of a channel to somebody who hears it. */
const unread = (page: Page, channel = 'here'): Promise<string> =>
  // In one look: what is read in between takes the description away.
  channelLink(page, channel).evaluate(
    link => document.getElementById(link.getAttribute('aria-describedby') ?? '')?.textContent ?? '',
  )

/** A program with the person's own session. */
const own = async (page: Page): Promise<Speaker> => {
  const [cookie] = (await page.context().cookies()).filter(({ httpOnly }) => httpOnly)
  return speakerWith(server, cookie?.value ?? '', 'Ada')
}

test('[UNREAD] what one has posted is never unread: on a slow line, elsewhere before it arrives, and after a reload', async () => {
  const { page } = ada
  const line = await slowLine(page, 300)
  await page.reload()
  await goTo(page, 'here')
  await say(page, 'here', 'on a slow line')
  await composer(page, 'here').press('Alt+ArrowDown')
  await composer(page, 'there').waitFor()
  await line.delivered('on a slow line')
  await page.reload()
  await composer(page, 'there').waitFor()
  // What the browser had kept stands first: only what comes after the greeting shows that the server has told its numbers.
  await bob.say('#general', ['after the reload'])
  await until(async () => (await unread(page, 'general')) === '1 unread', { what: 'the number of another channel' })
  expect(await unread(page)).toBe('')
  expect(await page.title()).toStartWith('• ')
  await goTo(page, 'general')
  await until(async () => (await unread(page, 'general')) === '', { what: 'that to be read' })
  await goTo(page, 'here')
  await message(page, 'on a slow line').waitFor()
  await goTo(page, 'there')
})

test('[UNREAD] a post with one’s own token is none either, and moves the cursor over nobody else’s words', async () => {
  const { page } = ada
  const program = await own(page)
  await program.say(here, ['by my program'])
  await bob.say(here, ['by Bob'])
  await program.say(here, ['by my program again'])
  await until(async () => (await unread(page)) === '1 unread', { what: "Bob's message alone" })
  await page.reload()
  await composer(page, 'there').waitFor()
  await until(async () => (await unread(page)) === '1 unread', { what: "Bob's message alone, after a reload" })
  expect(await page.title()).toStartWith('• ')
  await goTo(page, 'here')
  await until(async () => (await unread(page)) === '', { what: 'nothing unread' })
  program.close()
})

test('nobody saw an error, or a violation of the content policy', () => expect(ada.complaints).toEqual([]))
