import type { Bus } from '#bus/bus.ts'
import type { Store } from '#store/store.ts'
import type { Clock } from '../clock.ts'
import type { Follower } from './follower.ts'
import { Overtaken, Trail } from './trail.ts'

/** How often `tick` is to be called: where a hint is lost, followers are late by so much. */
export const FOLLOWERS_TICK_MS = 1000
/** Changes that are read at once, for all followers together: the more, the more of them are one piece of work. */
const READ = 4096
/** Many commits in a row are one round of reading. */
const ROUND_MS = 20
const PURGE_MS = 3_600_000
/** After the start, when people come back all at once, the purge waits. */
const FIRST_PURGE_MS = 60_000
/** So long changes are kept that no follower needs any more. */
const KEEP_MS = 24 * 3_600_000
/** After a failure a follower rests, longer each time. */
const REST_MS = { first: 1000, longest: 60_000 }

type Walker = { trail: Trail; failures: number; restsUntil: number }

export type FollowersParts = {
  store: Store
  bus: Bus
  followers: readonly Follower[]
  clock: Clock
  /** Whether this node is the one of several that runs what runs once. */
  leads: () => Promise<boolean>
  /** Hears what a follower failed with, which will be tried again. */
  failed: (follower: string, error: unknown) => void
}

/**
 * Runs all followers of a node (FOLLOW): one reader serves them all, in the order of commits. Of several nodes one runs
 * them; where two do for a moment, the positions let one of them win. Hints of the bus only make it early.
 */
export class Followers {
  #walkers: readonly Walker[]
  #store: Store
  #bus: Bus
  #clock: Clock
  #parts: FollowersParts
  #active = false
  #leads = false
  #wanted = false
  #running: Promise<void> | null = null
  #deaf = () => {}
  #purgedAt = Number.NEGATIVE_INFINITY

  constructor(parts: FollowersParts) {
    this.#parts = parts
    this.#store = parts.store
    this.#bus = parts.bus
    this.#clock = parts.clock
    this.#walkers = parts.followers.map(follower => ({
      trail: new Trail(follower, parts.store, parts.clock),
      failures: 0,
      restsUntil: Number.NEGATIVE_INFINITY,
    }))
  }

  /** From now on changes are followed. */
  async begin(): Promise<void> {
    this.#active = true
    this.#purgedAt = this.#clock.now() - PURGE_MS + FIRST_PURGE_MS
    this.#deaf = this.#bus.listen(hint => {
      if ('frame' in hint) this.#wake()
    })
    await this.tick()
  }

  /** Resolves when nothing runs any more. */
  async end(): Promise<void> {
    this.#active = false
    this.#deaf()
    await this.#running
  }

  /** Every second: whether it is this node's turn, what hints did not tell, and once an hour the purge. */
  async tick(): Promise<void> {
    // A store that does not answer is found out by its own check; the next tick asks again.
    const leads = await this.#parts.leads().catch(() => false)
    // Another node may have run them meanwhile.
    if (!leads) for (const { trail } of this.#walkers) trail.forget()
    this.#leads = leads
    this.#wake()
  }

  /** How many changes each follower has yet to see; nothing where another node runs them. */
  async lags(): Promise<ReadonlyMap<string, number>> {
    if (!this.#leads) return new Map()
    const newest = await this.#store.leases.position()
    return new Map(
      this.#walkers.map(({ trail }) => [trail.follower.name, Math.max(0, newest - trail.position)] as const),
    )
  }

  #wake(): void {
    this.#wanted = true
    if (this.#active && this.#leads) this.#running ??= this.#runWhileWanted()
  }

  async #runWhileWanted(): Promise<void> {
    while (this.#wanted && this.#active && this.#leads) {
      this.#wanted = false
      const began = this.#clock.now()
      if (await this.#round()) this.#wanted = true
      else await this.#pause(began + ROUND_MS - this.#clock.now())
    }
    this.#running = null
  }

  /** Reads once for all who are not resting. True: there may be more. */
  async #round(): Promise<boolean> {
    const walkers = this.#walkers.filter(({ restsUntil }) => restsUntil <= this.#clock.now())
    if (walkers.length === 0) return false
    try {
      for (const { trail } of walkers) await trail.begin()
      const from = Math.min(...walkers.map(({ trail }) => trail.position))
      const changes = await this.#store.changes(from, READ)
      await Promise.all(
        walkers.map(walker => this.#attempt(walker, () => walker.trail.follow(changes, () => this.#active))),
      )
      await this.#purge()
      return changes.length === READ
    } catch {
      // The store did not answer. The next tick tries again.
      return false
    }
  }

  async #attempt(walker: Walker, work: () => Promise<void>): Promise<void> {
    try {
      await work()
      walker.failures = 0
    } catch (error) {
      // What became of the commit is not known.
      walker.trail.forget()
      if (error instanceof Overtaken) return
      const rest = Math.min(REST_MS.first * 2 ** walker.failures, REST_MS.longest)
      walker.failures += 1
      walker.restsUntil = this.#clock.now() + rest
      this.#parts.failed(walker.trail.follower.name, error)
    }
  }

  async #purge(): Promise<void> {
    if (this.#clock.now() < this.#purgedAt + PURGE_MS) return
    for (const walker of this.#walkers) await this.#attempt(walker, () => walker.trail.save())
    const names = this.#walkers.map(({ trail }) => trail.follower.name)
    while ((await this.#store.purgeChanges(KEEP_MS, names)) > 0) if (!this.#active) return
    this.#purgedAt = this.#clock.now()
  }

  #pause(ms: number): Promise<void> {
    return new Promise(resolve => void this.#clock.after(Math.max(0, ms), resolve))
  }
}
