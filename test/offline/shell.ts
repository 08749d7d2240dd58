import type { Page } from 'playwright-core'
import { texts } from '../browser/people.ts'
import { patience } from '../support/pace.ts'
import { until } from '../support/wait.ts'

/** Waits until this page would start without a server. */
export const kept = async (page: Page): Promise<void> => {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
  // What is on the screen is written two seconds after it came, or when the page is left.
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')))
  await until(async () => (await tableSize(page, 'rows')) > 0, { what: 'the local copy' })
}

/** How many entries a table of the browser's storage has: `rows`, `streams` or `outbox`. */
export const tableSize = (page: Page, table: string): Promise<number> =>
  page.evaluate(
    name =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('flack-1')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const counting = opening.result.transaction(name).objectStore(name).count()
          counting.onsuccess = () => {
            opening.result.close()
            resolve(counting.result)
          }
        }
      }),
    table,
  )

export const buildOf = (page: Page): Promise<string | null> =>
  page.locator('meta[name="build"]').getAttribute('content', { timeout: patience(5_000) })

/** Waits until #general shows exactly these texts below its welcome, each once, in this order. */
export const hears = async (page: Page, expected: readonly string[], timeout = 10_000): Promise<void> => {
  let seen: string[] = []
  await until(
    async () => {
      seen = (await texts(page)).filter(text => !text.startsWith('Welcome!'))
      return JSON.stringify(seen) === JSON.stringify(expected)
    },
    { timeout, what: `the messages ${JSON.stringify(expected)}` },
  ).catch(error => {
    throw new Error(`${error.message} Seen: ${JSON.stringify(seen)}`)
  })
}
