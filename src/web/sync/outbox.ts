import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { TEXT_CHARACTERS } from '#protocol/limits.ts'
import type { Refusal } from '#protocol/refusals.ts'
import type { Environment, OutboxEntry, OutboxView } from './api.ts'
import { retryDelay, sleep } from './asking.ts'
import type { KeptPost, OutboxStore } from './outbox-store.ts'
import type { Socket } from './socket.ts'

/** What the outbox wants to know of the rest of the client. */
export interface OutboxSurroundings {
  environment: Environment
  store: OutboxStore
  socket: Pick<Socket, 'isLive' | 'request'>
  /** This tab, as owner of what it posts. */
  tab: string
  /** The own user; null while signed out. */
  me: () => string | null
  isJoined: (channel: string) => boolean
  /** Whether the message's line is there, or newer ones are: then its echo is over. */
  isShown: (channel: string, clientId: string, seq: number) => boolean
}

/** `seq` is known from the acknowledgement on; from then on only the echo is left. */
interface Item {
  post: KeptPost
  entry: OutboxEntry
  seq: number | null
}

/** What is taken over was written before, and goes before what is written here. */
const FIRST = -(2 ** 40)

/** Own posts until they are acknowledged: one command in flight per channel, in order, resent until answered [OUTBOX]. */
export class Outbox implements OutboxView {
  readonly entries: ReadonlySignal<readonly OutboxEntry[]>
  readonly #items: Signal<readonly Item[]> = signal([])
  readonly #echoes = new Map<string, ReadonlySignal<readonly OutboxEntry[]>>()
  /** Channels whose next post is under way. */
  readonly #lanes = new Set<string>()
  #order = 0
  #adopted = FIRST
  #around: OutboxSurroundings

  constructor(around: OutboxSurroundings) {
    this.#around = around
    this.entries = computed(() => this.#items.value.filter(item => item.seq === null).map(item => item.entry))
  }

  /** The own lines of a channel that are not known to be there as messages, in order. */
  echoes(channel: string): ReadonlySignal<readonly OutboxEntry[]> {
    const known = this.#echoes.get(channel)
    if (known !== undefined) return known
    const fresh = computed(() =>
      this.#items.value.filter(item => item.post.channel === channel).map(item => item.entry),
    )
    this.#echoes.set(channel, fresh)
    return fresh
  }

  async unsent(): Promise<readonly Pick<OutboxEntry, 'channel' | 'text'>[]> {
    const me = this.#around.me()
    const held = this.entries.peek()
    const kept = (await this.#around.store.all()).filter(post => post.author === me)
    return [...new Map([...kept, ...held].map(post => [post.clientId, post])).values()]
  }

  /** Puts a post in and returns its clientId. Shown at once, kept and sent soon after. */
  post(channel: string, text: string): string {
    const { environment, tab, me } = this.#around
    const clientId = environment.newClientId()
    const failed = tooLong(text)
    const at = environment.now()
    this.#add([{ clientId, tab, author: me() ?? '', channel, text, at, order: this.#order++, failed }])
    return clientId
  }

  /** Takes over what another tab left behind. */
  adopt(posts: readonly KeptPost[]): void {
    const known = new Set(this.#items.peek().map(item => item.post.clientId))
    const fresh = posts.filter(post => !known.has(post.clientId))
    this.#add(fresh.map(post => ({ ...post, tab: this.#around.tab, order: this.#adopted++ })))
  }

  /** Tries a failed entry again. Under a fresh id, since the old one may be what was refused (`client_id_reused`). */
  retry(clientId: string): void {
    const item = this.#find(clientId)
    if (item === undefined || item.post.failed === null) return
    this.discard(clientId)
    this.post(item.post.channel, item.post.text)
  }

  discard(clientId: string): void {
    this.#around.store.forget(clientId)
    this.#items.value = this.#items.peek().filter(item => item.post.clientId !== clientId)
  }

  /** The connection is back: every lane goes on. */
  wake(): void {
    for (const { post } of this.#items.peek()) void this.#drain(post.channel)
  }

  /** Rows of a channel came: ends the echoes that they replace. */
  settle(channel: string): void {
    const items = this.#items.peek()
    const left = items.filter(item => item.post.channel !== channel || !this.#isOver(item))
    if (left.length < items.length) this.#items.value = left
  }

  clear(): void {
    this.#items.value = []
  }

  #add(posts: readonly KeptPost[]): void {
    const mine = posts.filter(post => post.author === this.#around.me())
    for (const post of mine) this.#around.store.keep(post)
    const items = [...this.#items.peek(), ...mine.map(post => ({ post, entry: entryOf(post), seq: null }))]
    this.#items.value = items.sort((a, b) => a.post.order - b.post.order)
    for (const { channel } of mine) void this.#drain(channel)
  }

  async #drain(channel: string): Promise<void> {
    if (this.#lanes.has(channel)) return
    this.#lanes.add(channel)
    try {
      for (let item = this.#next(channel); item !== undefined; item = this.#next(channel))
        await this.#deliver(item.post)
    } finally {
      this.#lanes.delete(channel)
    }
  }

  #next(channel: string): Item | undefined {
    if (!this.#around.socket.isLive) return undefined
    return this.#items.peek().find(({ post, seq }) => post.channel === channel && seq === null && post.failed === null)
  }

  async #deliver(post: KeptPost): Promise<void> {
    const { channel, clientId, text } = post
    if (!this.#around.isJoined(channel) && !(await this.#join(post))) return
    let outcome = await this.#around.socket.request('message.post', { channel, clientId, text })
    if ('refused' in outcome && outcome.refused.code === 'not_a_member') {
      if (!(await this.#join(post))) return
      outcome = await this.#around.socket.request('message.post', { channel, clientId, text })
    }
    if ('ok' in outcome) this.#acknowledge(clientId, outcome.ok.seq)
    else if ('refused' in outcome) await this.#refused(post, outcome.refused)
  }

  async #join(post: KeptPost): Promise<boolean> {
    const outcome = await this.#around.socket.request('channel.join', { channel: post.channel })
    if ('refused' in outcome) await this.#refused(post, outcome.refused)
    return 'ok' in outcome
  }

  /** A retryable refusal stops the lane for as long as it says, a final one parks the entry. */
  async #refused(post: KeptPost, refusal: Refusal): Promise<void> {
    const delay = retryDelay(refusal)
    if (delay !== null) return sleep(this.#around.environment, delay)
    this.#park(post, refusal)
  }

  #park(post: KeptPost, refusal: Refusal): void {
    const parked = { ...post, failed: refusal }
    const items = this.#items.peek()
    if (!items.some(item => item.post.clientId === post.clientId)) return
    this.#around.store.keep(parked)
    this.#items.value = items.map(item =>
      item.post.clientId === post.clientId ? { ...item, post: parked, entry: entryOf(parked) } : item,
    )
  }

  #acknowledge(clientId: string, seq: number): void {
    this.#around.store.forget(clientId)
    const items = this.#items.peek().map(item => (item.post.clientId === clientId ? { ...item, seq } : item))
    this.#items.value = items.filter(item => !this.#isOver(item))
  }

  #isOver({ post, seq }: Item): boolean {
    return seq !== null && this.#around.isShown(post.channel, post.clientId, seq)
  }

  #find(clientId: string): Item | undefined {
    return this.#items.peek().find(item => item.post.clientId === clientId)
  }
}

const entryOf = ({ clientId, channel, text, at, failed }: KeptPost): OutboxEntry => ({
  clientId,
  channel,
  text,
  at,
  state: failed === null ? { phase: 'waiting' } : { phase: 'failed', refusal: failed },
})

/** What would not even fit into a frame is not sent; all other rules about texts are the server's. */
const tooLong = (text: string): Refusal | null =>
  text.length <= TEXT_CHARACTERS
    ? null
    : { code: 'text_too_long', message: `A message has at most ${TEXT_CHARACTERS} characters.` }
