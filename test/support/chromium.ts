import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { findChromium } from '../../bin/lib/find.mjs'
import { temporaryFolder } from './leftovers.ts'

/** No sandbox, because tests may run as root; no traffic of the browser's own, because tests may run without a network. */
export const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const browsers = new Map<string, Promise<Browser>>()

/**
 * The browser of this test process, started at the first call.
 * @param options hosts: names that lead to 127.0.0.1, to reach a server under a name that is not localhost
 */
export function launch({ hosts = [] }: { hosts?: string[] } = {}): Promise<Browser> {
  const key = hosts.join()
  const known = browsers.get(key)
  if (known !== undefined) return known
  const rules = hosts.map(host => `MAP ${host} 127.0.0.1`).join(', ')
  const args = hosts.length === 0 ? FLAGS : [...FLAGS, `--host-resolver-rules=${rules}`]
  const browser = chromium.launch({ ...program(), args })
  browsers.set(key, browser)
  return browser
}

/** A browser of its own whose profile lies in `folder`: closed and opened again it is the same person's. */
export async function openProfile(folder: string, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, { ...options, ...program(), args: FLAGS })
}

/** A page in a context of its own (its own cookies and storage: another person), in the shared browser. */
export async function freshPage(
  options: BrowserContextOptions & { hosts?: string[] } = {},
): Promise<{ page: Page; context: BrowserContext }> {
  const { hosts, ...contextOptions } = options
  const browser = await launch(hosts === undefined ? {} : { hosts })
  const context = await browser.newContext(contextOptions)
  return { page: await context.newPage(), context }
}

let together: string | undefined

/**
 * Which program to start, and how. Playwright makes folders for it beside all other temporary ones, and removes them at
 * an event that `bun test` does not fire. So from here on temporary folders lie in one of ours, which goes with the tests.
 */
function program(): { executablePath: string; headless: true } {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error('There is no Chromium on this machine.')
  together ??= temporaryFolder('chromium', { open: true })
  process.env.TMPDIR = together
  return { executablePath, headless: true }
}
