import * as v from 'valibot'
import type { Environment } from './api.ts'
import type { Outbox } from './outbox.ts'
import type { OutboxStore } from './outbox-store.ts'

const Announcement = v.object({ outboxOf: v.string() })

/**
 * Each tab holds a lock for as long as it lives; whoever gets another tab's lock knows that it is gone, and takes over
 * what it left unsent. Adopting twice would be harmless: the server knows the clientId.
 */
export class Adoption {
  readonly #environment: Environment
  readonly #tab: string
  readonly #outbox: Outbox
  readonly #store: OutboxStore
  /** Tabs whose lock this one holds or waits for. */
  readonly #watched = new Set<string>()
  #stop: () => void = () => {}

  constructor(environment: Environment, tab: string, outbox: Outbox, store: OutboxStore) {
    this.#environment = environment
    this.#tab = tab
    this.#outbox = outbox
    this.#store = store
  }

  /** Looks after the tabs that left something, and after those that announce themselves from now on. */
  async start(): Promise<void> {
    const environment = this.#environment
    const tab = this.#tab
    this.#watched.add(tab)
    const stopListening = environment.broadcast.listen(message => {
      const heard = v.safeParse(Announcement, message)
      if (!heard.success || this.#watched.has(heard.output.outboxOf)) return
      this.#lookAfter(heard.output.outboxOf)
      // Whoever came later has to know of this one, too.
      environment.broadcast.post({ outboxOf: tab })
    })
    const closed = new Promise<void>(resolve => {
      this.#stop = () => {
        stopListening()
        resolve()
      }
    })
    void environment.exclusively(lockOf(tab), () => closed)
    environment.broadcast.post({ outboxOf: tab })
    await this.look()
  }

  /** Waits for the locks of tabs that left something unsent but never announced themselves: too busy, or asleep. */
  async look(): Promise<void> {
    for (const post of await this.#store.all()) this.#lookAfter(post.tab)
  }

  stop(): void {
    this.#stop()
  }

  #lookAfter(tab: string): void {
    if (this.#watched.has(tab)) return
    this.#watched.add(tab)
    void this.#environment.exclusively(lockOf(tab), async () => {
      const left = await this.#store.all()
      this.#outbox.adopt(left.filter(post => post.tab === tab).sort((a, b) => a.order - b.order))
      // It may come back: somebody signs in again in the same page, or storage did not give everything now.
      this.#watched.delete(tab)
    })
  }
}

const lockOf = (tab: string): string => `flack-tab-${tab}`
