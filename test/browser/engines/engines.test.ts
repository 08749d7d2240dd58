import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { findFirefox, findWebKit } from '../../../bin/lib/find.mjs'
import { full } from '../../support/full.ts'
import { missing } from '../../support/missing.ts'
import { type Server, startServer } from '../../support/server.ts'
import { until } from '../../support/wait.ts'
import { PATIENCE } from '../people.ts'
import { type Joined, speaker } from '../speaker.ts'
import { openFirefox } from './firefox.ts'
import { ENTER, EnginePage } from './page.ts'
import type { WebDriver } from './web-driver.ts'
import { openWebKit } from './webkit.ts'

setDefaultTimeout(2 * PATIENCE)

/** The seed and the place of a reader, in the engines that Chromium is not (FAULTS 28). */
const engines: Record<string, { lacks: string; open: () => Promise<WebDriver> }> = {
  Firefox: { lacks: missing.firefox, open: () => openFirefox(findFirefox() ?? '') },
  WebKitGTK: {
    lacks: missing.webkit,
    open: () => openWebKit(findWebKit() ?? { driver: '', browser: '', screen: '' }),
  },
}

for (const [engine, { lacks, open }] of Object.entries(engines)) {
  const why = full ? lacks : ' (skipped: only in npm test -- --full)'
  describe.skipIf(why !== '')(`${engine}${why}`, () => {
    const there = stage(open)
    seed(there)
    reading(there)
  })
}

type Stage = { server: Server; bob: Joined; page: EnginePage }

function stage(open: () => Promise<WebDriver>): Stage {
  const there = {} as Stage
  beforeAll(async () => {
    there.server = await startServer({ env: { FLACK_LIMITS: 'off' } })
    there.bob = await speaker(there.server, 'Bob')
    there.page = new EnginePage(await open())
  })
  afterAll(async () => {
    await there.page.close()
    there.bob.close()
    await there.server.stop()
  })
  return there
}

/** Keeps what the page complains of: errors, and violations of its content policy. */
const listen = (): void => {
  const complaints: string[] = []
  Object.assign(window, { complaints })
  window.addEventListener('error', ({ message }) => complaints.push(message))
  window.addEventListener('unhandledrejection', ({ reason }) => complaints.push(String(reason)))
  window.addEventListener('securitypolicyviolation', ({ violatedDirective }) => complaints.push(violatedDirective))
}

function seed(there: Stage): void {
  test('joining asks for a display name, says what is wrong with it, and leads to #general with one welcome', async () => {
    const { page, server } = there
    await page.goto(server.url)
    await page.type('textbox', 'Display name', 'BOB')
    await page.click('button', 'Join')
    await page.find('button', 'Use “BOB 2”')
    expect(await page.evaluate(() => document.querySelector('input')?.value)).toBe('BOB')
    await page.click('button', 'Use “BOB 2”')
    await page.click('button', 'Join')
    await page.find('textbox', 'Message #general')
    await until(async () => (await page.texts()).length === 1, { what: 'the welcome' })
    await page.evaluate(listen)
  })

  test('messages are sent by Enter, seen live, in order and once', async () => {
    const { page, bob } = there
    await page.type('textbox', 'Message #general', `Hello Bob${ENTER}`)
    await until(async () => (await page.texts()).at(-1) === 'Hello Bob', { what: 'my message' })
    await bob.say('#general', ['Hello, *you*'])
    await until(async () => (await page.texts()).at(-1) === 'Hello, you', { what: 'the answer' })
    await page.type('textbox', 'Message #general', 'By the button')
    await page.click('button', 'Send')
    await until(async () => (await page.texts()).length === 4, { what: 'all four' })
    expect((await page.texts()).slice(1)).toEqual(['Hello Bob', 'Hello, you', 'By the button'])
    expect(await page.evaluate(() => document.querySelectorAll('[role=log] time[datetime]').length)).toBeGreaterThan(1)
  })

  test('a channel is created, and one that is taken is refused beside the field', async () => {
    const { page, bob } = there
    await bob.create('plans')
    await page.click('button', 'Create channel')
    await page.type('textbox', 'Channel name', 'PLANS')
    await page.click('button', 'Create')
    await until(() => page.evaluate(() => document.querySelector('dialog [data-error="true"]') !== null))
    expect(await page.evaluate(() => document.querySelector<HTMLInputElement>('dialog input')?.value)).toBe('PLANS')
    await page.type('textbox', 'Channel name', ' of ours')
    await page.click('button', 'Create')
    await page.find('textbox', 'Message #plans-of-ours')
    await page.find('link', 'plans-of-ours')
  })

  test('another name stands on old messages at once, and all of it is there again after a reload', async () => {
    const { page, server } = there
    await page.click('link', 'general')
    await page.find('textbox', 'Message #general')
    await page.click('button', 'Profile')
    await page.type('textbox', 'Display name', ' the First')
    await page.click('button', 'Save')
    const author = () => page.evaluate(() => document.querySelectorAll('[role=log] article')[1]?.textContent ?? '')
    await until(async () => (await author()).includes('BOB 2 the First'), { what: 'the new name' })
    expect(await page.evaluate(() => (window as unknown as { complaints: string[] }).complaints)).toEqual([])
    await page.goto(server.url)
    await page.find('textbox', 'Message #general')
    await until(async () => (await page.texts()).length === 4, { what: 'all that was said' })
    expect(await author()).toContain('BOB 2 the First')
  })
}

const SAID = 2000
const STEPS = 60

function reading(there: Stage): void {
  test('[FAULTS 28] no text moves while older messages are drawn, however far up and how quickly one reads', async () => {
    const { page, server, bob } = there
    const channel = await bob.create('long')
    await bob.say(
      channel,
      Array.from({ length: SAID }, (_, at) => `message ${at}${at % 5 === 0 ? ' with more words'.repeat(at % 60) : ''}`),
    )
    await page.goto(`${server.url}/c/${channel}`)
    await until(async () => (await page.texts()).at(-1) === `message ${SAID - 1}`, { what: 'the newest message' })
    const moved: unknown[] = []
    for (let step = 0; step < STEPS; step++) {
      // In steps of what a wheel does, now and then to the very top of what is drawn.
      const before = await page.evaluate(stepUp, step % 10 === 9 ? 100_000 : 400)
      // The pace of a hand, which is what is tested: a short pause, and now and then one in which older messages arrive.
      await Bun.sleep(step % 3 === 0 ? 120 : 5)
      const after = await page.evaluate(textsNow, Object.keys(before))
      for (const [seq, top] of Object.entries(before)) {
        const now = after[seq]
        if (now !== undefined && Math.abs(now - top) > 1) moved.push({ step, seq, top, now })
      }
    }
    expect(moved).toEqual([])
    // It went far up: more than is ever drawn at once.
    const first = await page.evaluate(() => Number(document.querySelector<HTMLElement>('[data-seq]')?.dataset.seq))
    expect(first).toBeLessThan(SAID - 600)
  })
}

/** Scrolls up, and answers where the texts on the screen stand from then on, by seq. */
const stepUp = (by: number): Record<string, number> => {
  const log = document.querySelector('[role=log]') as HTMLElement
  log.scrollTop -= by
  const { top, bottom } = log.getBoundingClientRect()
  const seen = [...log.querySelectorAll<HTMLElement>('[data-seq]')].flatMap(line => {
    const at = line.querySelector('p')?.getBoundingClientRect().top ?? 0
    return at >= top && at < bottom ? [[line.dataset.seq ?? '', at] as const] : []
  })
  return Object.fromEntries(seen)
}

/** Where the texts of these messages stand, as far as they are drawn. */
const textsNow = (seqs: readonly string[]): Record<string, number> =>
  Object.fromEntries(
    seqs.flatMap(seq => {
      const text = document.querySelector(`[data-seq="${seq}"] p`)
      return text ? [[seq, text.getBoundingClientRect().top] as const] : []
    }),
  )
