import type { Bus } from '#bus/bus.ts'
import type { Leases } from '#store/store.ts'

/** How often `tick` is to be called, and the lease with it renewed. */
export const FENCE_TICK_MS = 1000
const LEASE_MS = 5000
/** The node itself counts its lease as over earlier than the store does, because clocks do not run alike. */
const OWN_LEASE_MS = 4500
/** How long a command waits for the word of another node before it asks again. */
const RETRY_MS = 250

/** What stands behind the fence: it looks into the store and acts on all that it finds, or lets everybody go. */
export type Fenced = { look(): Promise<void>; letGo(): void }

/**
 * What a command took away is taken away on every node before it is acknowledged (HUB-4). Each node holds a lease in the
 * store, and says up to which change it has acted on what the store has. A command that ended something waits until every
 * living node is that far. A node that cannot renew its lease lets all its sockets go before others stop waiting for it.
 */
export class Fence {
  #fenced = new Set<Fenced>()
  /** Up to which change other nodes have acted, as told on the bus; what the store says may be a second older. */
  #seen = new Map<string, number>()
  #waiting = new Set<() => void>()
  #active = false
  #until = Number.POSITIVE_INFINITY
  #renewedAt = Number.NEGATIVE_INFINITY
  #wanted = false
  #looking: Promise<void> | null = null
  #node: string
  #leases: Leases
  #bus: Bus
  #monotonic: () => number

  constructor(node: string, leases: Leases, bus: Bus, monotonic: () => number) {
    this.#node = node
    this.#leases = leases
    this.#bus = bus
    this.#monotonic = monotonic
    bus.listen(hint => {
      if ('look' in hint && hint.look !== node) this.tick()
      if ('seen' in hint && hint.seen.node !== node) this.#hear(hint.seen)
    })
  }

  follow(fenced: Fenced): void {
    this.#fenced.add(fenced)
  }

  /** Takes a lease; before that no socket may be open. A node that is alone needs none. Throws if it cannot be had. */
  async begin(): Promise<void> {
    if (!this.#bus.lossy) return
    this.#active = true
    await this.#look()
  }

  /** Gives the lease back; after that no socket may be open. */
  async end(): Promise<void> {
    if (!this.#active) return
    this.#active = false
    // It would take the lease again.
    await this.#looking
    // Else it runs out by itself.
    await this.#leases.end(this.#node).catch(() => {})
  }

  /** Whether others may count this node as gone: then not one more byte may leave. */
  isStale(): boolean {
    return this.#monotonic() > this.#until
  }

  /** Lets everybody go if the lease has run out. */
  guard(): void {
    if (this.isStale()) for (const fenced of this.#fenced) fenced.letGo()
  }

  /** Looks into the store and renews the lease: every second, and when somebody waits for it. */
  tick(): void {
    this.#wanted = true
    if (this.#active) this.#looking ??= this.#lookWhileWanted()
  }

  /** Resolves when every living node has acted on all that is committed by now. */
  async settle(): Promise<void> {
    if (!this.#active) return
    const pos = await this.#leases.position()
    while ((await this.#behind(pos)).length > 0) {
      const news = this.#news()
      this.#bus.publish([{ look: this.#node }])
      await news
    }
  }

  async #behind(pos: number): Promise<string[]> {
    const live = await this.#leases.live()
    const acted = (node: string, seen: number) =>
      node === this.#node || Math.max(seen, this.#seen.get(node) ?? 0) >= pos
    return live.flatMap(({ node, seen }) => (acted(node, seen) ? [] : [node]))
  }

  #news(): Promise<void> {
    return new Promise(resolve => {
      const done = () => {
        clearTimeout(timer)
        this.#waiting.delete(done)
        resolve()
      }
      const timer = setTimeout(done, RETRY_MS)
      this.#waiting.add(done)
    })
  }

  #hear({ node, pos }: { node: string; pos: number }): void {
    this.#seen.set(node, Math.max(pos, this.#seen.get(node) ?? 0))
    for (const done of [...this.#waiting]) done()
  }

  async #lookWhileWanted(): Promise<void> {
    while (this.#wanted && this.#active) {
      this.#wanted = false
      // A store that does not answer is found out by its own check; if it lasts, the lease runs out.
      await this.#look().catch(() => {})
    }
    this.#looking = null
  }

  async #look(): Promise<void> {
    const pos = await this.#leases.position()
    for (const fenced of this.#fenced) await fenced.look()
    this.#bus.publish([{ seen: { node: this.#node, pos } }])
    const now = this.#monotonic()
    if (now - this.#renewedAt < FENCE_TICK_MS / 2) return
    await this.#leases.renew(this.#node, pos, LEASE_MS)
    // If the lease had run out, sockets may hear what they lost meanwhile: they go before there is a lease again.
    this.guard()
    this.#renewedAt = now
    this.#until = now + OWN_LEASE_MS
  }
}
