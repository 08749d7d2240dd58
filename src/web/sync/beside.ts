import type { FileRow, MarkRow, MentionRow, OwnBesideRow, PreviewRow, ReactionRow, Row } from '#protocol/rows.ts'

/** A row that stands beside a message, found by that message's seq. */
export type BesideRow = ReactionRow | FileRow | PreviewRow | OwnBesideRow

/** Whether a row stands beside a message. */
export const isBeside = (row: Row): row is BesideRow =>
  row.row === 'reaction' || row.row === 'file' || row.row === 'preview' || row.row === 'mark' || row.row === 'mention'

/**
 * The rows beside messages: reactions by seq and name, files by seq and id, cards and one's own marks and mentions by seq.
 * Those that are gone are kept with their rev, so that a page that was read before does not bring them back.
 */
export class Beside {
  readonly #reactions = new Map<number, Map<string, ReactionRow>>()
  readonly #files = new Map<number, Map<string, FileRow>>()
  readonly #previews = new Map<number, PreviewRow>()
  readonly #marks = new Map<number, MarkRow>()
  readonly #mentions = new Map<number, MentionRow>()

  /** Put if newer; whether it was. */
  put(row: BesideRow): boolean {
    if (row.rev <= (this.#held(row)?.rev ?? -1)) return false
    if (row.row === 'mark') this.#marks.set(row.seq, row)
    else if (row.row === 'preview') this.#previews.set(row.seq, row)
    else if (row.row === 'mention') this.#mentions.set(row.seq, row)
    else if (row.row === 'file') rowsOf(this.#files, row.seq).set(row.id, row)
    else rowsOf(this.#reactions, row.seq).set(row.name, row)
    return true
  }

  /** Those of one message that are not gone. */
  reactions(seq: number): ReactionRow[] {
    return [...(this.#reactions.get(seq)?.values() ?? [])].filter(({ gone }) => gone === undefined)
  }

  /** The files of one message by id, those that are gone left out; their order is the message's. */
  files(seq: number): Map<string, FileRow> {
    return new Map([...(this.#files.get(seq) ?? [])].filter(([, { gone }]) => gone === undefined))
  }

  /** Also one that is gone: it has no cards. */
  preview(seq: number): PreviewRow | undefined {
    return this.#previews.get(seq)
  }

  mark(seq: number): MarkRow | null {
    return this.#marks.get(seq) ?? null
  }

  /** Whether the message names me, as far as is known. */
  isMentioned(seq: number): boolean {
    const row = this.#mentions.get(seq)
    return row !== undefined && row.gone === undefined
  }

  /** The message is deleted: with it goes what stands beside it, whatever its rev. */
  end(seq: number): void {
    this.#reactions.delete(seq)
    this.#files.delete(seq)
    this.#previews.delete(seq)
    this.#marks.delete(seq)
    this.#mentions.delete(seq)
  }

  /** Lets go of what stands beside messages before `from`. */
  trim(from: number): void {
    for (const seq of [...this.#reactions.keys(), ...this.#files.keys(), ...this.#previews.keys(), ...this.#ownSeqs()])
      if (seq < from) this.end(seq)
  }

  /** What one's own stream said is not to be relied on any more; the seqs that had something. */
  dropOwn(): number[] {
    const seqs = this.#ownSeqs()
    this.#marks.clear()
    this.#mentions.clear()
    return seqs
  }

  /** All, also those that are gone. */
  *rows(): Generator<BesideRow> {
    for (const reactions of this.#reactions.values()) yield* reactions.values()
    for (const files of this.#files.values()) yield* files.values()
    yield* this.#previews.values()
    yield* this.#marks.values()
    yield* this.#mentions.values()
  }

  #held(row: BesideRow): BesideRow | undefined {
    if (row.row === 'mark') return this.#marks.get(row.seq)
    if (row.row === 'preview') return this.#previews.get(row.seq)
    if (row.row === 'mention') return this.#mentions.get(row.seq)
    return row.row === 'file' ? this.#files.get(row.seq)?.get(row.id) : this.#reactions.get(row.seq)?.get(row.name)
  }

  #ownSeqs(): number[] {
    return [...this.#marks.keys(), ...this.#mentions.keys()]
  }
}

const rowsOf = <R>(all: Map<number, Map<string, R>>, seq: number): Map<string, R> => {
  const known = all.get(seq) ?? new Map<string, R>()
  all.set(seq, known)
  return known
}
