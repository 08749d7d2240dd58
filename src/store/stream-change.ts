import type { Counters, Grant } from '#domain/decision.ts'
import type { Frame } from '#domain/frame.ts'
import type { StreamRecord, StreamTables } from '#domain/records.ts'
import { FRAME_BYTES } from '#protocol/limits.ts'
import type { Row } from '#protocol/rows.ts'
import { toRow } from './wire.ts'

/** Seat rows of larger channels are not told to everybody in them (HUB-5). */
const TOLD_SEATS = 1000
/** What is left of a frame for its rows. */
const ROWS_BYTES = FRAME_BYTES - 1024

/** What one batch changes in one stream: its new head, its changed rows, and who gains or loses it. */
export class StreamChange {
  readonly record: StreamRecord
  #since: number
  #rows = new Map<string, Row>()
  #grants = new Map<string, { grant: Grant; begins: boolean }>()

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

  changed<T extends keyof StreamTables>(table: T, key: string, record: StreamTables[T]): void {
    this.#rows.set(`${table} ${key}`, toRow[table](record))
  }

  begin(grant: Grant): void {
    this.#grants.set(JSON.stringify(grant), { grant, begins: true })
  }

  end(grant: Grant): void {
    this.#grants.set(JSON.stringify(grant), { grant, begins: false })
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
    for (const row of this.#told()) {
      const encoded = JSON.stringify(row)
      const size = Buffer.byteLength(encoded) + 1
      if (bytes > 0 && bytes + size > ROWS_BYTES) {
        parts.push({ rev: row.rev, rows: [] })
        bytes = 0
      }
      bytes += size
      const part = parts[parts.length - 1]
      part?.rows.push(encoded)
      if (part) part.rev = row.rev
    }
    return parts
  }

  #told(): Row[] {
    const rows = [...this.#rows.values()].sort((a, b) => a.rev - b.rev)
    return this.record.seats > TOLD_SEATS ? rows.filter(({ row }) => row !== 'seat') : rows
  }

  #granted(begins: boolean): Grant[] {
    return [...this.#grants.values()].filter(each => each.begins === begins).map(({ grant }) => grant)
  }
}
