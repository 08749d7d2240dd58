import type { Lists, Lookups } from './lookups.ts'

export type Look = keyof Lookups

/** One look-up as data: its name and its key. */
export type FactKey = { [L in Look]: readonly [look: L, ...key: Lookups[L]['key']] }[Look]

export type List = keyof Lists

/** One list as data. At most `limit` rows are read, so that no command costs more the longer something is stored. */
export type ListKey = { [L in List]: { list: L; key: Lists[L]['key']; limit: number } }[List]

/** What was looked up. Asking for what the scope did not name is a bug and throws (COMMIT-1). */
export type Facts = {
  get<L extends Look>(look: L, ...key: Lookups[L]['key']): Lookups[L]['record'] | null
  /** In the order of the list, the limit of the scope at most. */
  list<L extends List>(list: L, ...key: Lists[L]['key']): readonly Lists[L]['record'][]
}

/** Which streams a command locks and which facts it needs, named before any is read (COMMIT-1). */
export type Scope = {
  streams: readonly string[]
  /** Those of `streams` that this command may begin: they are made before anything is locked. */
  opens?: readonly string[]
  facts: readonly FactKey[]
  lists?: readonly ListKey[]
}
