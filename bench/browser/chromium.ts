import { type Browser, type BrowserContext, chromium } from 'playwright-core'
import { findChromium } from '../../bin/lib/find.mjs'
import { FLAGS } from '../../test/support/chromium.ts'
import type { Bench } from '../bench.ts'

/**
 * A frame is drawn as soon as there is something to draw. A display of 60 Hz would make it wait for up to 16.7 ms,
 * which is chance and the same for every page; without it what is left is work. For the same reason the browser does
 * not guess which link will be followed: on any page with many links that asks for an empty frame about ten times a
 * second, and what comes just after one waits 16 ms for the next, however little there is to draw.
 */
export const UNPACED = ['--disable-frame-rate-limit', '--disable-gpu-vsync', '--disable-features=NavigationPredictor']

/** Does something with a browser of its own; answers null, and says so, where there is no Chromium. */
export const withChromium = async <T>(
  { say }: Bench,
  flags: readonly string[],
  work: (browser: Browser) => Promise<T>,
): Promise<T | null> => {
  const executablePath = findChromium()
  if (executablePath === undefined) {
    say('  left out: it needs Chromium (Debian: apt install chromium).')
    return null
  }
  const browser = await chromium.launch({ executablePath, headless: true, args: [...FLAGS, ...flags] })
  try {
    return await work(browser)
  } finally {
    await browser.close()
  }
}

/** A browser profile with an empty cache whose owner is signed in. */
export const signedIn = async (browser: Browser, url: string, token: string): Promise<BrowserContext> => {
  const context = await browser.newContext({ locale: 'en-GB' })
  await context.addCookies([{ name: 'flack', value: token, url }])
  return context
}
