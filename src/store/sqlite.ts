import { Database, type Statement as Prepared, SQLiteError } from 'bun:sqlite'
import { sqliteDialect } from './dialect.ts'
import type { Engine } from './engine.ts'
import { looks } from './looks.ts'
import { Memory } from './memory.ts'
import type { Fields, Program, Statement, StatementResult, Value } from './program.ts'
import { sqliteLineage } from './sqlite-lineage.ts'
import { LogLimit } from './sqlite-log.ts'
import { StoreBroken, StoreUnavailable } from './store.ts'
import type { Table } from './table.ts'
import { type TableName, tables } from './tables.ts'

/**
 * SQLite in one file, or in memory as `:memory:`. A program runs to its end within one tick, so nothing else can ever
 * run inside its transaction.
 */
export const openSqlite = (file: string): Engine => {
  const db = openFile(file)
  const lineage = file === ':memory:' ? null : sqliteLineage(file)
  const log = file === ':memory:' ? null : new LogLimit(db, file)
  const run = runner(db)
  const memory = new Memory()
  let version: unknown
  /** The remembered facts, empty if another connection has committed (sqlite.org/pragma.html#pragma_data_version). */
  const recall = (): Memory => {
    const [{ data_version: now } = {}] = run.sql('pragma data_version')
    if (now !== version) memory.forget()
    version = now
    return memory
  }
  let broken: StoreBroken | null = null
  const write = <T>(program: (memory: Memory) => Program<T>): T => {
    if (broken) throw broken
    try {
      log?.adjust()
      run.sql('begin immediate')
      const result = drive(program(recall()), run.statement)
      run.sql('commit')
      return result
    } catch (error) {
      memory.forget()
      if (isFailedSync(error)) broken = notConfirmed(error)
      if (db.inTransaction) run.sql('rollback')
      if (broken) throw broken
      throw isDiskFault(error) ? new StoreUnavailable(whatFailed(error), { cause: error }) : error
    }
  }
  return {
    dialect: sqliteDialect,
    lineage,
    migrate: async program => write(() => program),
    write: async program => write(program),
    read: async program => drive(program, run.statement),
    // So far, deleted texts are zeroed in the write-ahead log only: this copies it into the file and empties it.
    scrub: async () => {
      const [{ busy } = {}] = run.sql('pragma wal_checkpoint(truncate)')
      if (busy !== 0) throw new StoreUnavailable('Somebody else is reading the database.')
    },
    // The data directory is locked: nobody else gets this far.
    claim: async () => true,
    close: async () => {
      lineage?.close()
      tidy(db)
      db.close()
    },
  }
}

/**
 * Reads in the file of a server that may be running, as it is at one moment: everything that is read belongs together.
 * Ends with `close`; until then what is deleted cannot go from the disk.
 */
export const readSqlite = (file: string): { read<T>(program: Program<T>): T; close(): void } => {
  const db = new Database(file, { readonly: true })
  try {
    db.run(`pragma busy_timeout = ${OPENING_MS}`)
    db.run('begin')
  } catch (error) {
    db.close()
    throw error
  }
  const { statement } = runner(db)
  return { read: program => drive(program, statement), close: () => db.close() }
}

/** So long a lock of somebody else is waited for while the file is opened. */
const OPENING_MS = 2000

const openFile = (file: string): Database => {
  const db = new Database(file, { create: true })
  try {
    // FULL: in WAL mode anything less loses acknowledged commits at a power cut (sqlite.org/pragma.html#pragma_synchronous).
    for (const pragma of [
      // Somebody may be looking into the file with a tool of their own, or has just closed it.
      `busy_timeout = ${OPENING_MS}`,
      'journal_mode = wal',
      'synchronous = full',
      // What is deleted or emptied is overwritten, else it stays readable in free pages for years (EDIT).
      'secure_delete = on',
      'cache_size = -16384',
    ]) {
      db.run(`pragma ${pragma}`)
    }
    // A process killed between a write and its fsync leaves a commit that only the kernel's memory holds. Clients are
    // about to hear that it is kept (COMMIT-3), so it is copied into the file and synced first.
    db.run('pragma wal_checkpoint(truncate)')
    // From here on, waiting for a lock would block the event loop, and with it everybody.
    db.run('pragma busy_timeout = 0')
    return db
  } catch (error) {
    throw isFailedSync(error) ? notConfirmed(error) : error
  }
}

/** Copies everything into the file, so that the file alone is the database, for backups. */
const tidy = (db: Database): void => {
  try {
    db.run('pragma wal_checkpoint(truncate)')
  } catch {
    // All is kept in the log beside it, and the next start tries again.
  }
}

/** The synchronous runner: each statement's rows go straight back into the program. */
const drive = <T>(program: Program<T>, execute: (statement: Statement) => StatementResult): T => {
  let step = program.next()
  while (!step.done) step = program.next(execute(step.value))
  return step.value
}

const runner = (db: Database) => {
  const prepared = new Map<string, Prepared<Fields, Value[]>>()
  const prepare = (text: string) => {
    const known = prepared.get(text)
    if (known) return known
    const fresh = db.prepare<Fields, Value[]>(text.replaceAll(/\$(\d)/g, '?$1'))
    prepared.set(text, fresh)
    return fresh
  }
  const sql = (text: string, values: readonly Value[] = []) => prepare(text).all(...values)
  const statement = (wanted: Statement): StatementResult => {
    if (wanted.kind === 'sql') return sql(wanted.text, wanted.values)
    if (wanted.kind === 'look') {
      const one = prepare(lookText[wanted.look])
      return wanted.keys.map(key => one.get(...key)).filter(record => record !== null)
    }
    const one = prepare(putText[wanted.table])
    const columns = columnNames[wanted.table]
    for (const row of wanted.rows) one.run(...columns.map(column => row[column] ?? null))
    return []
  }
  return { sql, statement }
}

const columnNames = Object.fromEntries(
  Object.entries(tables).map(([table, { columns }]) => [table, Object.keys(columns)]),
) as Record<TableName, string[]>

const quoted = (columns: readonly string[]) => columns.map(column => `"${column}"`)

const lookText = mapValues(looks, ({ table, columns, fixed }) => {
  const wanted = quoted(Object.keys(tables[table].columns)).join(', ')
  return `select ${wanted} from ${table} where ${quoted(columns)
    .map((column, i) => `${column} = $${i + 1}`)
    .join(' and ')}${fixed === undefined ? '' : ` and ${fixed}`}`
})

const putText = mapValues(tables, ({ columns, key, final }: Table, table) => {
  const names = quoted(Object.keys(columns))
  const insert = `insert into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`
  const rest = quoted(Object.keys(columns).filter(column => !key.includes(column)))
  if (final || key.length === 0) return insert
  const same = `${insert} on conflict (${quoted(key).join(', ')})`
  // All columns are in the key, so a row that is there is the same already.
  if (rest.length === 0) return `${same} do nothing`
  return `${same} do update set ${rest.map(name => `${name} = excluded.${name}`).join(', ')}`
})

function mapValues<K extends string, V>(source: { readonly [key in K]: V }, map: (value: V, key: string) => string) {
  return Object.fromEntries(Object.entries<V>(source).map(([key, value]) => [key, map(value, key)])) as Record<
    K,
    string
  >
}

/** A failed fsync is never retried (R-09; wiki.postgresql.org/wiki/Fsync_Errors says why). */
const isFailedSync = (error: unknown): boolean =>
  error instanceof SQLiteError && /^SQLITE_IOERR_(DIR_)?FSYNC$/.test(error.code ?? '')

const notConfirmed = (cause: unknown): StoreBroken => new StoreBroken('The disk did not confirm a write.', { cause })

const whatFailed = (error: unknown): string =>
  error instanceof SQLiteError && error.code === 'SQLITE_FULL' ? 'The disk is full.' : 'The database cannot be written.'

/** Full, read-only and broken disks: the commit did not happen, and the server may recover (R-08). */
const isDiskFault = (error: unknown): boolean =>
  error instanceof SQLiteError && /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN|BUSY)/.test(error.code ?? '')
