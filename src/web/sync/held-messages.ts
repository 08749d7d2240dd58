import type { FileRow, MessageRow, ReactionRow } from '#protocol/rows.ts'
import { Beside, type BesideRow } from './beside.ts'
import { type Coverage, cover, covers, type Interval, newestOf } from './coverage.ts'

/** What a question about a conversation brings: messages, rising, and what stands beside them. */
export interface Page {
  rows: readonly MessageRow[]
  beside: readonly BesideRow[]
  /** The interval of seq that it covers: no other message is in there. Null where it covers none. */
  covers: Interval | null
  /** What the server said about messages before it. */
  mayHaveOlder: boolean
}

/** A page as an answer names it. One that does not say what it covers covers what it brings. */
export const pageOf = (answer: {
  rows: readonly MessageRow[]
  beside?: readonly BesideRow[] | undefined
  own?: { rows: readonly BesideRow[] } | undefined
  from?: number | undefined
  to?: number | undefined
  more: boolean
}): Page => {
  const { rows, beside = [], own, from = rows[0]?.seq ?? 1, to = rows.at(-1)?.seq ?? 0, more } = answer
  return { rows, beside: [...beside, ...(own?.rows ?? [])], covers: from > to ? null : [from, to], mayHaveOlder: more }
}

/**
 * The messages of one channel that this client holds without holes, and the rows beside them. What arrives while a page
 * is being loaded is kept loose, because the page may have been read before it and be sent after it.
 */
export class HeldMessages {
  coverage: Coverage = []
  /** False once the server said that nothing is older than the first covered message. */
  mayHaveOlder = true
  readonly #rows = new Map<number, MessageRow>()
  readonly #beside = new Beside()
  readonly #loose = new Map<number, MessageRow>()
  #looseBeside = new Beside()
  #loads = 0
  /** Of the newest interval, without tombstones; null where it has to be made anew, apart from what `#appended` adds. */
  #lines: readonly number[] | null = []
  #appended: number[] = []

  get(seq: number): MessageRow | null {
    return this.#rows.get(seq) ?? null
  }

  /** Seq of the newest message that is covered, 0 for none. */
  get end(): number {
    return newestOf(this.coverage)?.[1] ?? 0
  }

  /** How many messages are held. */
  get size(): number {
    return this.#rows.size
  }

  get isLoading(): boolean {
    return this.#loads > 0
  }

  /** What a conversation shows: the newest interval without what was deleted. The same array while nothing changes. */
  get lines(): readonly number[] {
    if (this.#lines === null) this.#lines = this.#linesAnew()
    else if (this.#appended.length > 0) this.#lines = this.#lines.concat(this.#appended)
    this.#appended = []
    return this.#lines
  }

  reactions(seq: number): ReactionRow[] {
    return this.#beside.reactions(seq)
  }

  files(seq: number): ReadonlyMap<string, FileRow> {
    return this.#beside.files(seq)
  }

  preview(seq: number): ReturnType<Beside['preview']> {
    return this.#beside.preview(seq)
  }

  mark(seq: number): ReturnType<Beside['mark']> {
    return this.#beside.mark(seq)
  }

  isMentioned(seq: number): boolean {
    return this.#beside.isMentioned(seq)
  }

  /** A row of a change [SYNC-4]: updates a held one, continues the newest interval, and otherwise adds no line. */
  put(row: MessageRow): MessageRow[] {
    if (covers(this.coverage, row.seq)) return this.#replace(row) ? [row] : []
    if (row.seq === this.end + 1) return [this.#append(row), ...this.#attachLoose()]
    if (this.#loads > 0 && isNewer(row, this.#loose.get(row.seq))) this.#loose.set(row.seq, row)
    return []
  }

  /** A row beside a message [ROWS]; whether something has changed by it. */
  putBeside(row: BesideRow): boolean {
    if (covers(this.coverage, row.seq)) return this.#rows.get(row.seq)?.deleted !== true && this.#beside.put(row)
    if (this.#loads > 0) this.#looseBeside.put(row)
    return false
  }

  startLoad(): void {
    this.#loads++
  }

  /** A page without holes; the messages that changed by it. */
  takePage({ rows, beside, covers: interval, mayHaveOlder }: Page): MessageRow[] {
    const changed = rows.map(row => this.#newest(row))
    for (const row of changed) this.#set(row)
    this.#lines = null
    if (interval !== null) this.coverage = cover(this.coverage, ...interval)
    if (interval === null || interval[0] === newestOf(this.coverage)?.[0]) this.mayHaveOlder = mayHaveOlder
    for (const row of beside) this.putBeside(row)
    const attached = this.#attachLoose()
    this.#attachLooseBeside()
    return [...changed, ...attached]
  }

  /** Every `startLoad` ends here, whatever became of it. */
  endLoad(): void {
    this.#loads--
    if (this.#loads > 0) return
    this.#loose.clear()
    this.#looseBeside = new Beside()
  }

  /** The newest messages of the newest interval, at most `limit`, rising. */
  newest(limit: number): MessageRow[] {
    const newest = newestOf(this.coverage)
    if (newest === null) return []
    const rows: MessageRow[] = []
    for (let seq = newest[1]; seq >= newest[0] && rows.length < limit; seq--) {
      const row = this.#rows.get(seq)
      if (row !== undefined) rows.push(row)
    }
    return rows.reverse()
  }

  /** What stands beside messages from this seq on, and is not gone. */
  besideFrom(from: number): BesideRow[] {
    return [...this.#beside.rows()].filter(({ seq, gone }) => seq >= from && gone === undefined)
  }

  /** The own stream began anew: own rows are to be asked for again. The seqs whose rows went. */
  dropOwn(): number[] {
    return this.#beside.dropOwn()
  }

  /** Lets all but the newest `limit` messages go; the seq of the oldest that is left. */
  trim(limit: number): number {
    const rows = this.newest(limit)
    const from = rows[0]?.seq ?? 0
    if (this.#rows.size <= rows.length) return from
    this.mayHaveOlder ||= from > (newestOf(this.coverage)?.[0] ?? 0)
    this.#rows.clear()
    for (const row of rows) this.#rows.set(row.seq, row)
    this.coverage = rows.length === 0 ? [] : [[from, this.end]]
    this.#beside.trim(from)
    this.#lines = null
    return from
  }

  #replace(row: MessageRow): boolean {
    const held = this.#rows.get(row.seq)
    if (!isNewer(row, held)) return false
    if (held?.deleted !== row.deleted) this.#lines = null
    this.#set(row)
    return true
  }

  #append(row: MessageRow): MessageRow {
    this.#set(row)
    this.coverage = cover(this.coverage, row.seq, row.seq)
    if (row.deleted === undefined) this.#appended.push(row.seq)
    return row
  }

  #set(row: MessageRow): void {
    this.#rows.set(row.seq, row)
    if (row.deleted) this.#beside.end(row.seq)
  }

  #attachLoose(): MessageRow[] {
    const attached: MessageRow[] = []
    for (let row = this.#loose.get(this.end + 1); row !== undefined; row = this.#loose.get(this.end + 1)) {
      attached.push(this.#append(row))
    }
    return attached
  }

  #attachLooseBeside(): void {
    for (const row of this.#looseBeside.rows()) if (covers(this.coverage, row.seq)) this.putBeside(row)
  }

  #newest(row: MessageRow): MessageRow {
    const others = [this.#rows.get(row.seq), this.#loose.get(row.seq)]
    return others.reduce<MessageRow>((best, other) => (other !== undefined && other.rev > best.rev ? other : best), row)
  }

  #linesAnew(): readonly number[] {
    const [from, to] = newestOf(this.coverage) ?? [1, 0]
    const seqs: number[] = []
    for (let seq = from; seq <= to; seq++)
      if (this.#rows.get(seq)?.deleted === undefined && this.#rows.has(seq)) seqs.push(seq)
    return seqs
  }
}

const isNewer = (row: MessageRow, held: MessageRow | undefined): boolean => held === undefined || row.rev > held.rev
