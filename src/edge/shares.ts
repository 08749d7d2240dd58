import { TokenBuckets } from '#app/token-bucket.ts'
import { Turns } from './turns.ts'

/** Ten pages that all come back at once stay below. */
const CALLS = { perSecond: 100, burst: 1000 }

/** What keeps one person from slowing all others, over all of their sockets. */
export type Shares = { calls: TokenBuckets; turns: Turns }

/** `schedule` runs a function in the event loop's next turn; `monotonic` is in milliseconds. */
export const createShares = (monotonic: () => number, schedule: (run: () => void) => void): Shares => ({
  calls: new TokenBuckets(CALLS, monotonic),
  turns: new Turns(monotonic, schedule),
})
