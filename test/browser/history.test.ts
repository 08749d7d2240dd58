import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { composer, goTo, join, log, message, PATIENCE, type Person, say, texts } from './people.ts'
import { type Speaker, speaker } from './speaker.ts'

setDefaultTimeout(PATIENCE)

const SAID = 1200
let server: Server
let bob: Speaker
let channel: string
let ada: Person

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
  bob = await speaker(server, 'Bob')
  channel = await bob.create('long')
  await bob.say(
    channel,
    Array.from({ length: SAID }, (_, at) => `message ${at + 1}${at % 7 === 0 ? '\nwith a second line' : ''}`),
  )
  ada = await join(server.url, 'Ada', { viewport: { width: 1000, height: 700 } })
})
afterAll(async () => {
  bob.close()
  await server.stop()
})

const drawn = (page: Page) => log(page).getByRole('article').count()
const topOf = async (page: Page, text: string) => (await message(page, text).boundingBox())?.y
const numbers = async (page: Page) => (await texts(page)).map(text => Number(/\d+/.exec(text)?.[0]))
const drawing = (page: Page) =>
  page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve))))
const fromEnd = (page: Page) => log(page).evaluate(box => box.scrollHeight - box.scrollTop - box.clientHeight)

/** The text of the line in the middle of what is seen. */
const middleLine = (page: Page) =>
  log(page).evaluate(box => {
    const { top, height } = box.getBoundingClientRect()
    const lines = [...box.querySelectorAll('article')]
    return (
      lines.find(line => line.getBoundingClientRect().top > top + height / 2)?.querySelector('p')?.textContent ?? ''
    )
  })

test('a channel opens with the newest 100 messages, at the end', async () => {
  const { page } = ada
  await goTo(page, 'long')
  await message(page, `message ${SAID}`).waitFor()
  await until(async () => (await drawn(page)) === 100, { what: 'the newest 100' })
  expect(await fromEnd(page)).toBeLessThan(2)
})

test('scrolling up brings older messages, and the line that is read does not move', async () => {
  const { page } = ada
  await log(page).hover()
  let oldest = SAID - 99
  for (let pages = 0; pages < 3; pages++) {
    // Into the reach of the upper edge, with a line under the eye before and after the older ones came.
    await log(page).evaluate(box => {
      box.scrollTop = 700
    })
    const line = await middleLine(page)
    const before = await topOf(page, line)
    await until(async () => Number((await numbers(page))[0]) < oldest, { what: 'older messages' })
    expect(await topOf(page, line)).toBe(before)
    oldest = Number((await numbers(page))[0])
  }
})

test('at the very top of what is drawn no text moves either, though the first message loses the name over it', async () => {
  const { page } = ada
  for (let pages = 0; pages < 2; pages++) {
    const before = await log(page).evaluate(box => {
      box.scrollTop = 0
      const lines = [...box.querySelectorAll<HTMLElement>('[data-seq]')].slice(0, 5)
      return lines.map(line => [line.dataset.seq, line.querySelector('p')?.getBoundingClientRect().top])
    })
    await until(() => log(page).evaluate(box => box.scrollTop > 0), { what: 'older messages' })
    const after = await log(page).evaluate(
      (box, seqs) => seqs.map(seq => [seq, box.querySelector(`[data-seq="${seq}"] p`)?.getBoundingClientRect().top]),
      before.map(([seq]) => seq),
    )
    expect(after).toEqual(before)
  }
})

test('a wheel reaches the first message, drawing a bounded part, every message once and in order', async () => {
  const { page } = ada
  const passed = new Set<number>()
  await until(
    async () => {
      await page.mouse.wheel(0, -2500)
      const seen = await numbers(page)
      expect(seen.length).toBeLessThanOrEqual(500)
      expect(seen).toEqual(Array.from(seen, (_, at) => Number(seen[0]) + at))
      for (const one of seen) passed.add(one)
      return page.getByText('Anybody here can find it.').isVisible()
    },
    { what: 'the beginning', timeout: 20_000 },
  )
  for (const one of await numbers(page)) passed.add(one)
  expect(Math.min(...passed)).toBe(1)
})

test('what arrives below does not move who reads above; a button leads to it', async () => {
  const { page } = ada
  const line = await middleLine(page)
  const before = await topOf(page, line)
  await bob.say(channel, ['news'])
  const pill = page.getByRole('button', { name: '1 new message', exact: true })
  await pill.waitFor()
  expect(await topOf(page, line)).toBe(before)
  await pill.click()
  await message(page, 'news').waitFor()
  expect(await fromEnd(page)).toBeLessThan(2)
  await bob.say(channel, ['more news'])
  await message(page, 'more news').waitFor()
  await until(async () => (await fromEnd(page)) < 2, { what: 'the end' })
  expect(await pill.count()).toBe(0)
})

test('the place in a channel is found again after another channel, and after a reload', async () => {
  const { page } = ada
  await log(page).evaluate(box => {
    box.scrollTop = box.scrollHeight - box.clientHeight - 1500
  })
  await page.getByRole('button', { name: 'Go to the newest message' }).waitFor()
  const line = await middleLine(page)
  const before = Number(await topOf(page, line))
  await goTo(page, 'general')
  await page.goBack()
  await message(page, line).waitFor()
  await until(async () => Math.abs(Number(await topOf(page, line)) - before) <= 1, { what: 'the same place' })
  await page.reload()
  await message(page, line).waitFor()
  await until(async () => Math.abs(Number(await topOf(page, line)) - before) <= 1, { what: 'the same place again' })
})

test('an own message leads back to the end', async () => {
  const { page } = ada
  await say(page, 'long', 'my word')
  await message(page, 'my word').waitFor()
  await until(async () => (await fromEnd(page)) < 2, { what: 'the end' })
})

test('the address of a message leads to it, however old, and marks it', async () => {
  const { page } = ada
  await page.goto(`${server.url}/c/${channel}/300`)
  await message(page, 'message 300').waitFor()
  const box = await message(page, 'message 300').boundingBox()
  expect(box?.y).toBeGreaterThan(50)
  expect(box?.y).toBeLessThan(600)
  expect(await message(page, 'message 300').getAttribute('data-marked')).toBe('true')
  await page.goto(`${server.url}/c/${channel}/999999`)
  await page.getByText('The message that this address names is not here.').waitFor()
  await composer(page, 'long').waitFor()
})

test('the address of a message that is 3,900 places up leads to it, also where every page comes in a frame of its own', async () => {
  const longer = await bob.create('longer')
  await bob.say(
    longer,
    Array.from({ length: 4000 }, (_, at) => `one of many ${at + 1}`),
  )
  const page = await ada.page.context().newPage()
  await page.routeWebSocket(/\/ws(\?|$)/, line => {
    let told: Promise<unknown> = Promise.resolve()
    line.connectToServer().onMessage(frame => {
      // At the end the page may be closed before the last frame was let through.
      told = told
        .then(() => drawing(page))
        .then(() => line.send(frame))
        .catch(() => {})
    })
  })
  await page.goto(`${server.url}/c/${longer}/100`)
  await message(page, 'one of many 100').waitFor()
  expect(await message(page, 'one of many 100').getAttribute('data-marked')).toBe('true')
  await page.close()
})

test('a key in the message field changes nothing of the messages, though thousands are loaded', async () => {
  const { page } = ada
  await until(async () => (await drawn(page)) >= 100, { what: 'a page of messages' })
  await log(page).evaluate(box => {
    const changes: MutationRecord[] = []
    Object.assign(globalThis, { changes })
    new MutationObserver(some => changes.push(...some)).observe(box, {
      attributes: true,
      characterData: true,
      childList: true,
      subtree: true,
    })
  })
  await composer(page, 'long').pressSequentially('thirty keys, one after another')
  await drawing(page)
  expect(await page.evaluate(() => (globalThis as unknown as { changes: unknown[] }).changes.length)).toBe(0)
  await composer(page, 'long').fill('')
})

test('nobody saw an error, or a violation of the content policy', () => expect(ada.complaints).toEqual([]))
