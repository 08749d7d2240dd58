import type { FactKey, Facts, Look, Lookups } from '#domain/facts.ts'
import type { Tables } from '#domain/records.ts'
import { type AnyRecord, Memory } from './memory.ts'
import { looks, looksOf } from './tables.ts'

/** What one batch knows: the facts that were looked up, and over them what its decisions have written so far. */
export class World {
  #known = new Map<Look, Map<string, AnyRecord | null>>()
  #memory: Memory | null

  constructor(memory: Memory | null) {
    this.#memory = memory
  }

  /** Makes a fact known; true if it has to be looked up, and `found` called with what is there. */
  expect(fact: FactKey): boolean {
    const [look, first, second] = fact
    const same = this.#of(look)
    const key = keyText(first, second)
    if (same.has(key)) return false
    const remembered = this.#memory?.get(look, key)
    same.set(key, remembered ?? null)
    return remembered === undefined
  }

  found(look: Look, record: AnyRecord): void {
    this.#of(look).set(keyIn(record, looks[look].columns), record)
  }

  /** Lets later decisions see a written record under every key by which its table is looked up. */
  write<T extends keyof Tables>(table: T, record: Tables[T]): void {
    const [own, ...others] = looksOf(table)
    // Rows that nobody asks for, as messages, need not be known; those that a later batch remembers must be.
    if (others.length === 0 && !this.#known.has(own) && !Memory.looks.includes(own)) return
    const before = this.#known.get(own)?.get(keyIn(record, looks[own].columns))
    this.found(own, record)
    for (const look of others) {
      if (before) this.#of(look).set(keyIn(before, looks[look].columns), null)
      this.found(look, record)
    }
  }

  /** To be called when everything is written: what the next batch will ask for again stays known. */
  remember(): void {
    for (const look of Memory.looks) this.#memory?.keep(look, this.#of(look))
  }

  readonly facts: Facts = {
    get: <L extends Look>(look: L, ...key: Lookups[L]['key']) => {
      const record = this.#known.get(look)?.get(keyText(key[0], key[1]))
      if (record === undefined) throw new Error(`A decision looked outside its scope: ${look} ${key.join(' ')}`)
      return record as Lookups[L]['record'] | null
    },
  }

  #of(look: Look): Map<string, AnyRecord | null> {
    const same = this.#known.get(look)
    if (same) return same
    const fresh = new Map<string, AnyRecord | null>()
    this.#known.set(look, fresh)
    return fresh
  }
}

/** A key of one or two values as one text. Only a `clientId` may hold spaces, and beside it stands an id without. */
const keyText = (first: string | number, second?: string | number): string =>
  second === undefined ? String(first) : `${first} ${second}`

/** The values of a record's key, which has one or two columns, as one text. */
export const keyIn = (record: AnyRecord, columns: readonly string[]): string => {
  const fields = record as Record<string, string | number>
  const [first = '', second] = columns
  return keyText(fields[first] ?? '', second === undefined ? undefined : fields[second])
}
