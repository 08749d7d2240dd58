import type { Bus } from '#bus/bus.ts'
import { commandEntries } from './commands.ts'
import { TokenBuckets } from './token-bucket.ts'

/** How often `tell` is to be called. */
export const LIMITS_TICK_MS = 250
/** People in one hint, which stays below 64 KiB (SIZE). */
const PORTION = 2000

/** What each person may do how often, whichever door they come through. */
const rates = Object.entries(commandEntries).flatMap(([command, { rate }]) => (rate ? [[command, rate] as const] : []))

/** Whether a command has a limit of its own; whatever has none counts among all calls of a person. */
export const hasOwnRate = (command: string): boolean => rates.some(([name]) => name === command)

/**
 * How often people do what has a limit, at whatever node. Each node counts by itself and tells the others a moment
 * later; who has used two of them at once is then in debt, and waits the longer.
 */
export class Limits {
  #buckets: ReadonlyMap<string, TokenBuckets>
  /** What was done here and not told yet: by command, how often by whom. */
  #untold = new Map<string, Map<string, number>>()
  #node: string
  #bus: Bus

  constructor(node: string, bus: Bus, monotonic: () => number) {
    this.#node = node
    this.#bus = bus
    this.#buckets = new Map(rates.map(([command, rate]) => [command, new TokenBuckets(rate, monotonic)]))
    bus.listen(hint => 'spent' in hint && this.#hear(hint.spent))
  }

  /** Counts a command of somebody's, `count` times: 0, or the seconds after which it may be tried again. */
  take(command: string, user: string, count = 1): number {
    const wait = this.#buckets.get(command)?.take(user, count) ?? 0
    // On a single node nobody else listens.
    if (wait === 0 && this.#bus.lossy && this.#buckets.has(command)) this.#note(command, user, count)
    return wait
  }

  /** Tells the other nodes what was done here since the last time. */
  tell(): void {
    for (const [command, users] of this.#untold) {
      const all = [...users]
      for (let at = 0; at < all.length; at += PORTION) {
        const by = Object.fromEntries(all.slice(at, at + PORTION))
        this.#bus.publish([{ spent: { node: this.#node, command, by } }])
      }
    }
    this.#untold.clear()
  }

  #note(command: string, user: string, count: number): void {
    const users = this.#untold.get(command) ?? new Map<string, number>()
    this.#untold.set(command, users)
    users.set(user, (users.get(user) ?? 0) + count)
  }

  #hear({ node, command, by }: { node: string; command: string; by: Readonly<Record<string, number>> }): void {
    if (node === this.#node) return
    for (const [user, count] of Object.entries(by)) this.#buckets.get(command)?.spend(user, count)
  }
}
