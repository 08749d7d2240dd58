import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Refusal } from '#protocol/refusals.ts'
import {
  fieldsOf,
  isAbout,
  isOnMessage,
  isPost,
  isSameMatter,
  isTyped,
  isWayBack,
  lacksFiles,
  laneOf,
  type OnMessage,
  tooLong,
  waitsFor,
} from './acts.ts'
import type { Act, Environment, OutboxEntry, OutboxView, Parked, Waiting } from './api.ts'
import { retryDelay, sleep } from './asking.ts'
import {
  echoOf,
  entryIn,
  type Item,
  isDoneAnyway,
  isOpen,
  notThere,
  type Ok,
  parkedOf,
  takesPlaceOf,
  waitingOf,
} from './outbox-items.ts'
import type { Kept, OutboxStore } from './outbox-store.ts'
import type { Outcome, Socket } from './socket.ts'

export type Performed = { ok: Ok } | { refused: Refusal }

/** What the outbox wants to know of the rest of the client. */
export interface OutboxSurroundings {
  environment: Environment
  store: OutboxStore
  socket: Pick<Socket, 'isLive' | 'request'>
  /** This tab, as owner of what it does. */
  tab: string
  /** The own user; null while signed out. */
  me: () => string | null
  isJoined: (channel: string) => boolean
  /** The number of an own message that is here already; null where it is not. */
  seqOf: (channel: string, clientId: string) => number | null
  /** The rev of the row that an act changes, as far as it is held. */
  revOf: (act: Act) => number
  /** Whether the rows show what came of an act that was acknowledged; `since`: what `revOf` said when it was sent. */
  isThere: (kept: Kept, ok: Ok, since: number) => boolean
  /** What is shown over the rows has changed: all acts that are neither refused nor to be seen in the rows. */
  onMoved: (acts: readonly Kept[]) => void
}

interface Asker {
  settle: (performed: Performed) => void
  signal: AbortSignal | undefined
}

/** The `order` of acts taken over from another tab begins here, far below this tab's own: they are sent first. */
const FIRST = -(2 ** 40)

/** What somebody did, until it is acknowledged: one command in flight per lane, in order, resent until answered [OUTBOX]. */
export class Outbox implements OutboxView {
  readonly entries: ReadonlySignal<readonly OutboxEntry[]>
  readonly idle: ReadonlySignal<boolean>
  readonly waiting: ReadonlySignal<readonly Waiting[]>
  readonly parked: ReadonlySignal<readonly Parked[]>
  readonly #items: Signal<readonly Item[]> = signal([])
  readonly #echoes = new Map<string, ReadonlySignal<readonly OutboxEntry[]>>()
  readonly #askers = new Map<string, Asker>()
  /** Lanes whose next act is under way. */
  readonly #lanes = new Set<string>()
  #order = 0
  #adopted = FIRST
  #around: OutboxSurroundings

  constructor(around: OutboxSurroundings) {
    this.#around = around
    const open = computed(() => this.#items.value.filter(item => item.done === null))
    this.entries = computed(() => open.value.flatMap(item => item.entry ?? []))
    this.idle = computed(() => open.value.length === 0)
    this.waiting = computed(() => open.value.flatMap(waitingOf))
    this.parked = computed(() => open.value.flatMap(parkedOf))
  }

  /** Own posts of a channel whose rows are not here yet, in order, with what was done to them since. */
  echoes(channel: string): ReadonlySignal<readonly OutboxEntry[]> {
    const known = this.#echoes.get(channel)
    if (known !== undefined) return known
    const fresh = computed(() => {
      const items = this.#items.value
      return items.flatMap(item => (item.entry?.channel === channel ? echoOf(item, item.entry, items) : []))
    })
    this.#echoes.set(channel, fresh)
    return fresh
  }

  async unsent(): Promise<readonly Pick<OutboxEntry, 'channel' | 'text'>[]> {
    const me = this.#around.me()
    const held = this.#items.peek().flatMap(({ kept, done }) => (done === null ? kept : []))
    const kept = (await this.#around.store.all()).filter(one => one.author === me)
    const all = new Map([...kept, ...held].map(one => [one.clientId, one.act]))
    return [...all.values()].flatMap(act => ('text' in act ? { channel: act.channel, text: act.text } : []))
  }

  /** Puts an act in and returns its clientId. Shown at once, kept and sent soon after. */
  put(act: Act): string {
    const named = this.#named(act)
    const folded = this.#folded(named)
    if (folded !== null) return folded
    const { environment, tab, me } = this.#around
    const clientId = environment.newClientId()
    const kept = { clientId, tab, author: me() ?? '', act: named, at: environment.now(), order: this.#order++ }
    this.#add([{ ...kept, failed: tooLong(named) }], false)
    return clientId
  }

  /** The same, and the server's word as soon as there is one. */
  perform(act: Act, signal?: AbortSignal): Promise<Performed> {
    return new Promise(settle => {
      const clientId = this.put(act)
      if (this.#find(clientId) === undefined) settle({ ok: {} })
      else this.#askers.set(clientId, { settle, signal })
    })
  }

  /** Takes over what another tab left behind. */
  adopt(left: readonly Kept[]): void {
    const known = new Set(this.#items.peek().map(item => item.kept.clientId))
    const fresh = left.filter(one => !known.has(one.clientId))
    const adopted = fresh.map(one => ({ ...one, tab: this.#around.tab, order: this.#adopted++ }))
    this.#add(adopted, true)
  }

  /** Tries a refused act again. Under a fresh id, since the old one may be what was refused (`client_id_reused`). */
  retry(clientId: string): void {
    const { act, failed } = this.#find(clientId)?.kept ?? { act: null, failed: null }
    if (act === null || failed === null) return
    this.discard(clientId)
    this.put(act.do === 'message.edit' ? { ...act, base: this.#around.revOf(act) || undefined } : again(act, failed))
  }

  discard(clientId: string): void {
    this.#around.store.forget(clientId)
    this.#set(this.#items.peek().filter(item => item.kept.clientId !== clientId))
  }

  /** The connection is back, or something has its answer: every lane goes on. */
  wake(): void {
    for (const lane of new Set(this.#items.peek().map(({ kept }) => laneOf(kept.act)))) void this.#drain(lane)
  }

  /** Rows came: ends what they show by themselves now. */
  settle(): void {
    const items = this.#items.peek()
    const left = items.filter(item => !this.#isOver(item))
    if (left.length < items.length) this.#set(left)
  }

  /** A file of a post has its id, was taken out of it (null), or will never come: then its post is parked. */
  fill(upload: string, outcome: { id: string } | { refused: Refusal } | null): void {
    for (const item of this.#items.peek()) {
      const { act, failed, clientId } = item.kept
      if (failed !== null || !isPost(act) || !act.files?.some(file => file.upload === upload)) continue
      if (outcome !== null && 'refused' in outcome) this.#park(item.kept, outcome.refused)
      else {
        const files = act.files.flatMap(file =>
          file.upload !== upload ? file : outcome === null ? [] : { ...file, ...outcome },
        )
        if (files.length === 0 && act.text === '') this.discard(clientId)
        else this.#rewrite(item, { ...act, files: files.length > 0 ? files : undefined })
      }
    }
    this.wake()
  }

  clear(): void {
    this.#askers.clear()
    this.#set([])
  }

  /** An own message that was unsent may have its number by now. */
  #named(act: Act): Act {
    if (!isOnMessage(act) || typeof act.message === 'number') return act
    const { clientId } = act.message
    const seq = this.#find(clientId)?.done?.seq ?? this.#around.seqOf(act.channel, clientId)
    return typeof seq === 'number' ? { ...act, message: seq } : act
  }

  /** Merges `act` into a waiting one that it replaces or undoes. Answers that one's id; null where `act` is sent. */
  #folded(act: Act): string | null {
    if (isOnMessage(act) && typeof act.message === 'object') {
      const post = this.#find(act.message.clientId)
      if (post !== undefined && (!post.tried || post.kept.failed !== null)) return this.#onUnsent(act, post)
    }
    const same = this.#items.peek().findLast(({ kept, done }) => done === null && isSameMatter(kept.act, act))
    if (same === undefined || (same.tried && same.kept.failed === null)) return null
    const { clientId, act: before, failed } = same.kept
    const makesWay = failed !== null || (act.do === 'message.delete' && before.do === 'message.edit')
    const goesBack = isWayBack(before, act)
    if (goesBack && failed === null && this.#isFollowed(same)) return null
    if (makesWay || goesBack) this.discard(clientId)
    else if (before.do === act.do)
      this.#rewrite(same, act.do === 'message.edit' && 'base' in before ? { ...act, base: before.base } : act)
    return makesWay ? null : clientId
  }

  /** [OUTBOX] A post that was never sent, or was refused: an edit rewrites it here, a deletion discards it. */
  #onUnsent(act: OnMessage, post: Item): string {
    const { kept } = post
    if (act.do === 'message.delete') this.discard(kept.clientId)
    if (act.do !== 'message.edit' || !isPost(kept.act)) return kept.clientId
    const text = { ...kept.act, text: act.text }
    if (kept.failed === null) return this.#rewrite(post, text)
    this.discard(kept.clientId)
    const clientId = this.#around.environment.newClientId()
    this.#add([{ ...kept, clientId, act: text, failed: tooLong(text) }], false)
    return clientId
  }

  /** Whether the lane has later acts, as a post after joining has: then leaving does not just cancel the join. */
  #isFollowed(item: Item): boolean {
    const lane = laneOf(item.kept.act)
    return this.#items.peek().some(({ kept }) => kept.order > item.kept.order && laneOf(kept.act) === lane)
  }

  #rewrite({ kept }: Item, act: Act, failed = tooLong(act)): string {
    const rewritten = { ...kept, act, failed }
    this.#around.store.keep(rewritten)
    this.#replace(kept.clientId, { kept: rewritten, entry: entryIn(rewritten) })
    return kept.clientId
  }

  #add(all: readonly Kept[], tried: boolean): void {
    const mine = all.filter(kept => kept.author === this.#around.me())
    for (const kept of mine) this.#around.store.keep(kept)
    const fresh = mine.map(kept => ({ kept, entry: entryIn(kept), tried, done: null, since: 0 }))
    this.#set([...this.#items.peek(), ...fresh].sort((a, b) => a.kept.order - b.kept.order))
    for (const { act } of mine) void this.#drain(laneOf(act))
  }

  async #drain(lane: string): Promise<void> {
    if (this.#lanes.has(lane)) return
    this.#lanes.add(lane)
    try {
      for (let item = this.#next(lane); item !== undefined; item = this.#next(lane)) await this.#deliver(item.kept)
    } finally {
      this.#lanes.delete(lane)
    }
  }

  #next(lane: string): Item | undefined {
    if (!this.#around.socket.isLive) return undefined
    const open = this.#items.peek().filter(isOpen)
    const item = open.find(({ kept }) => laneOf(kept.act) === lane)
    if (item === undefined || lacksFiles(item.kept.act)) return undefined
    const { act, order } = item.kept
    return open.some(({ kept }) => kept.order < order && waitsFor(act, kept)) ? undefined : item
  }

  async #deliver(kept: Kept): Promise<void> {
    const { act } = kept
    if (!isPost(act)) return this.#answer(kept, await this.#send(kept))
    if (!this.#around.isJoined(act.channel) && !(await this.#join(kept, act.channel))) return
    let outcome = await this.#send(kept)
    if ('refused' in outcome && outcome.refused.code === 'not_a_member') {
      if (!(await this.#join(kept, act.channel))) return
      outcome = await this.#send(kept)
    }
    return this.#answer(kept, outcome)
  }

  /** Sends an act as it is now: it may have been rewritten, or discarded, while its channel was being joined. */
  #send({ clientId }: Kept): Promise<Outcome<Act['do']>> {
    const item = this.#find(clientId)
    if (item === undefined || item.kept.failed !== null) return Promise.resolve({ lost: true })
    const { kept, tried } = item
    const fields = fieldsOf({ ...kept, act: this.#named(kept.act) })
    if (fields === null) return Promise.resolve({ refused: notThere })
    if (!tried) this.#replace(clientId, { tried: true, since: this.#around.revOf(kept.act) })
    return this.#around.socket.request(kept.act.do, fields)
  }

  async #join(kept: Kept, channel: string): Promise<boolean> {
    const outcome = await this.#around.socket.request('channel.join', { channel })
    if ('refused' in outcome) await this.#refused(kept, outcome.refused)
    return 'ok' in outcome
  }

  async #answer(kept: Kept, outcome: Outcome<Act['do']>): Promise<void> {
    if ('ok' in outcome) this.#acknowledge(kept, outcome.ok)
    else if ('refused' in outcome) await this.#refused(kept, outcome.refused)
  }

  /** A retryable refusal stops the lane for as long as it says, a final one parks the act and undoes what it showed. */
  async #refused(kept: Kept, refusal: Refusal): Promise<void> {
    const delay = retryDelay(refusal)
    if (delay !== null) return sleep(this.#around.environment, delay)
    const item = this.#find(kept.clientId)
    if (item === undefined) return
    const asker = this.#askers.get(kept.clientId)
    const isTold = this.#tell(kept.clientId, { refused: refusal }) && asker?.signal?.aborted !== true
    const isOld = this.#items.peek().some(other => isOpen(other) && takesPlaceOf(other, item))
    if (isTold || isOld || isDoneAnyway(kept.act, refusal)) this.discard(kept.clientId)
    else this.#park(item.kept, refusal)
    this.wake()
  }

  #park(kept: Kept, refusal: Refusal): void {
    const failed = { ...kept, failed: refusal }
    if (isTyped(kept.act)) this.#around.store.keep(failed)
    else this.#around.store.forget(kept.clientId)
    this.#replace(kept.clientId, { kept: failed, entry: entryIn(failed) })
    if (isPost(kept.act)) this.#foldInto(kept.clientId)
  }

  /** A post was refused: edits and deletions that wait for it are done to the refused text instead. */
  #foldInto(clientId: string): void {
    const after = this.#items.peek().flatMap(({ kept }) => (isAbout(kept.act, clientId) ? kept : []))
    for (const one of after) this.discard(one.clientId)
    const post = this.#find(clientId)
    if (post === undefined || !isPost(post.kept.act)) return
    const last = after.map(({ act }) => act).findLast(act => act.do === 'message.edit' || act.do === 'message.delete')
    if (last?.do === 'message.delete') this.discard(clientId)
    if (last?.do === 'message.edit') this.#rewrite(post, { ...post.kept.act, text: last.text }, post.kept.failed)
  }

  #acknowledge({ clientId, act }: Kept, ok: Ok): void {
    // Before the post is forgotten: acts that wait for it get its number, or they could not name it after a reload.
    for (const item of this.#items.peek()) this.#follow(item, clientId, act, ok)
    this.#around.store.forget(clientId)
    this.#replace(clientId, { done: ok })
    this.settle()
    this.#tell(clientId, { ok })
    this.wake()
  }

  /** Hands an answer to a waiting act: the number of the post that it is about, or the rev of the edit before it. */
  #follow({ kept, done }: Item, clientId: string, answered: Act, ok: Ok): void {
    const { act } = kept
    if (done !== null || !isOnMessage(act) || kept.clientId === clientId) return
    const isNamed = isAbout(act, clientId) && typeof ok.seq === 'number'
    const isNext = act.do === 'message.edit' && answered.do === act.do && isSameMatter(act, answered)
    const next = isNamed ? { ...act, message: ok.seq as number } : isNext ? { ...act, base: Number(ok.rev) } : null
    if (next === null) return
    const followed = { ...kept, act: next }
    this.#around.store.keep(followed)
    this.#replace(kept.clientId, { kept: followed })
  }

  /** Tells whoever waits for the answer (`perform`). False where nobody does. */
  #tell(clientId: string, performed: Performed): boolean {
    const asker = this.#askers.get(clientId)
    this.#askers.delete(clientId)
    asker?.settle(performed)
    return asker !== undefined
  }

  #isOver({ kept, done, since }: Item): boolean {
    return done !== null && this.#around.isThere(kept, done, since)
  }

  #find(clientId: string): Item | undefined {
    return this.#items.peek().find(item => item.kept.clientId === clientId)
  }

  #replace(clientId: string, part: Partial<Item>): void {
    this.#set(this.#items.peek().map(item => (item.kept.clientId === clientId ? { ...item, ...part } : item)))
  }

  #set(items: readonly Item[]): void {
    this.#items.value = items
    this.#around.onMoved(items.flatMap(({ kept }) => (kept.failed === null ? kept : [])))
  }
}

/** A post whose files the server has let go of sends them again. */
const again = (act: Act, { code }: Refusal): Act =>
  isPost(act) && code === 'file_not_found' ? { ...act, files: act.files?.map(({ id: _, ...file }) => file) } : act
