import * as z from 'zod/mini'
import { ChannelId, ClientId, Millis, UserId } from '#protocol/ids.ts'
import type { Refusal } from '#protocol/refusals.ts'
import type { Environment } from './api.ts'

/** An unsent post as it is kept. `tab` owns it: no other tab sends it while that one lives. */
export interface KeptPost {
  clientId: string
  tab: string
  author: string
  channel: string
  text: string
  at: number
  /** Order within the tab. */
  order: number
  failed: Refusal | null
}

const Kept = z.object({
  key: ClientId,
  tab: z.string(),
  author: UserId,
  channel: ChannelId,
  text: z.string(),
  at: Millis,
  order: z.int(),
  failed: z.nullable(z.object({ code: z.string(), message: z.string(), retryAfter: z.optional(z.number()) })),
})

/** Where unsent posts outlive the page. Failing storage costs that, and nothing else. */
export class OutboxStore {
  readonly #environment: Environment

  constructor(environment: Environment) {
    this.#environment = environment
  }

  keep(post: KeptPost): void {
    const { clientId, ...rest } = post
    void this.#write([{ table: 'outbox', value: { key: clientId, ...rest } }], [])
  }

  forget(clientId: string): void {
    void this.#write([], [{ table: 'outbox', key: clientId }])
  }

  /** All that is kept, of every tab, in the order in which it was written. */
  async all(): Promise<KeptPost[]> {
    const values = await this.#environment.storage.readAll('outbox').catch(() => [])
    return values
      .flatMap(value => {
        const parsed = z.safeParse(Kept, value)
        if (!parsed.success) return []
        const { key, failed, ...rest } = parsed.data
        return { clientId: key, ...rest, failed: failed as Refusal | null }
      })
      .sort((a, b) => a.at - b.at || a.order - b.order)
  }

  async #write(...[puts, deletes]: Parameters<Environment['storage']['write']>): Promise<void> {
    await this.#environment.storage.write(puts, deletes).catch(() => {})
  }
}
