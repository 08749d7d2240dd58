import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { speaker } from '../../test/browser/speaker.ts'
import { pathological } from '../../test/support/pathological.ts'
import type { Figure, Scenario } from '../bench.ts'
import { startFlack } from '../running.ts'
import { median } from '../statistics.ts'
import { signedIn, withChromium } from './chromium.ts'

const CHARACTERS = 40_000
const BUDGET_MS = 100
/** So long nothing is drawn once the page has done with a text, milliseconds. */
const QUIET_MS = 1000

/** With `--quick` only the first ones. */
const QUICKLY = 8

/** What takes longest to draw, and what some parser took seconds for. */
const texts: Record<string, (length: number) => string> = {
  'spans of code': n => '`a`b'.repeat(n / 4),
  'spans of code between spaces': n => '`a` '.repeat(n / 4),
  'a table of 300 columns': pathological['a table of 300 columns'] ?? String,
  'a table of two columns': pathological['a table of two columns'] ?? String,
  'words in bold': n => '**a** '.repeat(n / 6),
  people: n => '<@U0000000000> '.repeat(n / 15),
  ...pathological,
}

type Times = { folded: number; unfolded: number }

/**
 * Each text comes into an open channel, is drawn folded, and is unfolded: the longest task of the page for either, with
 * parsing. In the processor's time: what else runs on the machine makes no task longer.
 */
export const longTexts: Scenario = async bench => {
  const flack = await startFlack(join(bench.folder, 'long-texts'))
  try {
    const url = `http://127.0.0.1:${flack.port}`
    const writer = await speaker({ url }, 'Writer')
    const measured = await withChromium(bench, [], async browser => {
      const page = await (await signedIn(browser, url, await tokenOf(url))).newPage()
      await page.addInitScript(noteDrawing)
      const times = new Map<string, Times[]>()
      for (let rep = 0; rep < bench.reps; rep++) {
        for (const [name, textOf] of Object.entries(texts).slice(0, bench.quick ? QUICKLY : undefined)) {
          const channel = await writer.create(`t${Bun.randomUUIDv7()}`)
          await page.goto(`${url}/c/${channel}`)
          const text = textOf(CHARACTERS - 1).slice(0, CHARACTERS)
          times.set(name, [...(times.get(name) ?? []), await drawn(browser, page, () => writer.say(channel, [text]))])
        }
      }
      return times
    })
    writer.close()
    return measured === null ? [] : [worst(measured, 'folded'), worst(measured, 'unfolded')]
  } finally {
    await flack.stop()
  }
}

const tokenOf = async (url: string): Promise<string> => {
  const answer = await fetch(`${url}/auth/guest`, { method: 'POST', body: JSON.stringify({ name: 'Reader' }) })
  return ((await answer.json()) as { token: string }).token
}

const worst = (times: ReadonlyMap<string, Times[]>, part: keyof Times): Figure => {
  const medians = [...times].map(([name, all]) => ({ name, ms: median(all.map(time => time[part])) }))
  const [first, ...others] = medians.toSorted((a, b) => b.ms - a.ms)
  const next = others.slice(0, 4).map(({ name, ms }) => `${name} ${ms.toFixed(0)}`)
  return {
    what: `longest task that draws a text of 40,000 characters, ${part}: ${first?.name}`,
    budget: BUDGET_MS,
    better: 'less',
    unit: 'ms',
    samples: times.get(first?.name ?? '')?.map(time => time[part]) ?? [],
    detail: next.join(', '),
  }
}

const drawn = async (browser: Browser, page: Page, post: () => Promise<unknown>): Promise<Times> => {
  await page.getByRole('textbox', { name: /^Message #/ }).waitFor()
  await quiet(page)
  const line = page.locator('.timeline article').last()
  const folded = await longestTask(browser, page, async () => {
    await post()
    // Signs that stand for nothing are drawn as nothing.
    await line.locator('.message-text').waitFor({ state: 'attached' })
  })
  const more = line.getByRole('button', { name: 'Show more', exact: true })
  if (!(await more.isVisible())) return { folded, unfolded: 0 }
  return { folded, unfolded: await longestTask(browser, page, () => more.click()) }
}

type Traced = { name: string; ph: string; pid: number; tid: number; tdur?: number; args?: { name?: string } }

/** Of the threads that run pages, in milliseconds of the processor, until nothing has been drawn for a while. */
const longestTask = async (browser: Browser, page: Page, work: () => Promise<unknown>): Promise<number> => {
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] })
  await work()
  await quiet(page)
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: Traced[] }
  const threads = traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
  const main = new Set(threads.map(({ pid, tid }) => `${pid} ${tid}`))
  const tasks = traceEvents.filter(({ name, pid, tid }) => name.endsWith('RunTask') && main.has(`${pid} ${tid}`))
  return Math.max(0, ...tasks.map(({ tdur = 0 }) => tdur)) / 1000
}

type Watched = { last: number }

const quiet = (page: Page): Promise<unknown> =>
  page.waitForFunction(ms => performance.now() - (globalThis as unknown as Watched).last > ms, QUIET_MS, {
    polling: 100,
  })

/** In the page, once: notes when something was last drawn. */
function noteDrawing(): void {
  const seen = globalThis as unknown as Watched
  const note = () => {
    seen.last = performance.now()
  }
  note()
  addEventListener('DOMContentLoaded', () => {
    const watched = { subtree: true, childList: true, characterData: true, attributes: true }
    new MutationObserver(note).observe(document.body, watched)
  })
}
