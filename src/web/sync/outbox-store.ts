import * as z from 'zod/mini'
import { ChannelId, ClientId, Millis, Seq, UserId } from '#protocol/ids.ts'
import { PreferenceName, PreferenceValue } from '#protocol/preferences.ts'
import type { Refusal } from '#protocol/refusals.ts'
import { SectionSort } from '#protocol/sections.ts'
import type { Act, Environment, StoredValue } from './api.ts'
import { readMap, writeMap } from './memory.ts'

/** An act that has no answer yet, as it is kept. `tab` owns it: no other tab sends it while that one lives. */
export interface Kept {
  clientId: string
  tab: string
  author: string
  act: Act
  at: number
  /** Order within the tab. */
  order: number
  failed: Refusal | null
}

const message = z.union([Seq, z.object({ clientId: ClientId })])
const channel = ChannelId

const ActSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('message.post'), channel, text: z.string() }),
  z.object({ do: z.literal('message.edit'), channel, message, text: z.string(), base: z.optional(z.int()) }),
  z.object({ do: z.literal('message.delete'), channel, message }),
  z.object({ do: z.enum(['reaction.add', 'reaction.remove']), channel, message, name: z.string() }),
  z.object({
    do: z.enum(['channel.join', 'channel.leave', 'direct.close', 'channel.archive', 'channel.unarchive']),
    channel,
  }),
  z.object({ do: z.literal('channel.create'), name: z.string(), private: z.optional(z.boolean()) }),
  z.object({ do: z.literal('channel.rename'), channel, name: z.string() }),
  z.object({
    do: z.literal('channel.describe'),
    channel,
    topic: z.optional(z.string()),
    purpose: z.optional(z.string()),
  }),
  z.object({
    do: z.literal('channel.convert'),
    channel,
    kind: z.enum(['public', 'private']),
    name: z.optional(z.string()),
  }),
  z.object({ do: z.literal('profile.rename'), name: z.string() }),
  z.object({
    do: z.literal('profile.edit'),
    handle: z.optional(z.string()),
    fullName: z.optional(z.string()),
    pronouns: z.optional(z.string()),
    title: z.optional(z.string()),
    zone: z.optional(z.string()),
  }),
  z.object({
    do: z.literal('place.arrange'),
    channel,
    star: z.optional(z.boolean()),
    mute: z.optional(z.boolean()),
    section: z.optional(z.nullable(z.string())),
  }),
  z.object({
    do: z.literal('section.set'),
    section: z.string(),
    name: z.optional(z.string()),
    rank: z.optional(z.int()),
    folded: z.optional(z.boolean()),
    sort: z.optional(SectionSort),
    unread: z.optional(z.boolean()),
    gone: z.optional(z.literal(true)),
  }),
  z.object({ do: z.literal('preference.set'), name: PreferenceName, value: PreferenceValue }),
])

const common = {
  key: ClientId,
  tab: z.string(),
  author: UserId,
  at: Millis,
  order: z.int(),
  failed: z.nullable(z.object({ code: z.string(), message: z.string(), retryAfter: z.optional(z.number()) })),
}

const StoredAct = z.object({ ...common, act: ActSchema })
/** As pages kept it that knew no other act than a post. */
const StoredPost = z.object({ ...common, channel, text: z.string() })

export const UNSENT = 'flack.unsent'
/** Far more than anybody leaves unsent; the oldest would go. */
const LIMIT = 1_000

/**
 * Where what is unsent outlives the page. It is written twice: into the small memory at once, since the page may go in
 * the next moment, and from there into storage, which takes its time. Whatever storage refuses stays where it was.
 */
export class OutboxStore {
  readonly #environment: Environment

  constructor(environment: Environment) {
    this.#environment = environment
  }

  keep(kept: Kept): void {
    const { clientId, ...rest } = kept
    // Compared by its type: an act that the schema does not know would be lost at a reload, without a word.
    const act: z.infer<typeof ActSchema> = kept.act
    writeMap(this.#environment.memory, UNSENT, clientId, { ...rest, act }, LIMIT)
    void this.#store({ key: clientId, ...rest })
  }

  forget(clientId: string): void {
    this.#forgetSoon(clientId)
    void this.#environment.storage.write([], [{ table: 'outbox', key: clientId }]).catch(() => {})
  }

  /** All that is kept, of every tab, the oldest first by the clock. Within a tab only `order` tells what came first. */
  async all(): Promise<Kept[]> {
    // The small memory is read first: an act that moves into storage meanwhile is read twice, but never missed.
    const early = Object.entries(readMap(this.#environment.memory, UNSENT)).map(([key, value]) => ({
      ...(value as object),
      key,
    }))
    const stored = await this.#environment.storage.readAll('outbox').catch(() => [])
    const kept = new Map([...stored, ...early].flatMap(value => read(value) ?? []).map(one => [one.clientId, one]))
    return [...kept.values()].sort((a, b) => a.at - b.at)
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
    // An act that was rewritten meanwhile stays in the small memory: storage has only its old form so far.
    const { key, ...rest } = value
    const isLatest = JSON.stringify(readMap(this.#environment.memory, UNSENT)[key]) === JSON.stringify(rest)
    if (stored && isLatest) this.#forgetSoon(key)
  }

  #forgetSoon(clientId: string): void {
    const { memory } = this.#environment
    if (clientId in readMap(memory, UNSENT)) writeMap(memory, UNSENT, clientId, null, LIMIT)
  }
}

const read = (value: unknown): Kept | null => {
  const stored = z.safeParse(StoredAct, value)
  if (stored.success) return keptOf(stored.data, stored.data.act)
  const post = z.safeParse(StoredPost, value)
  return post.success
    ? keptOf(post.data, { do: 'message.post', channel: post.data.channel, text: post.data.text })
    : null
}

const keptOf = ({ key, tab, author, at, order, failed }: z.infer<z.ZodMiniObject<typeof common>>, act: Act): Kept => ({
  clientId: key,
  tab,
  author,
  act,
  at,
  order,
  failed: failed as Refusal | null,
})
