import { batch, type ReadonlySignal, type Signal, signal, untracked } from '@preact/signals'
import { listIsOpen } from '../../navigation.ts'
import { type ReadingPlace, rememberedPlace, rememberPlace } from '../../remembered.ts'
import type { Client, Timeline } from '../../sync/api.ts'
import { afterPaint } from '../../ui/after-paint.ts'
import { say } from '../../words/say.ts'
import { announce } from '../status/announce.ts'
import { Climb } from './climb.ts'
import { Edges } from './edges.ts'
import { firstDraw } from './first-draw.ts'
import { LinkedMessage } from './linked-message.ts'
import { ScrollKeeper } from './scroll-keeper.ts'
import { indexOf, newest, type Span } from './span.ts'
import { Visit } from './visit.ts'

const REMEMBER_MS = 150
/** For so long a reader waits for the connection that may bring the place where they were. */
const PATIENCE_MS = 1500

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
  /** What was new when the reader came, and the line that says so. */
  readonly visit: Visit
  /** Everything that is drawn at first is there; what comes from now on is news. */
  readonly settled: Signal<boolean> = signal(false)
  readonly notFound: Signal<boolean> = signal(false)

  readonly #linked: LinkedMessage
  readonly #edges: Edges
  readonly #climb: Climb
  readonly #client: Client
  readonly #channel: string
  readonly #timeline: ReadonlySignal<Timeline>
  #keeper: ScrollKeeper | null = null
  #box: HTMLElement | null = null
  #goal: Goal | null
  #landing: Goal | 'end' | null = null
  /** What will be drawn as soon as the first screenful was painted. */
  #whole: Span | null = null
  /** Without a connection what is not held cannot be had: then the newest is better than nothing. */
  readonly #impatient: Signal<boolean> = signal(false)
  #holding = false
  /** Whether more may have been said when the timeline changed last. */
  #wasBehind = false
  #remembering: ReturnType<typeof setTimeout> | null = null

  constructor(client: Client, channel: string, seq: number | null) {
    this.#client = client
    this.#channel = channel
    this.#timeline = client.replica.timeline(channel)
    this.visit = new Visit(client, channel)
    this.#goal = seq === null ? rememberedPlace(channel) : { seq, offset: null }
    this.#linked = new LinkedMessage(seq)
    this.#edges = new Edges(client, channel)
    this.#climb = new Climb(client, channel)
    setTimeout(() => (this.#impatient.value = true), PATIENCE_MS)
    // What is held already is there with the first drawing.
    untracked(() => this.begin())
  }

  /** The message that the address names. */
  get marked(): ReadonlySignal<number | null> {
    return this.#linked.seq
  }

  /** Begins with the element that scrolls; the answer ends it. */
  attach(box: HTMLElement, content: HTMLElement): () => void {
    const keeper = new ScrollKeeper(box)
    const sizes = new ResizeObserver(() => this.#resized(keeper))
    const look = () => this.#follow()
    const keep = () => this.#rememberNow()
    const write = () => this.#linked.stay()
    this.#box = box
    this.#keeper = keeper
    sizes.observe(box)
    sizes.observe(content)
    addEventListener('focus', look)
    addEventListener('input', write)
    addEventListener('pagehide', keep)
    document.addEventListener('visibilitychange', look)
    return () => {
      keep()
      // Answers that come later find no box and no keeper: nothing is marked as read that nobody sees.
      this.#box = null
      this.#keeper = null
      sizes.disconnect()
      removeEventListener('focus', look)
      removeEventListener('input', write)
      removeEventListener('pagehide', keep)
      document.removeEventListener('visibilitychange', look)
    }
  }

  /** Decides where to begin, as soon as what is needed for it is there. To be called whenever the timeline changes. */
  begin(): void {
    const { state, seqs, older, behind } = this.#timeline.value
    const span = this.span.value
    if (span !== null && (state === 'loading' || isGone(span, seqs))) this.#startAnew()
    if (span !== null) this.#noteAway(seqs)
    this.#wasBehind = behind
    if (span !== null || state !== 'ready') return
    this.visit.begin(seqs)
    const goal = this.#goal ?? this.#newsGoal()
    const first = seqs.at(0)
    const isFurtherUp = goal !== null && first !== undefined && goal.seq < first && older
    const isLive = this.#client.connection.value.phase === 'live'
    if (isFurtherUp && !isLive && !this.#impatient.value) return
    if (isFurtherUp && isLive && !this.#climb.isOver(goal.seq)) {
      this.#climb.begin(goal.seq, () => this.begin())
      return
    }
    const found = goal !== null && seqs[indexOf(seqs, goal.seq)] === goal.seq
    if (this.marked.value !== null && !found) announce(say`The linked message was not found.`)
    batch(() => {
      this.notFound.value = this.marked.value !== null && !found
      this.seen.value = Math.max(this.seen.peek(), this.visit.before.peek() ?? seqs.at(-1) ?? 0)
      this.#landing = found ? goal : 'end'
      this.atEnd.value = !found
      this.#drawFirst(seqs, found ? goal.seq : null)
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
    const { seqs, older } = this.#timeline.peek()
    keeper.goesOn = span.to !== null
    keeper.goesUp = older || span.from > (seqs.at(0) ?? 0)
    if (this.#landing === null) keeper.restore()
    else this.#land(keeper, this.#landing)
    this.#follow()
  }

  scrolled(): void {
    this.#edges.moved()
    this.#keeper?.note()
    this.#follow()
    this.#remembering ??= setTimeout(() => this.#rememberNow(), REMEMBER_MS)
  }

  /** The reader folds or unfolds something: `part` stays where it is, and the reader with it. */
  hold(part: HTMLElement): void {
    this.#holding = true
    this.#keeper?.hold(part)
  }

  /** Runs something when everything that is drawn at first is there: at once, or a moment after it was opened. */
  whenSettled(run: () => void): void {
    if (this.settled.peek()) {
      run()
      return
    }
    const stop = this.settled.subscribe(isSettled => {
      if (!isSettled) return
      afterPaint(run)
      queueMicrotask(() => stop())
    })
  }

  /** To the newest message. */
  toEnd(): void {
    if (this.span.peek() === null) return
    this.#linked.leave()
    this.#landing = 'end'
    batch(() => {
      this.notFound.value = false
      this.span.value = newest(this.#timeline.peek().seqs)
    })
    this.afterDraw()
  }

  /** To the end, and whatever was new is not any longer: after a message of one's own, and when the reader says so. */
  markAllRead(): void {
    this.visit.end()
    this.toEnd()
  }

  /** To the first message that was new. */
  toNews(): void {
    const { before } = this.visit
    if (before.peek() === null) return
    this.visit.seen.value = true
    this.#goal = { seq: this.visit.firstNew.peek() ?? (before.peek() ?? 0) + 1, offset: null }
    this.#climb.forget()
    this.span.value = null
  }

  /** To one message, marked; with `null` to the end. */
  goTo(seq: number | null): void {
    if (seq === null) {
      this.#goal = null
      this.#linked.leave()
      this.toEnd()
      return
    }
    this.#goal = { seq, offset: null }
    this.#climb.forget()
    batch(() => {
      this.#linked.follow(seq)
      this.span.value = null
    })
  }

  /**
   * Messages that came while nobody looked, or while only the copy was here, are new. A reader at the end of the copy
   * is taken to the first of them, like somebody who has just opened the channel.
   */
  #noteAway(seqs: readonly number[]): void {
    const isCaughtUpWith = this.#wasBehind
    if (isLooking() && !isCaughtUpWith) return
    const isNew = this.visit.noteAway(seqs)
    if (!isNew || !isCaughtUpWith || !this.atEnd.peek()) return
    this.#goal = this.#newsGoal()
    this.span.value = null
  }

  /** The first new message, where the reader begins; null where it is not loaded, and the news bar tells of it. */
  #newsGoal(): Goal | null {
    const first = this.visit.firstNew.peek()
    return first === null ? null : { seq: first, offset: null }
  }

  /** First what fills a screen, so that it shows at once; a page of it all follows after the first paint. */
  #drawFirst(seqs: readonly number[], seq: number | null): void {
    const { screen, page } = firstDraw(this.#client, this.#channel, seqs, seq)
    this.#whole = page
    this.span.value = screen
    afterPaint(() => {
      const whole = this.#whole
      const isMore =
        this.span.peek() === screen && whole !== null && (whole.from !== screen.from || whole.to !== screen.to)
      if (isMore) this.span.value = whole
      this.#whole = null
      this.settled.value = true
      if (!isMore) this.#follow()
      this.#linked.arrive(this.#lineOf(this.marked.peek()))
    })
  }

  /** What was loaded has been dropped, as after a long absence: the place in it is looked for again. */
  #startAnew(): void {
    this.#goal = this.#readingPlace()
    this.#climb.forget()
    this.span.value = null
  }

  #land(keeper: ScrollKeeper, landing: Goal | 'end'): void {
    this.#landing = null
    const line = landing === 'end' ? null : this.#lineOf(landing.seq)
    if (landing === 'end' || line == null) keeper.toEnd()
    else keeper.toLine(line, landing.offset ?? (this.#box?.clientHeight ?? 0) / 3)
  }

  #lineOf(seq: number | null): HTMLElement | null {
    return (seq !== null && this.#box?.querySelector<HTMLElement>(`[data-seq="${seq}"]`)) || null
  }

  /** Something has another height, perhaps because the reader wanted it so. */
  #resized(keeper: ScrollKeeper): void {
    keeper.restore()
    if (!this.#holding) return
    this.#holding = false
    keeper.note()
    this.#follow()
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
    this.#lookForMarked()
    this.#lookForNews(span)
    this.#markRead()
    if (this.#whole === null) this.#extend(span, atEnd)
  }

  #extend(span: Span, atEnd: boolean): void {
    const box = this.#box
    if (box === null || box.clientHeight === 0) return
    this.span.value = this.#edges.extended(box, span, atEnd, () => this.#follow())
  }

  /** A reader at the end, with the marked line above the view, has left it. One that is not here may still be found. */
  #lookForMarked(): void {
    const seq = this.marked.peek()
    if (seq === null || !this.atEnd.peek() || this.notFound.peek() || listIsOpen.peek()) return
    const top = this.#box?.getBoundingClientRect().top ?? 0
    if ((this.#lineOf(seq)?.getBoundingClientRect().bottom ?? top) <= top) this.#linked.leave()
  }

  /** Whether the line of what is new is to be pointed at: it is further up, and was not on the screen yet. */
  #lookForNews(span: Span): void {
    const { firstNew, seen, above } = this.visit
    const first = firstNew.peek()
    const box = this.#box?.getBoundingClientRect()
    if (box === undefined) return
    const top = this.#lineOf(first)?.getBoundingClientRect().top
    above.value = top === undefined ? first === null || first < span.from : top < box.top
    if (top !== undefined && top >= box.top && top < box.bottom && isLooking()) seen.value = true
  }

  /** Marks everything as read once the reader is at the end and looks at the page. */
  #markRead(): void {
    const last = this.#timeline.peek().seqs.at(-1)
    if (last === undefined || !this.atEnd.peek() || this.span.peek() === null || !isLooking()) return
    this.visit.lookAt(last)
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

const isLooking = (): boolean => document.hasFocus() && !document.hidden

const isGone = (span: Span, seqs: readonly number[]): boolean => span.to !== null && span.to < (seqs.at(0) ?? 0)
