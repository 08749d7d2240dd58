import type { Look } from '#domain/facts.ts'
import type { TableName } from './tables.ts'

/**
 * SQL written once for two engines. A program is a generator that yields statements and gets their rows back: SQLite
 * runs it to its end without leaving the tick, PostgreSQL awaits each statement. So the same text decides inside one
 * synchronous transaction here and between FOR UPDATE and COMMIT there (COMMIT-2).
 */
export type Program<T> = Generator<Statement, T, StatementResult>

export type Value = string | number | null
export type Fields = Readonly<Record<string, Value>>

export type Statement =
  /** Keyed look-ups of one kind; the records found, in any order. `lock` takes row locks in the order of the keys. */
  | { kind: 'look'; look: Look; keys: readonly (readonly Value[])[]; lock: boolean }
  /** Inserts rows, or replaces those with the same key. */
  | { kind: 'put'; table: TableName; rows: readonly Fields[] }
  /** Anything else; parameters are `$1`, `$2` … in both dialects. */
  | { kind: 'sql'; text: string; values: readonly Value[] }

export type StatementResult = readonly Fields[]

/** Runs one statement of SQL and returns its rows as `T`, which the contract suite holds both engines to. */
export function* query<T extends Fields>(text: string, ...values: Value[]): Program<readonly T[]> {
  return (yield { kind: 'sql', text, values }) as readonly T[]
}

export function* put(table: TableName, rows: readonly Fields[]): Program<void> {
  if (rows.length > 0) yield { kind: 'put', table, rows }
}
