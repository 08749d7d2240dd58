import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { PlaceFacts } from '#protocol/frames.ts'
import type { MessageRow, PlaceRow, PreviewCard } from '#protocol/rows.ts'
import type { About, Arranged, ChannelSummary, OutboxEntry, Reaction, ShownFile, Timeline } from './api.ts'
import { arrangedOf } from './arranged.ts'
import type { BesideRow } from './beside.ts'
import { BySeq } from './by-seq.ts'
import { Counts, type News } from './counts.ts'
import { newestOf } from './coverage.ts'
import { HeldMessages, type Page } from './held-messages.ts'
import { isMine, messageOver, noOverlay, type Overlay, reactionsOver, touchedBy } from './overlay.ts'
import { nothingSaid, sameSummary } from './summary.ts'

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
  /** Who made it, where that was told: the directory does not say. */
  readonly maker: Signal<string | null> = signal(null)
  readonly timeline: ReadonlySignal<Timeline>
  readonly #messages = new BySeq(seq => this.#messageAt(seq))
  readonly #reactions = new BySeq(seq => this.#reactionsAt(seq))
  readonly #files = new BySeq(seq => this.#filesAt(seq))
  readonly #previews = new BySeq(seq => this.#previewsAt(seq))
  readonly #mentions = new BySeq(seq => this.#held?.isMentioned(seq) ?? false)
  readonly #shown = [this.#messages, this.#reactions, this.#files, this.#previews, this.#mentions]
  readonly #lines: Signal<Lines> = signal(nothing)
  /** Seqs of own messages by clientId. */
  readonly #own = new Map<string, number>()
  readonly #changed = new Set<number>()
  #overlay = noOverlay
  /** [OWN] My marks and mentions here are known up to this rev of my own stream; null while their changes are followed. */
  marksFrom: number | null = null
  #held: HeldMessages | null = null
  /** Whether a page or a cached copy has been taken: before, nothing is shown even if rows arrive. */
  #ready = false
  #missing = false
  #behind = false
  #about: About | null = null
  /** The rev of the row that said so; 0 where only its like did. */
  aboutRev = 0
  /** Whether its place has told what it is about. */
  isTold = false
  #listed = false
  #place: PlaceRow | null = null
  /** What was said here, in numbers. */
  readonly counts = new Counts()

  /** The own user. */
  readonly #me: () => string | null

  constructor(id: string, me: () => string | null, echoes: ReadonlySignal<readonly OutboxEntry[]>) {
    this.id = id
    this.#me = me
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

  /** Whether I am in the channel, as the server says. */
  get joined(): boolean {
    return this.#place?.state === 'joined'
  }

  /** Whether I am in the channel, as the page shows it: my own joining or leaving counts before the server knows. */
  get isIn(): boolean {
    return this.#overlay.joined ?? this.joined
  }

  /** What the cache keeps for the sidebar; null without a name. */
  get facts(): PlaceFacts | null {
    if (this.#about === null) return null
    const { kind, name, people, made: created, members, topic, posting, archived } = this.#about
    const creator = this.maker.peek()
    const made = { ...(creator !== null && { creator }), ...(created !== null && { created }) }
    const counts = this.counts.facts(this.#news)
    return {
      channel: this.id,
      kind,
      name,
      people: [...people],
      topic,
      ...(posting !== null && { posting }),
      ...(archived && { archived }),
      ...counts,
      ...made,
      ...(members !== null && { members }),
    }
  }

  /** Whether it belongs into the list: named, and either joined or public. */
  get isListed(): boolean {
    if (this.isDirect) return this.isIn && this.isOpen && !this.#overlay.closed
    const about = this.#shownAbout
    return about !== null && !about.archived && (this.isIn || this.#listed)
  }

  /** [ROOM] A conversation with people shows once something was said in it, and after it was closed once more was. */
  get isOpen(): boolean {
    return this.counts.posts > (this.#place?.closed ?? 0)
  }

  /** Whether the rows say this of it. */
  isAbout(part: Partial<About>): boolean {
    return Object.entries(part).every(([name, value]) => this.#about?.[name as keyof About] === value)
  }

  /** Nobody but its members may know that it exists. */
  get isHidden(): boolean {
    return this.#about !== null && this.#about.kind !== 'public'
  }

  /** With what one has done to it. */
  get #shownAbout(): About | null {
    return this.#about === null ? null : { ...this.#about, ...this.#overlay.about }
  }

  /** Whether it is known what it is. */
  get isDescribed(): boolean {
    return this.#about !== null
  }

  /** Whether it is called by its people, and no channel. */
  get isDirect(): boolean {
    const kind = this.#shownAbout?.kind
    return kind === 'dm' || kind === 'group'
  }

  /** Moves if and only if the channel's place in the list may. */
  get listKey(): string {
    return `${this.isListed} ${this.isDirect} ${this.isIn} ${this.#shownAbout?.name}`
  }

  /** The seq of an own message whose row is here, so that its echo must go. */
  ownSeq(clientId: string): number | null {
    return this.#own.get(clientId) ?? null
  }

  message(seq: number): ReadonlySignal<MessageRow | null> {
    return this.#messages.at(seq)
  }

  reactions(seq: number): ReadonlySignal<readonly Reaction[]> {
    return this.#reactions.at(seq)
  }

  files(seq: number): ReadonlySignal<readonly ShownFile[]> {
    return this.#files.at(seq)
  }

  /** [OWN] Whether a row of mine says that the message names me. */
  isMentioned(seq: number): ReadonlySignal<boolean> {
    return this.#mentions.at(seq)
  }

  previews(seq: number): ReadonlySignal<readonly PreviewCard[]> {
    return this.#previews.at(seq)
  }

  /** What was done here and the rows do not show yet. */
  setOverlay(overlay: Overlay): void {
    for (const seq of touchedBy(this.#overlay, overlay)) this.#changed.add(seq)
    this.#overlay = overlay
  }

  /** Whether the rows say that I reacted with this. */
  hasMine(seq: number, name: string): boolean {
    const held = this.#held
    const row = held?.reactions(seq).find(other => other.name === name)
    return held != null && row !== undefined && isMine(held, row, this.#me() ?? '')
  }

  /** What is told of it; what is not told stays as it was. */
  describe(part: Partial<About>, maker?: string): void {
    this.#about = { ...(this.#about ?? nothingSaid), ...part }
    if (maker !== undefined) this.maker.value = maker
  }

  setListed(listed: boolean): void {
    this.#listed = listed
  }

  /** Put if newer; null where the own stream was dropped. */
  putPlace(place: PlaceRow | null): void {
    if (place === null || place.rev > (this.#place?.rev ?? -1)) this.#place = place
  }

  putFacts(facts: PlaceFacts): void {
    const { kind, name, people = [], created: made, members, topic = '', posting = null, archived = false } = facts
    const told = { ...(made !== undefined && { made }), ...(members !== undefined && { members }) }
    this.describe({ kind, name, people, topic, posting, archived, ...told }, facts.creator)
    this.counts.putFacts(facts)
    this.isTold = true
  }

  putMessage(row: MessageRow): void {
    this.#meet(row)
    if (this.#held !== null) this.#keep(this.#held.put(row))
  }

  putBeside(row: BesideRow): void {
    if (this.#held?.putBeside(row)) this.#changed.add(row.seq)
  }

  /** The own stream began anew: what is known of my own rows beside messages is void. */
  voidMarks(): void {
    for (const seq of this.#held?.dropOwn() ?? []) this.#changed.add(seq)
    this.marksFrom = 0
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

  /** A page of history or of a cached copy. */
  takePage(load: HeldMessages, page: Page): void {
    if (load !== this.#held) return
    this.#ready = true
    this.#missing = false
    for (const row of page.rows) this.#meet(row)
    this.#keep(load.takePage(page))
    for (const { seq } of page.beside) this.#changed.add(seq)
  }

  /** Ends a load. Where no page ever came nothing is kept, not even messages that arrived meanwhile. */
  endLoad(load: HeldMessages): void {
    load.endLoad()
    if (load === this.#held && !this.#ready && !load.isLoading) this.#held = null
  }

  /** Off the screen: all but the newest `limit` messages go, with 0 the whole conversation; it can be had again. */
  trim(limit: number): void {
    if (this.#held === null || this.#held.isLoading) return
    const from = limit === 0 ? Number.POSITIVE_INFINITY : this.#held.trim(limit)
    for (const shown of this.#shown) shown.dropBefore(from)
    if (limit > 0) return
    this.#held = null
    this.#ready = false
    this.marksFrom = null
    this.#own.clear()
  }

  /** Counts everything up to this message as read at once; the place follows. */
  countRead(seq: number): void {
    this.counts.countRead(seq, this.#held?.get(seq)?.post)
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
    this.marksFrom = null
    this.#own.clear()
    this.#changed.clear()
    for (const shown of this.#shown) shown.refresh()
    this.counts.drop()
  }

  /** Of another person or another epoch: not even its name stays. */
  forget(): void {
    this.drop()
    this.#about = null
    this.aboutRev = 0
    this.isTold = false
    this.maker.value = null
  }

  /** Shows what changed since the last call. */
  refresh(): void {
    for (const seq of this.#changed) {
      for (const shown of this.#shown) shown.refresh(seq)
    }
    this.#changed.clear()
    this.#refreshLines()
    this.#refreshSummary()
  }

  #meet(row: MessageRow): void {
    this.counts.meet(row, this.#isOwn(row))
  }

  #isOwn(row: MessageRow): boolean {
    return row.author === this.#me()
  }

  #messageAt(seq: number): MessageRow | null {
    return messageOver(this.#held?.get(seq) ?? null, this.#overlay)
  }

  #reactionsAt(seq: number): readonly Reaction[] {
    return this.#held === null ? [] : reactionsOver(this.#held, seq, this.#overlay, this.#me() ?? '')
  }

  #filesAt(seq: number): readonly ShownFile[] {
    const held = this.#held?.files(seq)
    return this.#messageAt(seq)?.files?.flatMap(id => held?.get(id) ?? []) ?? []
  }

  #previewsAt(seq: number): readonly PreviewCard[] {
    return this.#held?.preview(seq)?.cards ?? []
  }

  #keep(changed: readonly MessageRow[]): void {
    for (const row of changed) {
      this.#changed.add(row.seq)
      if (this.#isOwn(row)) this.#own.set(row.clientId, row.seq)
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
    const [from] = newestOf(this.#held.coverage) ?? [1, 0]
    const older = from > 1 && this.#held.mayHaveOlder
    return { state: 'ready', seqs: this.#seqs(lines.seqs), older, behind: this.#behind }
  }

  /** The same array while it says the same. */
  #seqs(shown: readonly number[]): readonly number[] {
    const lines = this.#held?.lines ?? []
    const { deleted } = this.#overlay
    if (deleted.size === 0) return lines
    const seqs = lines.filter(seq => !deleted.has(seq))
    return seqs.length === shown.length && seqs.every((seq, index) => seq === shown[index]) ? shown : seqs
  }

  #refreshSummary(): void {
    const next = this.#nextSummary()
    const shown = this.summary.peek()
    if (next === null || shown === null || !sameSummary(next, shown)) this.summary.value = next
  }

  #nextSummary(): ChannelSummary | null {
    const about = this.#shownAbout
    if (about === null) return null
    const { id, isIn: joined } = this
    const { seq, moved } = this.counts
    return { id, ...about, ...this.#arranged, joined, place: this.#place, ...this.#news, seq, moved }
  }

  get #arranged(): Arranged {
    return arrangedOf(this.#place, this.#overlay.arranged)
  }

  /** What there is for a reader who is in the channel; one that is silenced has no news. */
  get #news(): News {
    const isHeard = this.joined && this.isIn && !this.#arranged.mute
    return isHeard ? this.counts.news(this.#place) : { unread: 0, mentions: 0 }
  }
}

/** Edited or deleted: a row that is no news. */
export const isChanged = (row: MessageRow): boolean => row.edited !== undefined || row.deleted === true
