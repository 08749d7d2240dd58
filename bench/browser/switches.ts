import type { Page } from 'playwright-core'
import { channelLink } from '../../test/browser/people.ts'
import { newestIn } from '../workspaces.ts'

type Watched = { shown: Promise<number> }

/**
 * Clicks on a channel in the list; answers the milliseconds from the click until the newest message of that channel has
 * been painted.
 */
export const switchTo = async (page: Page, name: string): Promise<number> => {
  await page.bringToFront()
  await page.evaluate(watch, newestIn(name))
  await channelLink(page, name).click()
  return page.evaluate(() => (globalThis as unknown as Watched).shown)
}

/** In the page: what is posted out of a frame's callback comes after it has been painted. */
function watch(text: string): void {
  const shown = new Promise<number>(resolve => {
    let clicked = 0
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => resolve(performance.now() - clicked)
    const look = () => {
      const lines = document.querySelectorAll('[role="log"] article')
      if (clicked === 0 || lines[lines.length - 1]?.textContent?.includes(text) !== true) return
      observer.disconnect()
      requestAnimationFrame(() => port2.postMessage(null))
    }
    const observer = new MutationObserver(look)
    observer.observe(document.body, { subtree: true, childList: true, characterData: true })
    addEventListener('click', event => (clicked = event.timeStamp), { capture: true, once: true })
  })
  Object.assign(globalThis, { shown })
}
