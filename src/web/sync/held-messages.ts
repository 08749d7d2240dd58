import type { MessageRow } from '#protocol/rows.ts'
import { type Coverage, cover, covers, newestOf } from './coverage.ts'

/**
 * The messages of one channel that this client holds without holes. What arrives while a page is being loaded is kept
 * loose, because the page may have been read before it and be sent after it.
 */
export class HeldMessages {
  coverage: Coverage = []
  /** False once the server said that nothing is older than the first covered message. */
  mayHaveOlder = true
  readonly #rows = new Map<number, MessageRow>()
  readonly #loose = new Map<number, MessageRow>()
  #loads = 0

  get(seq: number): MessageRow | null {
    return this.#rows.get(seq) ?? null
  }

  /** Seq of the newest message that is shown, 0 for none. */
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

  /** A row of a change [SYNC-4]: updates a held one, continues the newest interval, and otherwise adds no line. */
  put(row: MessageRow): MessageRow[] {
    if (covers(this.coverage, row.seq)) return this.#replace(row) ? [row] : []
    if (row.seq === this.end + 1) return [this.#append(row), ...this.#attachLoose()]
    if (this.#loads > 0 && isNewer(row, this.#loose.get(row.seq))) this.#loose.set(row.seq, row)
    return []
  }

  startLoad(): void {
    this.#loads++
  }

  /** A page without holes, rising. `mayHaveOlder` is what the server said about messages before it. */
  takePage(rows: readonly MessageRow[], mayHaveOlder: boolean): MessageRow[] {
    const changed = rows.map(row => this.#newest(row))
    for (const row of changed) this.#rows.set(row.seq, row)
    const [first, last] = [rows[0], rows.at(-1)]
    if (first !== undefined && last !== undefined) this.coverage = cover(this.coverage, first.seq, last.seq)
    if (first === undefined || first.seq === newestOf(this.coverage)?.[0]) this.mayHaveOlder = mayHaveOlder
    return [...changed, ...this.#attachLoose()]
  }

  /** Every `startLoad` ends here, whatever became of it. */
  endLoad(): void {
    this.#loads--
    if (this.#loads === 0) this.#loose.clear()
  }

  /** The newest messages of the newest interval, at most `limit`, rising. */
  newest(limit: number): MessageRow[] {
    const newest = newestOf(this.coverage)
    if (newest === null) return []
    const rows: MessageRow[] = []
    for (let seq = Math.max(newest[0], newest[1] - limit + 1); seq <= newest[1]; seq++) {
      const row = this.#rows.get(seq)
      if (row !== undefined) rows.push(row)
    }
    return rows
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
    return from
  }

  #replace(row: MessageRow): boolean {
    if (!isNewer(row, this.#rows.get(row.seq))) return false
    this.#rows.set(row.seq, row)
    return true
  }

  #append(row: MessageRow): MessageRow {
    this.#rows.set(row.seq, row)
    this.coverage = cover(this.coverage, row.seq, row.seq)
    return row
  }

  #attachLoose(): MessageRow[] {
    const attached: MessageRow[] = []
    for (let row = this.#loose.get(this.end + 1); row !== undefined; row = this.#loose.get(this.end + 1)) {
      attached.push(this.#append(row))
    }
    return attached
  }

  #newest(row: MessageRow): MessageRow {
    const others = [this.#rows.get(row.seq), this.#loose.get(row.seq)]
    return others.reduce<MessageRow>((best, other) => (other !== undefined && other.rev > best.rev ? other : best), row)
  }
}

const isNewer = (row: MessageRow, held: MessageRow | undefined): boolean => held === undefined || row.rev > held.rev
