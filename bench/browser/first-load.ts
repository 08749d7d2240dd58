import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import type { Bench, Scenario } from '../bench.ts'
import { startFlack } from '../running.ts'
import { median } from '../statistics.ts'
import { LONG, newestIn, seedReader } from '../workspaces.ts'
import { signedIn, withChromium } from './chromium.ts'

/** Slow 4G as Lighthouse simulates it: 1.6 Mbit/s down, 750 kbit/s up, and 150 ms there and back. */
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 }
const BUDGET_MS = 1000
const CHANNELS = 50
const MESSAGES = 300

/** What somebody who is signed in waits for at a browser that was never here, over a slow network. */
export const firstLoad: Scenario = async bench => {
  const dataDir = join(bench.folder, 'first-load')
  const { token, channels } = await seedReader(dataDir, { channels: CHANNELS, long: MESSAGES })
  const flack = await startFlack(dataDir)
  try {
    const url = `http://127.0.0.1:${flack.port}`
    const there = { url, token, path: `/c/${channels[0]}` }
    const measured = await withChromium(bench, [], browser => measure(bench, browser, there))
    if (measured === null) return []
    const [document, unhindered] = [median(measured.document).toFixed(0), median(measured.unhindered).toFixed(0)]
    return [
      {
        what: `first load over slow 4G until the newest message shows, ${CHANNELS} channels`,
        budget: BUDGET_MS,
        better: 'less',
        unit: 'ms',
        samples: measured.slow,
        detail: `${document} ms for the document alone; ${unhindered} ms without the slow network`,
      },
    ]
  } finally {
    await flack.stop()
  }
}

type There = { url: string; token: string; path: string }

const measure = async ({ reps }: Bench, browser: Browser, there: There) => {
  await loadOnce(browser, there, false)
  const all: Record<'slow' | 'document' | 'unhindered', number[]> = { slow: [], document: [], unhindered: [] }
  for (let rep = 0; rep < reps; rep++) {
    const { shown, document } = await loadOnce(browser, there, true)
    all.slow.push(shown)
    all.document.push(document)
    all.unhindered.push((await loadOnce(browser, there, false)).shown)
  }
  return all
}

/** A load with nothing cached: until the newest message was painted, and until the document was there, milliseconds. */
const loadOnce = async (browser: Browser, { url, token, path }: There, isSlow: boolean) => {
  const context = await signedIn(browser, url, token)
  try {
    const page = await context.newPage()
    await page.addInitScript(watchFor, newestIn(LONG))
    if (isSlow) await slowDown(page)
    await page.goto(url + path, { waitUntil: 'commit' })
    await page.waitForFunction(() => 'shown' in globalThis)
    return await page.evaluate(() => ({
      shown: (globalThis as unknown as { shown: number }).shown,
      document: performance.getEntriesByType('navigation')[0]?.toJSON().responseEnd as number,
    }))
  } finally {
    await context.close()
  }
}

const slowDown = async (page: Page): Promise<void> => {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', SLOW_4G)
}

/** In the page: notes when the text was painted, counted from the start of the navigation. */
function watchFor(text: string): void {
  const look = () => {
    const lines = document.querySelectorAll('[role="log"] article')
    if (lines[lines.length - 1]?.textContent?.includes(text) !== true) return requestAnimationFrame(look)
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => Object.assign(globalThis, { shown: performance.now() })
    port2.postMessage(null)
  }
  requestAnimationFrame(look)
}
