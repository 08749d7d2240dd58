import * as v from 'valibot'
import { ChannelId, ClientId, Millis, Seq, UserId } from '#protocol/ids.ts'
import { Int } from '#protocol/numbers.ts'
import { PreferenceName, PreferenceValue } from '#protocol/preferences.ts'
import type { Refusal } from '#protocol/refusals.ts'
import { NoticeLevel } from '#protocol/rows.ts'
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

const message = v.union([Seq, v.object({ clientId: ClientId })])
const channel = ChannelId
const file = v.object({
  upload: v.string(),
  id: v.optional(v.string()),
  alt: v.optional(v.string()),
  name: v.string(),
  type: v.string(),
  size: v.number(),
  width: v.optional(v.number()),
  height: v.optional(v.number()),
})

const ActSchema = v.variant('do', [
  v.object({ do: v.literal('message.post'), channel, text: v.string(), files: v.optional(v.array(file)) }),
  v.object({ do: v.literal('message.edit'), channel, message, text: v.string(), base: v.optional(Int) }),
  v.object({ do: v.literal('message.delete'), channel, message }),
  v.object({ do: v.picklist(['reaction.add', 'reaction.remove']), channel, message, name: v.string() }),
  v.object({
    do: v.picklist(['channel.join', 'channel.leave', 'direct.close', 'channel.archive', 'channel.unarchive']),
    channel,
  }),
  v.object({ do: v.literal('channel.create'), name: v.string(), private: v.optional(v.boolean()) }),
  v.object({ do: v.literal('channel.rename'), channel, name: v.string() }),
  v.object({
    do: v.literal('channel.describe'),
    channel,
    topic: v.optional(v.string()),
    purpose: v.optional(v.string()),
  }),
  v.object({
    do: v.literal('channel.convert'),
    channel,
    kind: v.picklist(['public', 'private']),
    name: v.optional(v.string()),
  }),
  v.object({ do: v.literal('profile.rename'), name: v.string() }),
  v.object({
    do: v.literal('profile.edit'),
    handle: v.optional(v.string()),
    fullName: v.optional(v.string()),
    pronouns: v.optional(v.string()),
    title: v.optional(v.string()),
    zone: v.optional(v.string()),
  }),
  v.object({
    do: v.literal('place.arrange'),
    channel,
    star: v.optional(v.boolean()),
    mute: v.optional(v.boolean()),
    section: v.optional(v.nullable(v.string())),
    level: v.optional(v.nullable(NoticeLevel)),
  }),
  v.object({
    do: v.literal('section.set'),
    section: v.string(),
    hidden: v.optional(v.boolean()),
    name: v.optional(v.string()),
    rank: v.optional(Int),
    folded: v.optional(v.boolean()),
    sort: v.optional(SectionSort),
    unread: v.optional(v.boolean()),
    gone: v.optional(v.literal(true)),
  }),
  v.object({ do: v.literal('preference.set'), name: PreferenceName, value: PreferenceValue }),
])

const common = {
  key: ClientId,
  tab: v.string(),
  author: UserId,
  at: Millis,
  order: Int,
  failed: v.nullable(v.object({ code: v.string(), message: v.string(), retryAfter: v.optional(v.number()) })),
}

const StoredAct = v.object({ ...common, act: ActSchema })
/** As pages kept it that knew no other act than a post. */
const StoredPost = v.object({ ...common, channel, text: v.string() })

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
    const act: v.InferOutput<typeof ActSchema> = kept.act
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
  const stored = v.safeParse(StoredAct, value)
  if (stored.success) return keptOf(stored.output, stored.output.act)
  const post = v.safeParse(StoredPost, value)
  return post.success
    ? keptOf(post.output, { do: 'message.post', channel: post.output.channel, text: post.output.text })
    : null
}

const keptOf = (
  { key, tab, author, at, order, failed }: v.InferOutput<v.ObjectSchema<typeof common, undefined>>,
  act: Act,
): Kept => ({
  clientId: key,
  tab,
  author,
  act,
  at,
  order,
  failed: failed as Refusal | null,
})
