import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { BackupError, type Copied, DATABASE, type Manifest, WORK } from './backup.ts'
import { datedName, keepNewest } from './dated.ts'
import { backUp } from './make.ts'
import { passphraseIn } from './passphrase.ts'
import { restore, verify } from './unpack.ts'

/** What commands do with backups, each from its settings to its end. */

/** Makes a folder and locks it for as long as this process lives; null: somebody else has it. */
export type LockFolder = (folder: string) => { release(): void } | null

type Wanted = {
  dataDir: string
  /** A file, or a folder that gets one named by its moment; null: the folder of the settings, where few stay. */
  to: string | null
  settings: { to: string | null; keep: number; keyFile: string | null }
  lock: LockFolder
  /** Copies a database, as it is at one moment, to a file. */
  copy(from: string, to: string): Copied
}

export const makeBackup = ({ dataDir, to, settings, lock, copy }: Wanted) => {
  const database = join(dataDir, DATABASE)
  if (!existsSync(database)) throw new BackupError(`There is no database in the directory ${dataDir}.`)
  const passphrase = passphraseIn(settings.keyFile)
  const now = new Date()
  const target = resolve(to ?? settings.to ?? '.')
  const isFolder =
    to === null || to.endsWith('/') || statSync(target, { throwIfNoEntry: false })?.isDirectory() === true
  if (isFolder) mkdirSync(target, { recursive: true, mode: 0o700 })
  const file = isFolder ? join(target, datedName(now, passphrase !== null)) : target
  const work = join(dataDir, WORK)
  const locked = lock(work)
  if (locked === null) throw new BackupError('Another backup is being made.')
  try {
    clear(work)
    const made = backUp({ dataDir, work, to: file, passphrase, now, copy: copied => copy(database, copied) })
    if (to === null) keepNewest(target, settings.keep)
    return { file, ...made }
  } finally {
    clear(work)
    locked.release()
  }
}

/** What a backup that was killed has left is a copy of the database, with what is deleted meanwhile: it goes. */
export const clearLeft = (dataDir: string, lock: LockFolder): void => {
  const work = join(dataDir, WORK)
  if (!existsSync(work)) return
  const locked = lock(work)
  if (locked === null) return
  clear(work)
  locked.release()
}

const clear = (work: string): void => {
  for (const name of readdirSync(work)) {
    if (!name.startsWith('lock')) rmSync(join(work, name), { recursive: true, force: true })
  }
}

export const restoreBackup = (file: string, keyFile: string | null, dataDir: string): Manifest =>
  restore(file, passphraseIn(keyFile), dataDir)

/** What is wrong with a backup, in words; null: nothing. */
export const faultOf = (file: string, keyFile: string | null): string | null => {
  try {
    verify(file, passphraseIn(keyFile))
    return null
  } catch (error) {
    if (error instanceof BackupError) return error.message
    throw error
  }
}
