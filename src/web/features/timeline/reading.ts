import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { type ReadingPlace, rememberedPlace, rememberPlace } from '../../remembered.ts'
import type { Client, Timeline } from '../../sync/api.ts'
import { ScrollKeeper } from './scroll-keeper.ts'
import { around, downwards, indexOf, newest, type Span, trimmed, upwards } from './span.ts'

/** So far from an edge, in pixels, the next page is drawn or asked for. */
const EDGE = 1200
/** Pages that are loaded in search of one message before it counts as not to be found. */
const SEARCH_PAGES = 50
const REMEMBER_MS = 150

/** Where to begin: at a line, `offset` pixels below the upper edge; a third of the height where it does not say. */
interface Goal {
  seq: number
  offset: number | null
}

/**
 * One reader in one channel: which part of the history is drawn, and where in it the eye is. Lives as long as the
 * conversation is on the screen.
 */
export class Reading {
  /** Nothing is drawn before it is known where to begin. */
  readonly span: Signal<Span | null> = signal(null)
  readonly atEnd: Signal<boolean> = signal(true)
  /** The newest seq when the reader left the end; what is above it has not been seen. */
  readonly seen: Signal<number> = signal(0)
  /** The first message that was unread when the channel was opened; `null` also while it is not loaded. */
  readonly firstNew: ReadonlySignal<number | null> = computed(() => this.#firstUnread(this.#readBefore.value))
  readonly notFound: Signal<boolean> = signal(false)
  readonly marked: Signal<number | null> = signal(null)

  /** What had been read when the channel was opened; `null` where nothing was new. */
  readonly #readBefore: Signal<number | null> = signal(null)
  readonly #client: Client
  readonly #channel: string
  readonly #timeline: ReadonlySignal<Timeline>
  #keeper: ScrollKeeper | null = null
  #box: HTMLElement | null = null
  #goal: Goal | null
  #landing: Goal | 'end' | null = null
  #asking = false
  #stalledAt: number | null = null
  #searched = 0
  #remembering: ReturnType<typeof setTimeout> | null = null

  constructor(client: Client, channel: string, seq: number | null) {
    this.#client = client
    this.#channel = channel
    this.#timeline = client.replica.timeline(channel)
    this.#goal = seq === null ? rememberedPlace(channel) : { seq, offset: null }
    this.marked.value = seq
  }

  /** Begins with the element that scrolls; the answer ends it. */
  attach(box: HTMLElement, content: HTMLElement): () => void {
    const keeper = new ScrollKeeper(box)
    const sizes = new ResizeObserver(() => keeper.restore())
    const look = () => this.#markRead()
    const keep = () => this.#rememberNow()
    this.#box = box
    this.#keeper = keeper
    sizes.observe(box)
    sizes.observe(content)
    addEventListener('focus', look)
    addEventListener('pagehide', keep)
    document.addEventListener('visibilitychange', look)
    return () => {
      keep()
      sizes.disconnect()
      removeEventListener('focus', look)
      removeEventListener('pagehide', keep)
      document.removeEventListener('visibilitychange', look)
    }
  }

  /** Decides where to begin, as soon as what is needed for it is there. To be called whenever the timeline changes. */
  begin(): void {
    const { state, seqs, older } = this.#timeline.value
    const span = this.span.value
    if (span !== null && (state === 'loading' || isGone(span, seqs))) this.#startAnew()
    if (span !== null || state !== 'ready') return
    const goal = this.#goal
    const first = seqs.at(0)
    if (goal !== null && first !== undefined && goal.seq < first && older && this.#searched < SEARCH_PAGES) {
      this.#searched += 1
      this.#ask()
      return
    }
    const found = goal !== null && seqs[indexOf(seqs, goal.seq)] === goal.seq
    batch(() => {
      this.notFound.value = this.marked.value !== null && !found
      this.#noteUnread(seqs)
      this.#landing = found ? goal : 'end'
      this.span.value = found ? around(seqs, goal.seq) : newest(seqs)
    })
  }

  /** Before anything is drawn anew. */
  beforeDraw(): void {
    const keeper = this.#keeper
    if (keeper === null || this.#landing !== null) return
    keeper.note()
  }

  /** After it was drawn. */
  afterDraw(): void {
    const keeper = this.#keeper
    const span = this.span.peek()
    if (keeper === null || span === null) return
    keeper.goesOn = span.to !== null
    if (this.#landing === null) keeper.restore()
    else this.#land(keeper, this.#landing)
    this.#follow()
  }

  scrolled(): void {
    this.#stalledAt = null
    this.#keeper?.note()
    this.#follow()
    this.#remembering ??= setTimeout(() => this.#rememberNow(), REMEMBER_MS)
  }

  /** To the newest message: by the button, and with every message of one's own. */
  toEnd(): void {
    if (this.span.peek() === null) return
    this.#landing = 'end'
    batch(() => {
      this.#readBefore.value = null
      this.notFound.value = false
      this.span.value = newest(this.#timeline.peek().seqs)
    })
    this.afterDraw()
  }

  /** To one message, marked; with `null` to the end. */
  goTo(seq: number | null): void {
    if (seq === null) {
      this.marked.value = null
      this.toEnd()
      return
    }
    this.#goal = { seq, offset: null }
    this.#searched = 0
    batch(() => {
      this.marked.value = seq
      this.span.value = null
    })
  }

  /** What was loaded has been dropped, as after a long absence: the place in it is looked for again. */
  #startAnew(): void {
    this.#goal = this.#readingPlace()
    this.#searched = 0
    this.span.value = null
  }

  #land(keeper: ScrollKeeper, landing: Goal | 'end'): void {
    this.#landing = null
    const line = landing === 'end' ? null : this.#box?.querySelector<HTMLElement>(`[data-seq="${landing.seq}"]`)
    if (landing === 'end' || line == null) keeper.toEnd()
    else keeper.toLine(line, landing.offset ?? (this.#box?.clientHeight ?? 0) / 3)
  }

  /** What a new place entails: pages at the edges, marks, memory. */
  #follow(): void {
    const keeper = this.#keeper
    const span = this.span.peek()
    if (keeper === null || span === null) return
    const { seqs } = this.#timeline.peek()
    const atEnd = keeper.place.end && span.to === null
    if (this.atEnd.peek() && !atEnd) this.seen.value = Math.max(this.seen.peek(), seqs.at(-1) ?? 0)
    this.atEnd.value = atEnd
    this.#markRead()
    this.#extend(span, seqs, atEnd)
  }

  #extend(span: Span, seqs: readonly number[], atEnd: boolean): void {
    const box = this.#box
    if (box === null || box.clientHeight === 0) return
    if (box.scrollTop < EDGE) {
      const next = upwards(seqs, span)
      if (next !== span) this.span.value = next
      else if (this.#timeline.peek().older) this.#ask()
      return
    }
    if (atEnd) this.span.value = trimmed(seqs, span)
    else if (box.scrollHeight - box.scrollTop - box.clientHeight < EDGE) this.span.value = downwards(seqs, span)
  }

  /** Asks for the next page above, one at a time; after one that brought nothing, not before the reader moves again. */
  #ask(): void {
    const first = this.#timeline.peek().seqs.at(0) ?? 0
    if (this.#asking || this.#stalledAt === first) return
    this.#asking = true
    const done = () => {
      this.#asking = false
      if ((this.#timeline.peek().seqs.at(0) ?? 0) === first) this.#stalledAt = first
      if (this.span.peek() === null) this.begin()
      else this.#follow()
    }
    this.#client.older(this.#channel).then(done, done)
  }

  #noteUnread(seqs: readonly number[]): void {
    const read = this.#client.replica.channel(this.#channel).peek()?.place?.read ?? 0
    const newest = seqs.at(-1) ?? 0
    // Who has read nothing yet is new here: then nothing is newer than the rest.
    this.#readBefore.value = read === 0 || read >= newest ? null : read
    this.seen.value = read === 0 ? newest : read
  }

  #firstUnread(read: number | null): number | null {
    const { session, replica } = this.#client
    const me = session.value
    if (read === null || me.phase !== 'signed-in') return null
    const { seqs, older } = this.#timeline.value
    const first = indexOf(seqs, read + 1)
    if (first === 0 && older) return null
    const isOthers = (seq: number) => replica.message(this.#channel, seq).value?.author !== me.id
    return seqs.slice(first).find(isOthers) ?? null
  }

  /** Read is what was on the screen of somebody who looked at it, to its end. */
  #markRead(): void {
    const last = this.#timeline.peek().seqs.at(-1)
    const seen = this.atEnd.peek() && this.span.peek() !== null && document.hasFocus() && !document.hidden
    if (last === undefined || !seen) return
    const summary = this.#client.replica.channel(this.#channel).peek()
    if (summary?.joined && (summary.place?.read ?? 0) < last) this.#client.markRead(this.#channel, last)
  }

  #rememberNow(): void {
    if (this.#remembering !== null) clearTimeout(this.#remembering)
    this.#remembering = null
    const signedIn = this.#client.session.peek().phase === 'signed-in'
    if (signedIn && this.span.peek() !== null) rememberPlace(this.#channel, this.#readingPlace())
  }

  #readingPlace(): ReadingPlace | null {
    const place = this.#keeper?.place ?? { end: true }
    return place.end ? null : { seq: Number(place.line.dataset.seq), offset: place.offset }
  }
}

const isGone = (span: Span, seqs: readonly number[]): boolean => span.to !== null && span.to < (seqs.at(0) ?? 0)
