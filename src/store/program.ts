import type { Look } from '#domain/facts.ts'
import type { Lookups } from '#domain/lookups.ts'
import { looks } from './looks.ts'
import type { Table } from './table.ts'
import { type TableName, tables } from './tables.ts'

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

/** A record whose `json` columns are lists, as rules see it. */
export type Stored = Readonly<Record<string, Value | readonly unknown[]>>

/** Inserts records, or replaces those with the same key. */
export function* put(table: TableName, records: readonly Stored[]): Program<void> {
  if (records.length > 0) yield { kind: 'put', table, rows: records.map(record => encoded(table, record)) }
}

/** Keyed look-ups of one kind: the records that are there, in any order. `lock` locks them in the order of the keys. */
export function* lookUp<L extends Look>(
  look: L,
  keys: readonly (readonly Value[])[],
  lock: boolean,
): Program<readonly Lookups[L]['record'][]> {
  if (keys.length === 0) return []
  const found = yield { kind: 'look', look, keys, lock }
  return found.map(fields => decoded(looks[look].table, fields) as Lookups[L]['record'])
}

/** The names of a table's columns, quoted, for a `select`. */
export const columnsOf = (table: TableName): string => quotedColumns[table]

/** What a `select` of all columns of a table brought, with its lists as lists. */
export const decoded = (table: TableName, fields: Fields): Stored => {
  const columns = jsonColumns[table]
  if (columns.length === 0) return fields
  return { ...fields, ...Object.fromEntries(columns.map(column => [column, JSON.parse(String(fields[column]))])) }
}

const encoded = (table: TableName, record: Stored): Fields => {
  const columns = jsonColumns[table]
  if (columns.length === 0) return record as Fields
  return { ...record, ...Object.fromEntries(columns.map(column => [column, JSON.stringify(record[column])])) } as Fields
}

const perTable = <T>(of: (table: Table) => T): Readonly<Record<TableName, T>> =>
  Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, of(table)])) as Record<TableName, T>

const jsonColumns = perTable(({ columns }) => Object.keys(columns).filter(column => columns[column] === 'json'))
const quotedColumns = perTable(({ columns }) =>
  Object.keys(columns)
    .map(column => `"${column}"`)
    .join(', '),
)
