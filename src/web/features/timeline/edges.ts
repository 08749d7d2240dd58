import type { ReadonlySignal } from '@preact/signals'
import type { Client, Timeline } from '../../sync/api.ts'
import { downwards, type Span, trimmed, upwards } from './span.ts'

/** So far from an edge, in pixels, the next page is drawn or asked for. */
const EDGE = 1200

/** The upper and the lower edge of what is drawn: a reader who comes near one finds more there. */
export class Edges {
  readonly #client: Client
  readonly #channel: string
  readonly #timeline: ReadonlySignal<Timeline>
  #asking = false
  /** The first message when asking for those before it brought nothing. */
  #stalledAt: number | null = null

  constructor(client: Client, channel: string) {
    this.#client = client
    this.#channel = channel
    this.#timeline = client.replica.timeline(channel)
  }

  /** The reader has moved: what brought nothing before may be asked for again. */
  moved(): void {
    this.#stalledAt = null
  }

  /**
   * What is to be drawn next; the same span where nothing is missing. Asks for older messages where they are not
   * loaded: `onAnswer` when they came, or did not.
   */
  extended(box: HTMLElement, span: Span, atEnd: boolean, onAnswer: () => void): Span {
    const { seqs, older } = this.#timeline.peek()
    if (box.scrollTop < EDGE) {
      const next = upwards(seqs, span)
      if (next !== span) return next
      if (older) this.#ask(onAnswer)
    }
    if (atEnd) return trimmed(seqs, span)
    const below = box.scrollHeight - box.scrollTop - box.clientHeight
    return below < EDGE ? downwards(seqs, span) : span
  }

  /** One page at a time; after one that brought nothing, no other before the reader moves again. */
  #ask(onAnswer: () => void): void {
    const first = this.#first
    if (this.#asking || this.#stalledAt === first) return
    this.#asking = true
    const done = () => {
      this.#asking = false
      if (this.#first === first) this.#stalledAt = first
      onAnswer()
    }
    this.#client.older(this.#channel).then(done, done)
  }

  get #first(): number {
    return this.#timeline.peek().seqs.at(0) ?? 0
  }
}
