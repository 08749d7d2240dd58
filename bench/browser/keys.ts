import type { Page } from 'playwright-core'
import { BenchError } from '../bench.ts'

const LETTERS = 'shall we meet at noon as usual '
/** From one key to the next, milliseconds: faster than anybody types. */
const PACE_MS = 40
/** What coming to a page entails must not meet the first key. */
const REST_MS = 500

type Watched = { pressed: Promise<number>[] }

/**
 * Types so many letters into the text field that has the focus. Answers for each the milliseconds from the key press,
 * as the browser noted it, until the page has painted the frame after it.
 */
export const typeKeys = async (page: Page, count: number): Promise<number[]> => {
  await page.bringToFront()
  await Bun.sleep(REST_MS)
  const before = await typed(page)
  const keys = Array.from({ length: count }, (_, index) => LETTERS[index % LETTERS.length] ?? ' ')
  await page.evaluate(() => {
    ;(globalThis as unknown as Watched).pressed = []
  })
  for (const key of keys) {
    await page.keyboard.press(key === ' ' ? 'Space' : key)
    await Bun.sleep(PACE_MS)
  }
  if ((await typed(page)) !== before + keys.join('')) throw new BenchError('A text field does not hold what was typed.')
  return page.evaluate(() => Promise.all((globalThis as unknown as Watched).pressed))
}

const typed = (page: Page): Promise<string> =>
  page.evaluate(() => (document.activeElement instanceof HTMLTextAreaElement ? document.activeElement.value : ''))

/** In the page, once: notes each key. What is posted out of a frame's callback comes after it has been painted. */
export function noteKeys(): void {
  const press = (event: KeyboardEvent) => {
    const { port1, port2 } = new MessageChannel()
    const painted = new Promise<number>(resolve => {
      port1.onmessage = () => resolve(performance.now() - event.timeStamp)
    })
    requestAnimationFrame(() => port2.postMessage(null))
    ;(globalThis as unknown as Watched).pressed.push(painted)
  }
  addEventListener('keydown', press, { capture: true })
}
