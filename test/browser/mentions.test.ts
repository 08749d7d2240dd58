import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { channelLink, composer, createChannel, goTo, join, PATIENCE, type Person } from './people.ts'
import { type Speaker, speaker } from './speaker.ts'

setDefaultTimeout(PATIENCE)

let server: Server
let ada: Person
let bob: Speaker
let team: string
let me: string

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  bob = await speaker(server, 'Bob')
  ada = await join(server.url, 'Ada')
  await createChannel(ada.page, 'team')
  await composer(ada.page, 'team').waitFor()
  team = new URL(ada.page.url()).pathname.split('/')[2] ?? ''
  await bob.join(team)
  me = await ada.page.evaluate(
    async () => ((await (await fetch('/auth/session')).json()) as { user: { id: string } }).user.id,
  )
  await goTo(ada.page, 'general')
})

afterAll(async () => {
  bob.close()
  await server.stop()
})

/** What is heard and what is seen of the channel in the list. */
const told = async (page: Page): Promise<[heard: string, seen: string]> => {
  const link = channelLink(page, 'team')
  const id = await link.getAttribute('aria-describedby')
  const badge = link.locator('xpath=..').locator('.mentions')
  return [
    id === null ? '' : ((await page.locator(`#${id}`).textContent()) ?? ''),
    // In one look: between two it may be gone, and would be waited for.
    (await badge.allInnerTexts()).join(),
  ]
}

const tells = async (page: Page, heard: string, seen: string) => {
  let last: unknown
  await until(
    async () => {
      last = await told(page)
      return JSON.stringify(last) === JSON.stringify([heard, seen])
    },
    { what: `"${heard}" and "${seen}"` },
  ).catch(error => {
    throw new Error(`${error.message} Told: ${JSON.stringify(last)}`)
  })
}

test('[MENTION] what names me has a number of its own in the list, also after a reload, until it is read', async () => {
  const { page } = ada
  await bob.say(team, ['for nobody'])
  await tells(page, '1 unread', '')
  await bob.say(team, [`for <@${me}>`, `again <@${me}>`, `\`not <@${me}>\``])
  await tells(page, '4 unread, 2 mentions', '2')
  await page.reload()
  await composer(page, 'general').waitFor()
  await tells(page, '4 unread, 2 mentions', '2')
  await goTo(page, 'team')
  await tells(page, '', '')
  await goTo(page, 'general')
})

test('[MENTION] a number goes with the words that made it: edited away, or deleted', async () => {
  const { page } = ada
  const { seq } = await bob.ask('message.post', { channel: team, clientId: 'edited', text: `<@${me}>` })
  await tells(page, '1 unread, 1 mention', '1')
  await bob.ask('message.edit', { channel: team, seq, text: 'never mind' })
  await tells(page, '1 unread', '')
  const call = await bob.ask('message.post', { channel: team, clientId: 'call', text: '<!channel> look' })
  await tells(page, '2 unread, 1 mention', '1')
  await bob.ask('message.delete', { channel: team, seq: call.seq })
  await tells(page, '1 unread', '')
})

test('nobody saw an error, or a violation of the content policy', () => expect(ada.complaints).toEqual([]))
