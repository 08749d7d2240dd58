import type { Facts, Look, Lookups } from '#domain/facts.ts'
import type { Tables } from '#domain/records.ts'
import { looks, looksOf, tables } from './tables.ts'

type AnyRecord = Tables[keyof Tables]

/** What one batch knows: the facts that were looked up, and over them what its decisions have written so far. */
export class World {
  #known = new Map<string, AnyRecord | null>()

  /** Remembers that a key was looked up; `found` then fills in what was there. */
  expect(look: Look, key: readonly (string | number)[]): void {
    this.#known.set(factId(look, key), null)
  }

  found(look: Look, record: AnyRecord): void {
    this.#known.set(factId(look, keyOf(record, looks[look].columns)), record)
  }

  /** Lets later decisions see a written record under every key by which its table is looked up. */
  write<T extends keyof Tables>(table: T, record: Tables[T]): void {
    const before = this.#known.get(factId(primaryLook(table), keyOf(record, tables[table].key)))
    for (const look of looksOf(table)) {
      const id = factId(look, keyOf(record, looks[look].columns))
      const old = before ? factId(look, keyOf(before, looks[look].columns)) : id
      if (old !== id) this.#known.set(old, null)
      this.#known.set(id, record)
    }
  }

  readonly facts: Facts = {
    get: <L extends Look>(look: L, ...key: Lookups[L]['key']) => {
      const id = factId(look, key)
      const record = this.#known.get(id)
      if (record === undefined) throw new Error(`A decision looked outside its scope: ${id.replaceAll(SEPARATOR, ' ')}`)
      return record as Lookups[L]['record'] | null
    },
  }
}

const SEPARATOR = '\u0001'

const factId = (look: Look, key: readonly (string | number)[]): string =>
  key.length === 1 ? `${look}${SEPARATOR}${key[0]}` : `${look}${SEPARATOR}${key[0]}${SEPARATOR}${key[1]}`

const keyOf = (record: AnyRecord, columns: readonly string[]): (string | number)[] =>
  columns.map(column => (record as Record<string, string | number>)[column] ?? '')

/** The look-up by a table's own key stands first among its look-ups. */
const primaryLook = (table: keyof Tables): Look => {
  const [first] = looksOf(table)
  if (first === undefined) throw new Error(`nothing looks ${table} up`)
  return first
}
