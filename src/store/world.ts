import type { Facts, Look, Lookups } from '#domain/facts.ts'
import type { Tables } from '#domain/records.ts'
import { looks, looksOf } from './tables.ts'

type AnyRecord = Tables[keyof Tables]

/** What one batch knows: the facts that were looked up, and over them what its decisions have written so far. */
export class World {
  #known = new Map<string, AnyRecord | null>()

  /** Remembers that a key is looked up; `found` then fills in what was there. False if it was known already. */
  expect(look: Look, key: readonly (string | number)[]): boolean {
    const id = factId(look, key)
    if (this.#known.has(id)) return false
    this.#known.set(id, null)
    return true
  }

  found(look: Look, record: AnyRecord): void {
    this.#known.set(idIn(record, look), record)
  }

  /** Lets later decisions see a written record under every key by which its table is looked up. */
  write<T extends keyof Tables>(table: T, record: Tables[T]): void {
    const [own, ...others] = looksOf(table)
    const id = idIn(record, own)
    const before = others.length > 0 ? this.#known.get(id) : null
    this.#known.set(id, record)
    for (const look of others) {
      if (before) this.#known.set(idIn(before, look), null)
      this.#known.set(idIn(record, look), record)
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

const idIn = (record: AnyRecord, look: Look): string =>
  `${look}${SEPARATOR}${keyText(record, looks[look].columns, SEPARATOR)}`

/** The values of a record's key, which has one or two columns, as one text. */
export const keyText = (record: AnyRecord, columns: readonly string[], separator: string): string => {
  const fields = record as Record<string, string | number>
  const [first = '', second] = columns
  return second === undefined ? `${fields[first]}` : `${fields[first]}${separator}${fields[second]}`
}
