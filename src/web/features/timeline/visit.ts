import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { millisOf } from '#protocol/ts.ts'
import type { Client, MessageRow } from '../../sync/api.ts'
import { indexOf } from './span.ts'

/** What there is to come back to: how much, and since when (milliseconds; null where the first of it is not loaded). */
export interface News {
  count: number
  since: number | null
}

/** What was on the screen of somebody who looked, by person and channel: the server hears of it a moment later. */
const looked = new Map<string, number>()

/**
 * One visit of a channel: what was new when the reader came stays marked until they leave or write, whatever is read
 * meanwhile. Who looks away while the channel stays open begins another visit with the next message.
 */
export class Visit {
  /** What had been read before; `null` where nothing is new. */
  readonly before: Signal<number | null> = signal(null)
  /** The first message of others after it; `null` also while it is not loaded. */
  readonly firstNew: ReadonlySignal<number | null> = computed(() => this.#first(this.before.value))
  /** Its line was on the screen, or the reader wants to hear no more of it. */
  readonly seen: Signal<boolean> = signal(false)
  /** Its line is further up than the screen. */
  readonly above: Signal<boolean> = signal(false)
  /** What to tell a reader who does not see the line. */
  readonly news: ReadonlySignal<News | null> = computed(() => this.#news())
  readonly #client: Client
  readonly #channel: string
  #begun = false

  constructor(client: Client, channel: string) {
    this.#client = client
    this.#channel = channel
  }

  /** The newest seq that was on the screen of somebody who looked, in this visit or an earlier one. */
  get lookedTo(): number {
    return looked.get(this.#key) ?? 0
  }

  lookAt(seq: number): void {
    looked.set(this.#key, Math.max(seq, this.lookedTo))
  }

  /** With the first lines. Later ones of the same visit change nothing. */
  begin(seqs: readonly number[]): void {
    if (this.#begun) return
    this.#begun = true
    const read = this.#readTo(seqs)
    // Who has read nothing yet is new here: then nothing is newer than the rest.
    if (read > 0 && read < (seqs.at(-1) ?? 0)) this.before.value = read
  }

  /** Begins another visit if messages came while nobody looked, or could look. Answers whether there are any. */
  noteAway(seqs: readonly number[]): boolean {
    const read = this.#readTo(seqs)
    if (read === 0 || read >= (seqs.at(-1) ?? 0) || this.before.peek() === read) return false
    this.before.value = read
    this.seen.value = false
    return true
  }

  end(): void {
    this.before.value = null
  }

  get #key(): string {
    const me = this.#client.session.peek()
    return `${me.phase === 'signed-in' && me.id} ${this.#channel}`
  }

  /** [UNREAD] The seq read up to. What is above an own message is read, even if the page closed before it said so. */
  #readTo(seqs: readonly number[]): number {
    const { session, replica } = this.#client
    const [me, summary] = [session.peek(), replica.channel(this.#channel).peek()]
    const read = Math.max(summary?.place?.read ?? 0, this.lookedTo)
    if (me.phase !== 'signed-in' || !summary?.joined) return read
    const isOwn = (seq: number) => isPostOf(me.id, replica.message(this.#channel, seq).peek())
    return seqs.slice(indexOf(seqs, read + 1)).findLast(isOwn) ?? read
  }

  #first(before: number | null): number | null {
    const { session, replica } = this.#client
    const me = session.value
    if (before === null || me.phase !== 'signed-in') return null
    const { seqs, older } = replica.timeline(this.#channel).value
    const at = indexOf(seqs, before + 1)
    if (at === 0 && older) return null
    const isNew = (seq: number) => {
      const row = replica.message(this.#channel, seq).value
      return row?.kind === undefined && !isPostOf(me.id, row)
    }
    return seqs.slice(at).find(isNew) ?? null
  }

  #news(): News | null {
    const before = this.before.value
    if (before === null || this.seen.value || !this.above.value) return null
    const { seqs, older } = this.#client.replica.timeline(this.#channel).value
    const first = this.firstNew.value
    if (first === null && !older) return null
    const row = first === null ? null : this.#client.replica.message(this.#channel, first).value
    const count = first === null ? (seqs.at(-1) ?? 0) - before : seqs.length - indexOf(seqs, first)
    return { count, since: row === null ? null : millisOf(row.ts) }
  }
}

/** Lines of the system are nobody's. */
const isPostOf = (me: string, row: MessageRow | null): boolean => row?.author === me && row.kind === undefined
