import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { composer } from '../../test/browser/people.ts'
import { type Bench, BenchError } from '../bench.ts'
import { startFlack } from '../running.ts'
import { LONG, seedReader } from '../workspaces.ts'
import { signedIn, withChromium } from './chromium.ts'
import { countPages, readBack } from './long-history.ts'

const CHANNELS = 1000
const MESSAGES = 100_000

/** The page of somebody with 1,000 channels who has read 100,000 messages back, and is at the end again. */
export type BusyPage = {
  browser: Browser
  context: BrowserContext
  url: string
  page: Page
  /** Throws where the page does not hold all its messages any more. */
  requireHeld(): Promise<void>
  /** Waits until the page asks for nothing any more. */
  settled(): Promise<void>
}

/** Does something with such a page; null where there is no Chromium. */
export const withBusyPage = async <T>(
  bench: Bench,
  flags: readonly string[],
  work: (busy: BusyPage) => Promise<T>,
): Promise<T | null> => {
  const dataDir = join(bench.folder, `busy-${Bun.randomUUIDv7()}`)
  const { token, channels } = await seedReader(dataDir, { channels: CHANNELS, long: MESSAGES })
  const flack = await startFlack(dataDir)
  try {
    const url = `http://127.0.0.1:${flack.port}`
    return await withChromium(bench, flags, async browser => {
      const context = await signedIn(browser, url, token)
      return work(await openBusy(browser, context, url, channels[0] ?? ''))
    })
  } finally {
    await flack.stop()
  }
}

const openBusy = async (browser: Browser, context: BrowserContext, url: string, long: string): Promise<BusyPage> => {
  const page = await context.newPage()
  const asked = countPages(page)
  const settled = async () => {
    for (let before = -1; before !== asked(); await Bun.sleep(500)) before = asked()
  }
  const requireHeld = async () => {
    const before = asked()
    await readBack(page, long, MESSAGES)
    if (asked() > before) throw new BenchError('The page let go of messages while it was measured.')
  }
  await page.addInitScript(keepAll)
  await page.goto(`${url}/c/${long}`)
  await page.locator(`[data-seq="${MESSAGES}"]`).waitFor()
  await settled()
  await readBack(page, long, MESSAGES)
  await composer(page, LONG).focus()
  return { browser, context, url, page, requireHeld, settled }
}

/**
 * In the page: every 30 s it lets go of what has not been on the screen for long, all but 300 messages of a channel. So
 * that there are 100,000 of them to be measured with, it never gets to it.
 */
function keepAll(): void {
  const start = setTimeout
  const startAll = (run: TimerHandler, ms?: number) => (ms === 30_000 ? 0 : start(run, ms))
  Object.assign(globalThis, { setTimeout: startAll })
}
