import { createHash } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import * as v from 'valibot'
import { BackupError, BLOBS, DATABASE, inWords, Manifest } from './backup.ts'
import { isSealed, opened, type Source } from './sealed.ts'
import { BLOCK, type Entry, entryOf, padding } from './tar.ts'

const CHUNK = 1024 * 1024
/** A line for each of some hundred thousand files. */
const MANIFEST_BYTES = 256 * 1024 * 1024
/** Nothing else is ever written, whatever a backup says. */
const PATH = new RegExp(`^(${DATABASE.replace('.', '\\.')}|${BLOBS}(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+)$`)
/** In the directory that is being filled. */
const STAGE = 'restore.partial'

/** Reads a backup from its beginning to its end. Throws `BackupError` where it is not whole, or one bit is another. */
export const verify = (from: string, passphrase: string | null): Manifest => read(from, passphrase, null)

/** Puts a backup into an empty directory. Nothing is there before everything is found to be right. */
export const restore = (from: string, passphrase: string | null, dataDir: string): Manifest => {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const there = readdirSync(dataDir).filter(name => name !== STAGE && name !== 'lost+found')
  if (there.length > 0) throw new BackupError(`The directory ${dataDir} is not empty.`)
  const stage = join(dataDir, STAGE)
  rmSync(stage, { recursive: true, force: true })
  try {
    mkdirSync(stage, { mode: 0o700 })
    const manifest = read(from, passphrase, stage)
    // The database last: without it a directory that was left in between is no workspace.
    for (const name of readdirSync(stage).sort((a, b) => Number(a === DATABASE) - Number(b === DATABASE))) {
      renameSync(join(stage, name), join(dataDir, name))
    }
    return manifest
  } catch (error) {
    throw inWords(error)
  } finally {
    rmSync(stage, { recursive: true, force: true })
  }
}

const read = (from: string, passphrase: string | null, into: string | null): Manifest => {
  const { source, close } = openBackup(from, passphrase)
  try {
    const found = new Map<string, { size: number; sha256: string }>()
    for (;;) {
      const entry = entryOf(exactly(source, BLOCK))
      if (entry === null) throw new BackupError('The backup is not whole: its manifest is missing.')
      if (entry.path === 'manifest.json') {
        const manifest = manifestOf(source, entry)
        zeros(source, padding(entry.size) + 2 * BLOCK)
        if (source(1).length > 0) throw new BackupError('The backup is damaged: it goes on behind its end.')
        return compared(manifest, found)
      }
      if (!PATH.test(entry.path)) throw new BackupError('The backup has a file in it that no backup has.')
      const sha256 = take(source, entry, into)
      found.set(entry.path, { size: entry.size, sha256 })
    }
  } finally {
    close()
  }
}

const openBackup = (from: string, passphrase: string | null): { source: Source; close(): void } => {
  let descriptor: number
  try {
    descriptor = openSync(from, 'r')
  } catch {
    throw new BackupError(`The backup ${from} cannot be read.`)
  }
  const beginning = Buffer.alloc(BLOCK)
  readSync(descriptor, beginning, 0, BLOCK, 0)
  const sealed = isSealed(beginning)
  const close = () => closeSync(descriptor)
  if (sealed && passphrase === null) {
    close()
    throw new BackupError('The backup is sealed. Name the file with its passphrase: --backup-key <file>')
  }
  let at = 0
  const plain: Source = bytes => {
    const buffer = Buffer.alloc(bytes)
    let length = 0
    for (let part = 1; part > 0 && length < bytes; length += part) {
      part = readSync(descriptor, buffer, length, bytes - length, at + length)
    }
    at += length
    return buffer.subarray(0, length)
  }
  return { source: sealed && passphrase !== null ? opened(plain, passphrase) : plain, close }
}

const exactly = (source: Source, bytes: number): Buffer => {
  const buffer = source(bytes)
  if (buffer.length < bytes) throw new BackupError('The backup is not whole: its end is missing.')
  return buffer
}

/** Between the files there is nothing: whatever else stands there was put there. */
const zeros = (source: Source, bytes: number): void => {
  if (exactly(source, bytes).some(byte => byte !== 0)) throw new BackupError('The backup is damaged.')
}

/** Reads a file out of the backup and answers its hash; `into`: and writes it there. */
const take = (source: Source, { path, size }: Entry, into: string | null): string => {
  const hash = createHash('sha256')
  const file = into === null ? null : join(into, path)
  if (file !== null) mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const descriptor = file === null ? null : openSync(file, 'wx', 0o600)
  try {
    for (let left = size; left > 0; ) {
      const part = exactly(source, Math.min(CHUNK, left))
      hash.update(part)
      if (descriptor !== null) for (let at = 0; at < part.length; ) at += writeSync(descriptor, part, at)
      left -= part.length
    }
    zeros(source, padding(size))
    if (descriptor !== null) fsyncSync(descriptor)
  } finally {
    if (descriptor !== null) closeSync(descriptor)
  }
  return hash.digest('hex')
}

const manifestOf = (source: Source, { size }: Entry): Manifest => {
  if (size > MANIFEST_BYTES) throw new BackupError('The backup is damaged: its manifest is too long.')
  const text = exactly(source, size).toString('utf8')
  try {
    return v.parse(Manifest, JSON.parse(text))
  } catch {
    throw new BackupError('The manifest of the backup cannot be read: it is damaged, or of a newer Flack.')
  }
}

const compared = (manifest: Manifest, found: ReadonlyMap<string, { size: number; sha256: string }>): Manifest => {
  const wrong = manifest.files.find(({ path, size, sha256 }) => {
    const file = found.get(path)
    return file?.size !== size || file.sha256 !== sha256
  })
  if (wrong) throw new BackupError(`The backup is damaged: ${wrong.path} is not what it was.`)
  if (manifest.files.length !== found.size) throw new BackupError('The backup is damaged: it has more than it says.')
  return manifest
}
