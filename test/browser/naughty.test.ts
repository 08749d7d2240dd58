import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { hasMarkup } from '#domain/text/scan.ts'
import { full } from '../support/full.ts'
import { type Server, startServer } from '../support/server.ts'
import { type NaughtyPage, naughtyPage, strings } from './naughty-page.ts'
import { joinAs, log, PATIENCE } from './people.ts'
import { type Speaker, speaker } from './speaker.ts'

setDefaultTimeout(full ? 3 * PATIENCE : PATIENCE)

let server: Server
let bob: Speaker
let page: Page
let isCalm: NaughtyPage['isCalm']

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  bob = await speaker(server, 'Bob')
  ;({ page, isCalm } = await naughtyPage(server))
  await joinAs(page, 'Ada')
})
afterAll(async () => {
  bob.close()
  await server.stop()
})

test('[S-12] as messages: each is shown as it is, nothing runs, nothing leaves its box', async () => {
  const channel = await bob.create('naughty')
  const said: string[] = []
  for (const text of strings)
    await bob.say(channel, [text]).then(
      () => said.push(text),
      () => {},
    )
  expect(said.length).toBeGreaterThan(strings.length - 20)
  for (let seq = 50; seq - 50 < said.length; seq += 100) {
    await page.goto(`${server.url}/c/${channel}/${Math.min(seq, said.length)}`)
    await log(page).locator('[data-marked="true"]').waitFor()
    await page.waitForTimeout(100)
    const shown = await log(page)
      .locator('article')
      .evaluateAll(all => all.map(one => [Number(one.dataset.seq), one.querySelector('p')?.textContent ?? ''] as const))
    expect(shown.length).toBeGreaterThan(Math.min(50, said.length - 1))
    for (const [seq, text] of shown) {
      const typed = said[seq - 1] ?? ''
      // What has signs of markup may mean something: that it is calm is all that is asked of it.
      if (!hasMarkup(typed)) expect(withoutHosts(text)).toBe(withoutHosts(typed.normalize('NFC')))
    }
    await isCalm(`messages around ${seq}`)
  }
})

/** A disguised host is shown as what it is. */
const withoutHosts = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\s+$/, '')
    .replace(/https?:\/\/\S+/g, '')

test('[S-12] as display names: what is let in is a name wherever it stands', async () => {
  const named: string[] = []
  const channel = await bob.create('names')
  for (const name of strings) {
    const one = await speaker(server, name).catch(() => null)
    if (one === null) continue
    await one.join(channel)
    await one.say(channel, [`I am number ${named.push(name)}`])
    one.close()
  }
  expect(named.length).toBeGreaterThan(100)
  for (let seq = 50; seq - 50 < named.length; seq += 100) {
    await page.goto(`${server.url}/c/${channel}/${Math.min(seq, named.length)}`)
    await log(page).locator('[data-marked="true"]').waitFor()
    await isCalm(`names around ${seq}`)
  }
})

test('[S-12] as names of channels: what is let in stands in the list and in the head of its conversation', async () => {
  const made: string[] = []
  for (const name of strings)
    await bob.create(name).then(
      id => made.push(id),
      () => {},
    )
  expect(made.length).toBeGreaterThan(50)
  await isCalm('channels')
  for (const id of full ? made : made.slice(0, 16)) {
    await page.goto(`${server.url}/c/${id}`)
    await page.getByText('Anybody here can find it.').waitFor()
    await isCalm('a channel')
  }
})
