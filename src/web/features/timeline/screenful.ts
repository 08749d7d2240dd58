import { goesOn } from './days.ts'
import type { Said } from './said.ts'

/** No line is lower than these, in pixels: one that goes on from the line above, and one with a header of its own. */
export const LOWEST = { grouped: 30, headed: 60 }

/**
 * How many of the newest lines fill a height for certain.
 * @param said what was said `back` lines before the newest (0); null where there is nothing
 * @param height in pixels
 */
export const screenful = (said: (back: number) => Said | null, height: number): number => {
  let count = 0
  for (let filled = 0; filled < height; count++) {
    const [one, before] = [said(count), said(count + 1)]
    if (one === null) break
    // A line of the system may be told with the one above it, and then has no height at all.
    if (one.happened !== null) continue
    filled += before !== null && goesOn(before, one, one.at) ? LOWEST.grouped : LOWEST.headed
  }
  return count
}
