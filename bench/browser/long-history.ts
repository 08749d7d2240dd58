import type { Page } from 'playwright-core'

/** On its way to one message the page loads a limited number of pages; these are fewer. */
const STEP = 2_000

/**
 * Reads back in a channel until the page holds all its messages, `newest` of them, and comes back to the end. By
 * permalinks, as a reader would: what lies on the way is loaded page by page, and stays as long as the channel is shown.
 */
export const readBack = async (page: Page, channel: string, newest: number): Promise<void> => {
  const stops = Array.from({ length: Math.ceil(newest / STEP) }, (_, index) => Math.max(1, newest - (index + 1) * STEP))
  for (const seq of stops) await goTo(page, `/c/${channel}/${seq}`, seq)
  await goTo(page, `/c/${channel}`, newest)
}

/** Counts the pages of history that a page asks for; to be called before it is loaded. */
export const countPages = (page: Page): (() => number) => {
  let count = 0
  page.on('websocket', socket =>
    socket.on('framesent', ({ payload }) => {
      if (String(payload).includes('"do":"history"')) count++
    }),
  )
  return () => count
}

const goTo = async (page: Page, path: string, seq: number): Promise<void> => {
  await page.evaluate(to => {
    history.pushState(null, '', to)
    dispatchEvent(new PopStateEvent('popstate'))
  }, path)
  await page.locator(`[data-seq="${seq}"]`).waitFor()
}
