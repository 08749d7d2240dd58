import * as z from 'zod/mini'
import { ChannelId, ClientId, Millis, UserId } from '#protocol/ids.ts'
import type { Refusal } from '#protocol/refusals.ts'
import type { Environment, StoredValue } from './api.ts'
import { readMap, writeMap } from './memory.ts'

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

export const UNSENT = 'flack.unsent'
/** Far more than anybody leaves unsent; the oldest would go. */
const LIMIT = 1_000

/**
 * Where unsent posts outlive the page. They are written twice: into the small memory at once, since the page may go in
 * the next moment, and from there into storage, which takes its time. Whatever storage refuses stays where it was.
 */
export class OutboxStore {
  readonly #environment: Environment

  constructor(environment: Environment) {
    this.#environment = environment
  }

  keep(post: KeptPost): void {
    const { clientId, ...rest } = post
    writeMap(this.#environment.memory, UNSENT, clientId, rest, LIMIT)
    void this.#store({ key: clientId, ...rest })
  }

  forget(clientId: string): void {
    this.#forgetSoon(clientId)
    void this.#environment.storage.write([], [{ table: 'outbox', key: clientId }]).catch(() => {})
  }

  /** All that is kept, of every tab, the oldest first by the clock. Within a tab only `order` tells what came first. */
  async all(): Promise<KeptPost[]> {
    // The small memory first: what moves from there into storage meanwhile is met twice, and never missed.
    const early = Object.entries(readMap(this.#environment.memory, UNSENT)).map(([key, value]) => ({
      ...(value as object),
      key,
    }))
    const stored = await this.#environment.storage.readAll('outbox').catch(() => [])
    const posts = new Map([...stored, ...early].flatMap(value => read(value) ?? []).map(post => [post.clientId, post]))
    return [...posts.values()].sort((a, b) => a.at - b.at)
  }

  async #store(value: StoredValue): Promise<void> {
    const { storage } = this.#environment
    const write = () => storage.write([{ table: 'outbox', value }], [])
    // The local copy makes way for what cannot be fetched again.
    const stored = await write()
      .catch(() => storage.clear(['rows', 'streams']).then(write))
      .then(
        () => true,
        () => false,
      )
    if (stored) this.#forgetSoon(value.key)
  }

  #forgetSoon(clientId: string): void {
    const { memory } = this.#environment
    if (clientId in readMap(memory, UNSENT)) writeMap(memory, UNSENT, clientId, null, LIMIT)
  }
}

const read = (value: unknown): KeptPost | null => {
  const parsed = z.safeParse(Kept, value)
  if (!parsed.success) return null
  const { key, failed, ...rest } = parsed.data
  return { clientId: key, ...rest, failed: failed as Refusal | null }
}
