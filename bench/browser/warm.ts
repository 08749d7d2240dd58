import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { findChromium } from '../../bin/lib/find.mjs'
import { composer, message, say } from '../../test/browser/people.ts'
import { type Speaker, speaker } from '../../test/browser/speaker.ts'
import { kept } from '../../test/offline/shell.ts'
import { openProfile } from '../../test/support/chromium.ts'
import type { Bench, Figure, Scenario } from '../bench.ts'
import { startFlack } from '../running.ts'
import { median } from '../statistics.ts'
import { servePlain } from './plain-kept.ts'

const MESSAGES = 300
const CHANNELS = 100
const LAST = 'the newest of them all'
const SAID = Array.from({ length: MESSAGES }, (_, index) => `Message ${index}. ${'word '.repeat(20)}`)
/** As many as a page of the timeline. */
const PLAIN = [...SAID.slice(-99), LAST]
const BUDGET_MS = 200
/** Loads of each page for one repetition. */
const LOADS = 5
/** What leaving a page entails, as writing its local copy, must not meet the next start. */
const REST_MS = 500

type Urls = { ours: string; plain: string }
type Times = { ours: number[]; plain: number[] }

/**
 * Somebody comes back: from the start of the navigation until the browser has painted the newest message of the last
 * channel, by the browser's own clock of what it painted (element timing). In turns with a plain page that is kept in
 * the same way.
 */
export const warmStart: Scenario = async bench => {
  if (findChromium() === undefined) {
    bench.say('  left out: it needs Chromium (Debian: apt install chromium).')
    return []
  }
  const dataDir = join(bench.folder, 'warm')
  mkdirSync(dataDir)
  const flack = await startFlack(dataDir)
  const plain = servePlain(PLAIN)
  const urls = { ours: `http://127.0.0.1:${flack.port}`, plain: plain.url }
  const profile = join(bench.folder, 'warm-profile')
  try {
    await fill(await speaker({ url: urls.ours }, 'Somebody'))
    await visit(profile, page => comeFirst(page, urls))
    const online = await visit(profile, page => inTurns(page, urls, LOADS * bench.reps))
    await flack.stop()
    plain.stop()
    const offline = await visit(profile, page => inTurns(page, urls, LOADS * bench.reps))
    bench.say(`  In a browser that was just started: ${told(await fromTheStart(bench, profile, urls))}.`)
    return [figure('with a server', online), figure('without one', offline)]
  } finally {
    await flack.stop()
    plain.stop()
  }
}

const figure = (what: string, times: Times): Figure => ({
  what: `warm start until the newest message is painted, ${what}`,
  budget: BUDGET_MS,
  better: 'less',
  unit: 'ms',
  samples: times.ours,
  detail: `${told(times)}; ${MESSAGES} messages, ${CHANNELS} channels`,
})

const told = ({ ours, plain }: Times): string => {
  const ratio = median(ours.map((time, at) => time / (plain[at] ?? Number.NaN)))
  return `${median(ours).toFixed(0)} ms, ${ratio.toFixed(1)} × a plain kept page of ${PLAIN.length} lines (${median(plain).toFixed(0)} ms)`
}

const fill = async (somebody: Speaker): Promise<void> => {
  for (let index = 1; index <= CHANNELS; index++) await somebody.create(`channel-${index}`)
  await somebody.say('#general', SAID)
  somebody.close()
}

const visit = async <T>(profile: string, work: (page: Page) => Promise<T>): Promise<T> => {
  const context = await openProfile(profile, { locale: 'en-GB' })
  try {
    return await work(await context.newPage())
  } finally {
    await context.close()
  }
}

/** Leaves a browser behind that knows both pages. */
const comeFirst = async (page: Page, { ours, plain }: Urls): Promise<void> => {
  await page.goto(plain)
  await page.getByText(LAST).waitFor()
  await page.goto(ours)
  await page.getByRole('textbox', { name: 'Display name', exact: true }).fill('Ada')
  await page.getByRole('button', { name: 'Join', exact: true }).click()
  await composer(page, 'general').waitFor()
  await say(page, 'general', LAST)
  await message(page, LAST).and(page.locator('[data-seq]')).waitFor()
  await kept(page)
}

/** One load after another in the same tab; the first ones, which warm the browser itself, do not count. */
const inTurns = async (page: Page, urls: Urls, loads: number): Promise<Times> => {
  const times: Times = { ours: [], plain: [] }
  await page.addInitScript(watchFor, LAST)
  for (let load = 0; load <= loads; load++) {
    for (const which of order(load)) {
      await page.goto(urls[which])
      const time = await paintedAt(page)
      if (load > 0) times[which].push(time)
      await page.goto('about:blank')
      await Bun.sleep(REST_MS)
    }
  }
  return times
}

const fromTheStart = async ({ reps }: Bench, profile: string, urls: Urls): Promise<Times> => {
  const times: Times = { ours: [], plain: [] }
  for (let load = 0; load < reps; load++) {
    for (const which of order(load)) {
      times[which].push(await visit(profile, page => firstLoad(page, urls[which])))
    }
  }
  return times
}

const firstLoad = async (page: Page, url: string): Promise<number> => {
  await page.addInitScript(watchFor, LAST)
  await page.goto(url)
  return paintedAt(page)
}

/** Who goes first alternates. */
const order = (load: number): readonly (keyof Times)[] => (load % 2 === 0 ? ['ours', 'plain'] : ['plain', 'ours'])

type Watched = { painted: Promise<number> }

/** Waits in the page, since asking time and again would cost it time. */
const paintedAt = (page: Page): Promise<number> => page.evaluate(() => (globalThis as unknown as Watched).painted)

/** In the page: has the browser note when it has painted the line, as soon as that line is there. */
function watchFor(text: string): void {
  const painted = new Promise<number>(resolve => {
    const note = (list: PerformanceObserverEntryList) => {
      for (const entry of list.getEntries()) resolve((entry as PerformanceEntry & { renderTime: number }).renderTime)
    }
    new PerformanceObserver(note).observe({ type: 'element', buffered: true })
  })
  const look = new MutationObserver(() => {
    const line = [...document.querySelectorAll('[role="log"] article')].at(-1)
    if (line?.textContent?.includes(text) !== true) return
    line.querySelector('p')?.setAttribute('elementtiming', 'newest')
    look.disconnect()
  })
  look.observe(document, { childList: true, subtree: true })
  Object.assign(globalThis, { painted })
}
