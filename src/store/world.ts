import type { FactKey, Facts, List, ListKey, Look } from '#domain/facts.ts'
import type { Lists, Lookups } from '#domain/lookups.ts'
import type { Tables } from '#domain/records.ts'
import { lists, listsOf, looks, looksOf } from './looks.ts'
import { type AnyRecord, Memory } from './memory.ts'
import { tables } from './tables.ts'

/** What one batch knows: the facts that were looked up, and over them what its decisions have written so far. */
export class World {
  #known = new Map<Look, Map<string, AnyRecord | null>>()
  #lists = new Map<List, Map<string, KnownList>>()
  #memory: Memory | null

  constructor(memory: Memory | null) {
    this.#memory = memory
  }

  /** Makes a fact known; true if it has to be looked up, and `found` called with what is there. */
  expect(fact: FactKey): boolean {
    const [look, ...values] = fact
    const same = this.#of(look)
    const key = keyText(values)
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
    for (const list of listsOf(table)) this.#putInList(list, table, record)
    const [own, ...others] = looksOf(table)
    // A row that nobody in the batch looks up (a new message) is left out, unless `Memory` keeps its kind for later.
    if (others.length === 0 && !this.#known.has(own) && !Memory.looks.includes(own)) return
    const before = this.#known.get(own)?.get(keyIn(record, looks[own].columns))
    this.found(own, record)
    for (const look of others) {
      if (before) this.#of(look).set(keyIn(before, looks[look].columns), null)
      this.found(look, record)
    }
  }

  /** Makes the rows of a list known: all that were asked for, in its order. */
  foundList({ list, key }: Pick<ListKey, 'list' | 'key'>, records: readonly AnyRecord[], limit: number): void {
    this.#listsOf(list).set(keyText(key), { records: [...records], limit })
  }

  /** Lets later decisions miss what a decision dropped: rows whose key begins with these values. */
  drop(table: keyof Tables, prefix: readonly (string | number)[]): void {
    const { key } = tables[table]
    const columns = key.slice(0, prefix.length)
    const dropped = keyText(prefix)
    const isDropped = (record: AnyRecord | null) => record !== null && keyIn(record, columns) === dropped
    for (const look of looksOf(table)) {
      const facts = this.#of(look)
      // One row is found by its key: a batch may drop hundreds, and to look through all facts for each would be slow.
      if (looks[look].columns.join() === columns.join()) {
        if (facts.get(dropped)) facts.set(dropped, null)
      } else for (const [at, record] of facts) if (isDropped(record)) facts.set(at, null)
    }
    for (const list of listsOf(table)) {
      const { columns: chosenBy } = lists[list]
      const isOne = chosenBy.length <= columns.length && chosenBy.every((column, at) => column === key[at])
      for (const known of this.#someLists(list, isOne ? keyText(prefix.slice(0, chosenBy.length)) : null))
        known.records = known.records.filter(record => !isDropped(record))
    }
  }

  /** To be called when everything is written: what the next batch will ask for again stays known. */
  remember(): void {
    for (const look of Memory.looks) this.#memory?.keep(look, this.#of(look))
  }

  readonly facts: Facts = {
    get: <L extends Look>(look: L, ...key: Lookups[L]['key']) => {
      const record = this.#known.get(look)?.get(keyText(key))
      if (record === undefined) throw new Error(`A decision looked outside its scope: ${look} ${key.join(' ')}`)
      return record as Lookups[L]['record'] | null
    },
    list: <L extends List>(list: L, ...key: Lists[L]['key']) => {
      const known = this.#lists.get(list)?.get(keyText(key))
      if (known === undefined) throw new Error(`A decision looked outside its scope: ${list} ${key.join(' ')}`)
      return known.records.slice(0, known.limit) as unknown as readonly Lists[L]['record'][]
    },
  }

  #putInList(list: List, table: keyof Tables, record: AnyRecord): void {
    const { columns, order, without } = lists[list]
    const own = keyIn(record, tables[table].key)
    const isIn = without === undefined || valueIn(record, without) === null
    const chosen = keyIn(record, columns)
    // From whichever list it was in before, where what chooses it may have changed; a part of its key never does.
    const isFixed = columns.every(column => tables[table].key.includes(column))
    for (const known of this.#someLists(list, isFixed ? chosen : null)) {
      const others = known.records.filter(each => keyIn(each, tables[table].key) !== own)
      const isHere = known === this.#lists.get(list)?.get(chosen)
      known.records = isIn && isHere ? [...others, record].sort(inOrderOf(order)) : others
    }
  }

  /** The one under a key, where it is known; with null all that are. */
  #someLists(list: List, key: string | null): Iterable<KnownList> {
    const all = this.#lists.get(list)
    if (all === undefined) return []
    if (key === null) return all.values()
    const one = all.get(key)
    return one === undefined ? [] : [one]
  }

  #listsOf(list: List): Map<string, KnownList> {
    const same = this.#lists.get(list)
    if (same) return same
    const fresh = new Map<string, KnownList>()
    this.#lists.set(list, fresh)
    return fresh
  }

  #of(look: Look): Map<string, AnyRecord | null> {
    const same = this.#known.get(look)
    if (same) return same
    const fresh = new Map<string, AnyRecord | null>()
    this.#known.set(look, fresh)
    return fresh
  }
}

/** Rows of a list as the batch has made them so far, and how many of them a decision may see. */
type KnownList = { records: AnyRecord[]; limit: number }

/** A key as one text. Only a `clientId` may hold spaces, and beside it stands an id without. */
export const keyText = (values: readonly (string | number)[]): string =>
  values.length === 1 ? String(values[0]) : values.join(' ')

/** The values of these columns of a record, as one text. */
export const keyIn = (record: AnyRecord, columns: readonly string[]): string =>
  keyText(columns.map(column => valueIn(record, column) as string | number))

const valueIn = (record: AnyRecord, column: string): unknown => (record as Record<string, unknown>)[column]

/** As SQL orders the rows: texts by their code points, which for ids and emoji names are their code units. */
const inOrderOf = (order: readonly string[]) => (a: AnyRecord, b: AnyRecord) => {
  for (const column of order) {
    const [one, other] = [valueIn(a, column), valueIn(b, column)] as [string | number, string | number]
    if (one !== other) return one < other ? -1 : 1
  }
  return 0
}
