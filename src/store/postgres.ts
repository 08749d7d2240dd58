import { SQL } from 'bun'
import type { Look } from '#domain/facts.ts'
import { postgresDialect } from './dialect.ts'
import type { Engine } from './engine.ts'
import { looks } from './looks.ts'
import type { Fields, Program, Statement, StatementResult, Value } from './program.ts'
import { StoreUnavailable } from './store.ts'
import type { Table } from './table.ts'
import { tables } from './tables.ts'

/** Any number will do, as long as every Flack uses the same one. */
const MIGRATION_LOCK = 706_361_635
const CHANGES_LOCK = 706_361_636
const ALONE_LOCK = 706_361_637
const READERS = 4
/**
 * How long the database may take for a statement, and how long we wait for an answer at all; milliseconds. People must
 * get their refusal before this node closes their sockets, 4.5 s after its lease was renewed (HUB-4). More than a
 * second of that may have passed already when the database falls silent.
 */
const STATEMENT_MS = 2500
const PATIENCE_MS = 3000
/** How long a node that falls silent inside a transaction can keep its locks from all others. */
const SILENCE_MS = 2000
/** Keys and rows travel as one JSON text, so that a statement is the same, and prepared once, for any number of them. */
const RECORDS = 'json_to_recordset($1::text::json)'

/**
 * PostgreSQL by `Bun.SQL`: one connection writes, a few read. A database that hangs is given up within 3 s, so that it
 * is refused with `unavailable` and not waited for; connections that break are replaced when they are next needed.
 */
export const openPostgres = (url: string): Engine => {
  const writer = new Connections(url, 1)
  const readers = new Connections(url, READERS)
  return {
    dialect: postgresDialect,
    lineage: null,
    migrate: program =>
      guarded(() =>
        writer.sql.begin(async tx => {
          // No limits: a large table takes long, and so does another node that migrates. A silent one is still cut off.
          await tx.unsafe('set local statement_timeout = 0')
          await tx.unsafe('set local lock_timeout = 0')
          await tx.unsafe(`select pg_advisory_xact_lock(${MIGRATION_LOCK})`)
          return drive(program, statement => execute(tx, statement))
        }),
      ),
    write: program =>
      writer.use(sql => sql.begin(async tx => drive(program(null), statement => execute(tx, statement)))),
    read: program => readers.use(sql => drive(program, statement => execute(sql, statement))),
    // Its own vacuum takes away what is dead; when, and what its log and backups keep, is the operator's.
    scrub: async () => {},
    claim: alone => writer.use(sql => claim(sql, alone)),
    close: async () => {
      await Promise.all([writer.close(), readers.close()])
    },
  }
}

/** Reads as the database is at one moment, for as long as it takes, and writes nothing. */
export const readPostgres = async <T>(url: string, program: Program<T>): Promise<T> => {
  const sql = new SQL({ url, max: 1, bigint: true, connectionTimeout: PATIENCE_MS / 1000 })
  try {
    return await guarded(() =>
      sql.begin('isolation level repeatable read read only', tx => drive(program, wanted => execute(tx, wanted))),
    )
  } finally {
    await sql.close()
  }
}

/**
 * The lock lasts as long as the connection: until the process ends, or loses PostgreSQL for a while. It is not taken
 * again then, so from that moment on a second process gets no warning.
 */
const claim = async (sql: SQL, alone: boolean): Promise<boolean> => {
  const [row] = await sql.unsafe(`select pg_try_advisory_lock${alone ? '' : '_shared'}(${ALONE_LOCK}) as free`)
  return row.free
}

/** A pool that is thrown away whole, with what waits in it, when the database does not answer at all. */
class Connections {
  sql: SQL
  #make: () => SQL

  constructor(url: string, max: number) {
    const connection = {
      statement_timeout: STATEMENT_MS,
      lock_timeout: STATEMENT_MS,
      idle_in_transaction_session_timeout: SILENCE_MS,
    }
    this.#make = () => new SQL({ url, max, bigint: true, connectionTimeout: PATIENCE_MS / 1000, connection })
    this.sql = this.#make()
  }

  async use<T>(work: (sql: SQL) => Promise<T>): Promise<T> {
    const { sql } = this
    const timer = setTimeout(() => this.#replace(sql), PATIENCE_MS)
    try {
      return await guarded(() => work(sql))
    } finally {
      clearTimeout(timer)
    }
  }

  close(): Promise<void> {
    return this.sql.close()
  }

  #replace(dead: SQL): void {
    if (this.sql === dead) this.sql = this.#make()
    void dead.close({ timeout: 0 })
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
  const { columns } = looks[wanted.look]
  return numbers(await sql.unsafe(lookText(wanted.look, wanted.lock), [keysJson(columns, wanted.keys)]))
}

const keysJson = (columns: readonly string[], keys: readonly (readonly Value[])[]): string =>
  JSON.stringify(keys.map(key => Object.fromEntries(columns.map((column, i) => [column, key[i] ?? null]))))

const lookText = (look: Look, lock: boolean): string => {
  const { table, columns, fixed } = looks[look]
  const { columns: all }: Table = tables[table]
  const wanted = Object.keys(all)
    .map(column => `t."${column}"`)
    .join(', ')
  const on = [...columns.map(column => `t."${column}" = k."${column}"`), ...(fixed ? [`t.${fixed}`] : [])].join(' and ')
  const suffix = lock ? `order by ${columns.map(column => `t."${column}" collate "C"`).join(', ')} for update of t` : ''
  return `select ${wanted} from ${RECORDS} as k(${typed(table, columns)}) join ${table} t on ${on} ${suffix}`
}

const putText = (table: keyof typeof tables): string => {
  const { columns, key, final }: Table = tables[table]
  const names = Object.keys(columns)
  const list = names.map(name => `"${name}"`).join(', ')
  const records = `${RECORDS} as k(${typed(table, names)})`
  if (key.length === 0) return `${IN_TURN} insert into ${table} (${list}) select ${list} from turn, ${records}`
  if (final) return `insert into ${table} (${list}) select ${list} from ${records}`
  const rest = names.filter(name => !key.includes(name)).map(name => `"${name}" = excluded."${name}"`)
  const same = `insert into ${table} (${list}) select ${list} from ${records}
    on conflict (${key.map(name => `"${name}"`).join(', ')})`
  // All columns are in the key, so a row that is there is the same already.
  return rest.length === 0 ? `${same} do nothing` : `${same} do update set ${rest.join(', ')}`
}

/**
 * A transaction that appends changes waits here until the one before has committed. Else position 8 could be visible
 * before position 7, and a follower that has read 8 would never see 7.
 */
const IN_TURN = `with turn as materialized (select pg_advisory_xact_lock(${CHANGES_LOCK}))`

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

/** SQLSTATE classes 22 (data), 23 (constraints), 42 (syntax and access) and 54 (limits): it would end the same way again. */
const isAboutTheStatement = (state: unknown): boolean => /^(22|23|42|54)/.test(String(state))
