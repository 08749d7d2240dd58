import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { PlaceFacts } from '#protocol/frames.ts'
import type { MessageRow, PlaceRow } from '#protocol/rows.ts'
import type { ChannelSummary, OutboxEntry, Timeline } from './api.ts'
import { newestOf } from './coverage.ts'
import { HeldMessages } from './held-messages.ts'

type Lines = Omit<Timeline, 'pending'>

const LINES = ['state', 'seqs', 'older', 'behind'] as const
const nothing: Lines = { state: 'loading', seqs: [], older: false, behind: false }

/**
 * One channel as this client knows it. Changes are collected, and shown by `refresh`: however many rows a frame
 * brings, each signal moves once.
 */
export class Channel {
  readonly id: string
  readonly summary: Signal<ChannelSummary | null> = signal(null)
  readonly timeline: ReadonlySignal<Timeline>
  readonly #messages = new Map<number, Signal<MessageRow | null>>()
  readonly #lines: Signal<Lines> = signal(nothing)
  readonly #own = new Set<string>()
  #changed: MessageRow[] = []
  #held: HeldMessages | null = null
  /** Whether a page or a cached copy has been taken: before, nothing is shown even if rows arrive. */
  #ready = false
  #missing = false
  #behind = false
  #name: string | null = null
  #listed = false
  #place: PlaceRow | null = null
  #seq = 0
  #posts = 0
  /** The newest ordinal that counts as read although the place does not say so yet [UNREAD]. */
  #readPost = 0

  readonly #isOwn: (row: MessageRow) => boolean

  constructor(id: string, isOwn: (row: MessageRow) => boolean, echoes: ReadonlySignal<readonly OutboxEntry[]>) {
    this.id = id
    this.#isOwn = isOwn
    this.timeline = computed(() => {
      const lines = this.#lines.value
      return { ...lines, pending: echoes.value.filter(entry => !this.#own.has(entry.clientId)) }
    })
  }

  get held(): HeldMessages | null {
    return this.#ready ? this.#held : null
  }

  get place(): PlaceRow | null {
    return this.#place
  }

  get joined(): boolean {
    return this.#place?.state === 'joined'
  }

  /** What the cache keeps for the sidebar; null without a name. */
  get facts(): PlaceFacts | null {
    if (this.#name === null) return null
    return { channel: this.id, kind: 'public', name: this.#name, seq: this.#seq, posts: this.#posts, rev: 0 }
  }

  /** Newest seq known, whether held or not. */
  get seq(): number {
    return this.#seq
  }

  /** Whether it belongs into the list: named, and either joined or public. */
  get isListed(): boolean {
    return this.#name !== null && (this.joined || this.#listed)
  }

  /** Moves if and only if the channel's place in the list may. */
  get listKey(): string {
    return `${this.isListed} ${this.joined} ${this.#name}`
  }

  /** Whether the row of the own message is here, so that its echo must go. */
  hasOwn(clientId: string): boolean {
    return this.#own.has(clientId)
  }

  message(seq: number): ReadonlySignal<MessageRow | null> {
    const known = this.#messages.get(seq)
    if (known !== undefined) return known
    const fresh = signal(this.#held?.get(seq) ?? null)
    this.#messages.set(seq, fresh)
    return fresh
  }

  setName(name: string): void {
    this.#name = name
  }

  setListed(listed: boolean): void {
    this.#listed = listed
  }

  /** Put if newer; null where the own stream was dropped. */
  putPlace(place: PlaceRow | null): void {
    if (place === null || place.rev > (this.#place?.rev ?? -1)) this.#place = place
  }

  putFacts(facts: PlaceFacts): void {
    this.#name = facts.name
    this.#seq = Math.max(this.#seq, facts.seq)
    this.#posts = Math.max(this.#posts, facts.posts)
  }

  putMessage(row: MessageRow): void {
    this.#meet(row)
    if (this.#held !== null) this.#keep(this.#held.put(row))
  }

  /**
   * Loading starts: from here on nothing that arrives may be lost. Hand the load back to `takePage`, which ignores it
   * if everything was dropped in the meantime, and end it (`endLoad`) whatever becomes of it.
   */
  startLoad(): HeldMessages {
    this.#held ??= new HeldMessages()
    this.#held.startLoad()
    return this.#held
  }

  /** A page of history or of a cached copy; rising, without holes. */
  takePage(load: HeldMessages, rows: readonly MessageRow[], mayHaveOlder: boolean): void {
    if (load !== this.#held) return
    this.#ready = true
    this.#missing = false
    for (const row of rows) this.#meet(row)
    this.#keep(load.takePage(rows, mayHaveOlder))
  }

  /** A first load that came to nothing leaves nothing: what arrived meanwhile is not followed any longer. */
  endLoad(load: HeldMessages): void {
    load.endLoad()
    if (load === this.#held && !this.#ready && !load.isLoading) this.#held = null
  }

  /** Off the screen: all but the newest `limit` messages go, with 0 the whole conversation; it can be had again. */
  trim(limit: number): void {
    if (this.#held === null || this.#held.isLoading) return
    const from = limit === 0 ? Number.POSITIVE_INFINITY : this.#held.trim(limit)
    for (const seq of this.#messages.keys()) if (seq < from) this.#messages.delete(seq)
    if (limit > 0) return
    this.#held = null
    this.#ready = false
    this.#own.clear()
  }

  /** Counts everything up to this message as read at once; the place follows. */
  countRead(seq: number): void {
    const post = seq >= this.#seq ? this.#posts : (this.#held?.get(seq)?.post ?? 0)
    this.#readPost = Math.max(this.#readPost, post)
  }

  /** Whether more may have been said than what is held. Shown with it, not before. */
  setBehind(behind: boolean): void {
    this.#behind = behind
  }

  /** There is no such channel, or no longer for me. */
  setMissing(): void {
    this.drop()
    this.#missing = true
  }

  /** [SYNC-3] Forgets every message and all coverage. */
  drop(): void {
    this.#held = null
    this.#ready = false
    this.#missing = false
    this.#own.clear()
    this.#changed = []
    for (const message of this.#messages.values()) message.value = null
    this.dropHeads()
  }

  /** Of another person or another epoch: not even its name stays. */
  forget(): void {
    this.drop()
    this.#name = null
  }

  /** The counts are of a past that is gone. */
  dropHeads(): void {
    this.#seq = 0
    this.#posts = 0
    this.#readPost = 0
  }

  /** Shows what changed since the last call. */
  refresh(): void {
    for (const row of this.#changed) {
      const shown = this.#messages.get(row.seq)
      if (shown !== undefined) shown.value = this.#held?.get(row.seq) ?? null
    }
    this.#changed = []
    this.#refreshLines()
    this.#refreshSummary()
  }

  #meet(row: MessageRow): void {
    this.#seq = Math.max(this.#seq, row.seq)
    this.#posts = Math.max(this.#posts, row.post)
    if (this.#isOwn(row)) this.#readPost = Math.max(this.#readPost, row.post)
  }

  #keep(changed: readonly MessageRow[]): void {
    for (const row of changed) {
      this.#changed.push(row)
      if (this.#isOwn(row)) this.#own.add(row.clientId)
    }
  }

  #refreshLines(): void {
    const lines = this.#lines.peek()
    const next = this.#nextLines(lines)
    const same = LINES.every(part => next[part] === lines[part])
    if (!same) this.#lines.value = next
  }

  #nextLines(lines: Lines): Lines {
    if (this.#missing) return { ...nothing, state: 'not-found' }
    if (!this.#ready || this.#held === null) return nothing
    const [from, to] = newestOf(this.#held.coverage) ?? [1, 0]
    const older = from > 1 && this.#held.mayHaveOlder
    return { state: 'ready', seqs: stretch(lines.seqs, from, to), older, behind: this.#behind }
  }

  #refreshSummary(): void {
    const next = this.#nextSummary()
    const shown = this.summary.peek()
    if (next === null || shown === null || !sameSummary(next, shown)) this.summary.value = next
  }

  #nextSummary(): ChannelSummary | null {
    if (this.#name === null) return null
    const place = this.#place
    const cursor = Math.max(place?.cursor ?? 0, this.#readPost)
    const unread = this.joined ? Math.max(0, this.#posts - cursor) : 0
    return { id: this.id, name: this.#name, joined: this.joined, place, unread, seq: this.#seq }
  }
}

/** `from`…`to` as an array: the same one if nothing changed, and cheap if it only grew. */
const stretch = (seqs: readonly number[], from: number, to: number): readonly number[] => {
  const last = seqs.at(-1) ?? from - 1
  const sameStart = (seqs[0] ?? from) === from && last <= to
  if (sameStart && last === to) return seqs
  if (sameStart && to - last < 8) return seqs.concat(range(last + 1, to))
  return range(from, to)
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index)

const sameSummary = (a: ChannelSummary, b: ChannelSummary): boolean =>
  a.name === b.name && a.joined === b.joined && a.place === b.place && a.unread === b.unread && a.seq === b.seq
