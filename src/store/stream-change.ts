import type { Counters, Grant } from '#domain/decision.ts'
import type { Frame } from '#domain/frame.ts'
import type { StreamRecord, StreamTables } from '#domain/records.ts'
import { FRAME_BYTES, TOLD_SEATS } from '#protocol/limits.ts'
import { rowOf } from './tables.ts'

/** What is left of a frame for its rows. */
const ROWS_BYTES = FRAME_BYTES - 1024

type AnyRecord = StreamTables[keyof StreamTables]

/** What one batch changes in one stream: its new head, its changed rows, and who gains or loses it. */
export class StreamChange {
  readonly record: StreamRecord
  #since: number
  /** In the order of their revs. */
  #rows = new Map<AnyRecord, keyof StreamTables>()
  /** Most changes grant nothing. */
  #grants: Map<string, { grant: Grant; begins: boolean }> | null = null

  constructor(record: StreamRecord) {
    this.record = { ...record }
    this.#since = record.rev
  }

  get moved(): boolean {
    return this.record.rev > this.#since
  }

  next(): number {
    this.record.rev += 1
    return this.record.rev
  }

  count(counters: Omit<Counters, 'stream'>): void {
    Object.assign(this.record, counters)
  }

  /** A row is now `record`; `before` is what the same batch made of it earlier. */
  changed<T extends keyof StreamTables>(table: T, record: StreamTables[T], before?: StreamTables[T]): void {
    if (before) this.#rows.delete(before)
    this.#rows.set(record, table)
  }

  begin(grant: Grant): void {
    this.#grant(grant, true)
  }

  end(grant: Grant): void {
    this.#grant(grant, false)
  }

  #grant(grant: Grant, begins: boolean): void {
    this.#grants ??= new Map()
    this.#grants.set(JSON.stringify(grant), { grant, begins })
  }

  /** One frame, or several where one would be too large; the first carries the grants (HUB-1, SIZE). */
  frames(): Frame[] {
    if (!this.moved) return []
    const parts = this.#parts()
    return parts.map(({ rows }, index) => ({
      stream: this.record.id,
      since: index === 0 ? this.#since : (parts[index - 1]?.rev ?? this.#since),
      rev: index === parts.length - 1 ? this.record.rev : (parts[index]?.rev ?? this.record.rev),
      rows: `[${rows.join(',')}]`,
      begins: index === 0 ? this.#granted(true) : [],
      ends: index === 0 ? this.#granted(false) : [],
    }))
  }

  #parts(): { rev: number; rows: string[] }[] {
    const parts = [{ rev: this.#since, rows: [] as string[] }]
    let bytes = 0
    for (const [record, table] of this.#rows) {
      // HUB-5
      if (table === 'seats' && this.record.seats > TOLD_SEATS) continue
      const encoded = JSON.stringify(rowOf(table, record as never))
      const size = Buffer.byteLength(encoded) + 1
      if (bytes > 0 && bytes + size > ROWS_BYTES) {
        parts.push({ rev: record.rev, rows: [] })
        bytes = 0
      }
      bytes += size
      const part = parts[parts.length - 1]
      part?.rows.push(encoded)
      if (part) part.rev = record.rev
    }
    return parts
  }

  #granted(begins: boolean): readonly Grant[] {
    if (this.#grants === null) return NONE
    return [...this.#grants.values()].filter(each => each.begins === begins).map(({ grant }) => grant)
  }
}

const NONE: readonly Grant[] = []
