import { SQL } from 'bun'
import { postgresDialect } from './dialect.ts'
import type { Engine } from './engine.ts'
import type { Fields, Program, Statement, StatementResult, Value } from './program.ts'
import { StoreUnavailable } from './store.ts'
import { looks, type Table, tables } from './tables.ts'

/** Any number will do, as long as every Flack uses the same one. */
const MIGRATION_LOCK = 706_361_635
const READERS = 4
/** Keys and rows travel as one JSON text, so that a statement is the same, and prepared once, for any number of them. */
const RECORDS = 'json_to_recordset($1::text::json)'

/**
 * PostgreSQL by `Bun.SQL`: one connection writes, a few read. Every statement gives up after 5 s, so that a database
 * that hangs is refused with `unavailable` and not waited for.
 */
export const openPostgres = (url: string): Engine => {
  const connection = { statement_timeout: 5000, lock_timeout: 5000, idle_in_transaction_session_timeout: 10_000 }
  const options = { url, bigint: true, connectionTimeout: 5, connection }
  const writer = new SQL({ ...options, max: 1 })
  const readers = new SQL({ ...options, max: READERS })
  const write = <T>(program: () => Program<T>, lock?: string): Promise<T> =>
    guarded(() =>
      writer.begin(async tx => {
        if (lock) await tx.unsafe(lock)
        return drive(program(), statement => execute(tx, statement))
      }),
    )
  return {
    dialect: postgresDialect,
    migrate: program => write(() => program, `select pg_advisory_xact_lock(${MIGRATION_LOCK})`),
    write,
    read: program => guarded(() => drive(program, statement => execute(readers, statement))),
    close: async () => {
      await Promise.all([writer.close(), readers.close()])
    },
  }
}

/** The asynchronous runner: the program waits for the rows of each statement. */
const drive = async <T>(program: Program<T>, run: (statement: Statement) => Promise<StatementResult>): Promise<T> => {
  let step = program.next()
  while (!step.done) step = program.next(await run(step.value))
  return step.value
}

const execute = async (sql: SQL, wanted: Statement): Promise<StatementResult> => {
  if (wanted.kind === 'sql') return numbers(await sql.unsafe(wanted.text, [...wanted.values]))
  if (wanted.kind === 'put') return numbers(await sql.unsafe(putText(wanted.table), [JSON.stringify(wanted.rows)]))
  if (wanted.keys.length === 0) return []
  const { table, columns } = looks[wanted.look]
  return numbers(await sql.unsafe(lookText(table, columns, wanted.lock), [keysJson(columns, wanted.keys)]))
}

const keysJson = (columns: readonly string[], keys: readonly (readonly Value[])[]): string =>
  JSON.stringify(keys.map(key => Object.fromEntries(columns.map((column, i) => [column, key[i] ?? null]))))

const lookText = (table: keyof typeof tables, columns: readonly string[], lock: boolean): string => {
  const { columns: all }: Table = tables[table]
  const wanted = Object.keys(all)
    .map(column => `t."${column}"`)
    .join(', ')
  const on = columns.map(column => `t."${column}" = k."${column}"`).join(' and ')
  const suffix = lock ? `order by ${columns.map(column => `t."${column}" collate "C"`).join(', ')} for update of t` : ''
  return `select ${wanted} from ${RECORDS} as k(${typed(table, columns)}) join ${table} t on ${on} ${suffix}`
}

const putText = (table: keyof typeof tables): string => {
  const { columns, key }: Table = tables[table]
  const names = Object.keys(columns)
  const list = names.map(name => `"${name}"`).join(', ')
  const insert = `insert into ${table} (${list}) select ${list} from ${RECORDS} as k(${typed(table, names)})`
  const rest = names.filter(name => !key.includes(name)).map(name => `"${name}" = excluded."${name}"`)
  return key.length === 0
    ? insert
    : `${insert} on conflict (${key.map(name => `"${name}"`).join(', ')}) do update set ${rest.join(', ')}`
}

const typed = (table: keyof typeof tables, columns: readonly string[]): string => {
  const { columns: all }: Table = tables[table]
  return columns.map(column => `"${column}" ${all[column] === 'int' ? 'bigint' : 'text'}`).join(', ')
}

/** int8 arrives as a BigInt; everything that we keep in one is below 2^53. */
const numbers = (rows: readonly Record<string, unknown>[]): StatementResult =>
  rows.map(
    row =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : value]),
      ) as Fields,
  )

/** What the database said of the statement is passed on; everything else means that it could not be asked. */
const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof SQL.PostgresError && isAboutTheStatement(error.errno)) throw error
    if (error instanceof SQL.SQLError) throw new StoreUnavailable('The database cannot be reached.', { cause: error })
    throw error
  }
}

/** SQLSTATE classes 22 (data), 23 (constraints) and 42 (syntax and access): trying again would end the same way. */
const isAboutTheStatement = (state: unknown): boolean => /^(22|23|42)/.test(String(state))
