import type { Row } from '#protocol/rows.ts'
import type { StreamKind } from '#protocol/streams.ts'

/** In what words a table is described; `tables.ts` does it. */

type ColumnType = 'text' | 'int' | 'json'

export type Table = {
  columns: Readonly<Record<string, ColumnType>>
  /** Empty: rows are only ever appended. */
  key: readonly string[]
  /** Its rows never change: a second one under the same key is an error. */
  final?: true
}

/** How rows of a table live in a stream. */
export type InStream<R> = {
  of: StreamKind
  /** The column that names the stream; null where the table is one stream's alone. */
  column: string | null
  /** `by key`: clients hold only those beside what they hold, so that no greeting and no reset brings them (OWN). */
  held: 'whole' | 'by key'
  /**
   * The record as everybody who hears its stream may see it, field by field: a column that is missing here never
   * leaves the store. Spreading the record would send private columns to everybody.
   */
  row: (record: R) => Row
}

export type Described<R> = Table & { columns: Readonly<Record<keyof R & string, ColumnType>>; stream?: InStream<R> }

export const int = 'int' as const
export const text = 'text' as const
export const json = 'json' as const
