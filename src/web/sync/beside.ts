import type { MarkRow, ReactionRow } from '#protocol/rows.ts'

/** A row that stands beside a message, found by that message's seq. */
export type BesideRow = ReactionRow | MarkRow

/**
 * The rows beside messages: reactions by seq and name, one's own marks by seq. Those that are gone are kept with their
 * rev, so that a page that was read before does not bring them back.
 */
export class Beside {
  readonly #reactions = new Map<number, Map<string, ReactionRow>>()
  readonly #marks = new Map<number, MarkRow>()

  /** Put if newer; whether it was. */
  put(row: BesideRow): boolean {
    if (row.rev <= (this.#held(row)?.rev ?? -1)) return false
    if (row.row === 'mark') this.#marks.set(row.seq, row)
    else this.#reactionsOf(row.seq).set(row.name, row)
    return true
  }

  /** Those of one message that are not gone. */
  reactions(seq: number): ReactionRow[] {
    return [...(this.#reactions.get(seq)?.values() ?? [])].filter(({ gone }) => gone === undefined)
  }

  mark(seq: number): MarkRow | null {
    return this.#marks.get(seq) ?? null
  }

  /** The message is deleted: with it goes what stands beside it, whatever its rev. */
  end(seq: number): void {
    this.#reactions.delete(seq)
    this.#marks.delete(seq)
  }

  /** Lets go of what stands beside messages before `from`. */
  trim(from: number): void {
    for (const seq of [...this.#reactions.keys(), ...this.#marks.keys()]) if (seq < from) this.end(seq)
  }

  /** What one's own stream said is not to be relied on any more; the seqs that had something. */
  dropMarks(): number[] {
    const seqs = [...this.#marks.keys()]
    this.#marks.clear()
    return seqs
  }

  /** All, also those that are gone. */
  *rows(): Generator<BesideRow> {
    for (const reactions of this.#reactions.values()) yield* reactions.values()
    yield* this.#marks.values()
  }

  #held(row: BesideRow): BesideRow | undefined {
    return row.row === 'mark' ? this.#marks.get(row.seq) : this.#reactions.get(row.seq)?.get(row.name)
  }

  #reactionsOf(seq: number): Map<string, ReactionRow> {
    const known = this.#reactions.get(seq) ?? new Map<string, ReactionRow>()
    this.#reactions.set(seq, known)
    return known
  }
}
