import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Engine } from '#store/engine.ts'
import { type Fields, type Program, query, type Value } from '#store/program.ts'

/** A database as an earlier Flack left it: the statements that made its tables, by engine, and all rows by table. */
export type KeptSchema = {
  schema: number
  sqlite: readonly string[]
  postgres: readonly string[]
  rows: Readonly<Record<string, readonly Fields[]>>
}

/** All that are kept beside this file, the oldest first. `make.ts` made them. */
export const keptSchemas = (): readonly KeptSchema[] =>
  readdirSync(import.meta.dir)
    .filter(name => name.endsWith('.json'))
    .map(name => JSON.parse(readFileSync(join(import.meta.dir, name), 'utf8')) as KeptSchema)
    .sort((a, b) => a.schema - b.schema)

/** Makes an empty database what it was. */
export const lay = (engine: Engine, { sqlite, postgres, rows }: KeptSchema): Promise<void> =>
  engine.write(function* (): Program<void> {
    const isPostgres = engine.dialect.withoutRowid === ''
    yield* query('create table migrations (id bigint primary key, at bigint not null)')
    yield* query(
      'create table identity (epoch text not null, workspace text not null, general text not null, bot text not null)',
    )
    for (const text of isPostgres ? postgres : sqlite) yield* query(text)
    for (const [table, all] of Object.entries(rows)) for (const row of all) yield* insert(table, row, isPostgres)
    // Else the next change would be given a position that is taken: PostgreSQL counts only what it has numbered itself.
    if (isPostgres)
      yield* query("select setval(pg_get_serial_sequence('changes', 'pos'), (select max(pos) from changes))")
  })

/** SQLite's runner knows the parameters $1 to $9 only, and some tables have more columns, so values stand in the text. */
function* insert(table: string, row: Fields, isPostgres: boolean): Program<void> {
  const columns = Object.keys(row).map(column => `"${column}"`)
  const ours = isPostgres && table === 'changes' ? 'overriding system value' : ''
  const values = Object.values(row).map(value => literal(value, isPostgres))
  yield* query(`insert into ${table} (${columns.join(', ')}) ${ours} values (${values.join(', ')})`)
}

/** The runner would take `$1` in a text for a parameter. */
const literal = (value: Value, isPostgres: boolean): string => {
  if (typeof value !== 'string') return String(value)
  return `'${value.replaceAll("'", "''").replaceAll('$', `' || ${isPostgres ? 'chr' : 'char'}(36) || '`)}'`
}
