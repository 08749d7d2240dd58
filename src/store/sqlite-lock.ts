import { Database, SQLiteError } from 'bun:sqlite'
import { accessSync, chmodSync, constants, mkdirSync } from 'node:fs'
import { join } from 'node:path'

/** The data directory cannot be used; the message is for the one who named it. */
export class DataDirError extends Error {
  override name = 'DataDirError'
}

/**
 * Makes the directory if needed, for its owner only, and locks it until the process ends. The lock is SQLite's own on a
 * small file: the kernel holds it also while the process is stopped, and drops it when it dies, however it dies.
 */
export const lockDataDir = (dir: string): { release(): void } => {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    chmodSync(dir, 0o700)
    accessSync(dir, constants.W_OK | constants.X_OK)
  } catch {
    throw new DataDirError(`The data directory ${dir} cannot be written.`)
  }
  let lock: Database | undefined
  try {
    lock = new Database(join(dir, 'lock'), { create: true })
    lock.run('pragma busy_timeout = 0')
    lock.run('begin exclusive')
    return { release: () => lock?.close() }
  } catch (error) {
    lock?.close()
    if (/locked|busy/i.test(String(error)))
      throw new DataDirError(`Another Flack is running on the data directory ${dir}.`)
    if (error instanceof SQLiteError && error.code === 'SQLITE_FULL')
      throw new DataDirError(`The disk is full on which the data directory ${dir} is.`)
    throw new DataDirError(`The data directory ${dir} cannot be locked: ${String(error)}`)
  }
}
