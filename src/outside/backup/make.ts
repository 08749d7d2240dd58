import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { BackupError, BLOBS, type Copied, DATABASE, inWords, type Manifest, UNFINISHED } from './backup.ts'
import { type Sink, sealing } from './sealed.ts'
import { BLOCK, headerOf, padding } from './tar.ts'

export type Making = {
  dataDir: string
  /** An empty folder in the data directory that nobody else uses. */
  work: string
  /** The file that is to be made. It is never there half. */
  to: string
  passphrase: string | null
  now: Date
  /** Copies the database, as it is at one moment, to a file. */
  copy(file: string): Copied
}

export type Made = { files: number; bytes: number; position: number }

/** Left free on the disk of the data directory, so that a backup does not take the room in which people write. */
const SPARE_BYTES = 64 * 1024 * 1024
const CHUNK = 1024 * 1024

/**
 * Makes a backup while others write: the database as it is at one moment, and every file that it speaks of. It runs to
 * its end in one piece, so in a process of its own. Throws `BackupError`; then there is no file.
 */
export const backUp = (making: Making): Made => {
  const { dataDir, work, to, now } = making
  if (existsSync(to)) throw new BackupError(`There is a file ${to} already, and a backup never replaces one.`)
  const partial = `${to}.partial`
  try {
    roomFor(dataDir)
    // Before the database is copied and after it: what somebody deletes meanwhile belongs to the moment of the copy, too.
    keepBlobs(dataDir, work)
    const copied = making.copy(join(work, DATABASE))
    keepBlobs(dataDir, work)
    const files = [DATABASE, ...blobsIn(work)]
    rmSync(partial, { force: true })
    const bytes = write(making, partial, files, { made: now.toISOString(), ...copied })
    renameSync(partial, to)
    syncFolder(dirname(to))
    return { files: files.length, bytes, position: copied.position }
  } catch (error) {
    rmSync(partial, { force: true })
    throw inWords(error)
  }
}

const roomFor = (dataDir: string): void => {
  const sizeOf = (name: string) => statSync(join(dataDir, name), { throwIfNoEntry: false })?.size ?? 0
  const wanted = sizeOf(DATABASE) + sizeOf(`${DATABASE}-wal`) + SPARE_BYTES
  const { bavail, bsize } = statfsSync(dataDir)
  if (bavail * bsize < wanted) {
    const mebibytes = Math.ceil(wanted / 1024 / 1024)
    throw new BackupError(`A backup needs ${mebibytes} MiB free on the disk of the data directory while it is made.`)
  }
}

/** A second name for each file costs no room, and outlives the first one. */
const keepBlobs = (dataDir: string, work: string): void => {
  for (const path of blobsIn(dataDir)) {
    const kept = join(work, path)
    if (existsSync(kept)) continue
    mkdirSync(dirname(kept), { recursive: true, mode: 0o700 })
    try {
      linkSync(join(dataDir, path), kept)
    } catch (error) {
      // Deleted in this very moment.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
}

const blobsIn = (dir: string): string[] => {
  const folder = join(dir, BLOBS)
  if (!existsSync(folder)) return []
  return (
    readdirSync(folder, { recursive: true, withFileTypes: true })
      // What is being uploaded grows meanwhile: whoever restores it begins that upload again.
      .filter(entry => entry.isFile() && basename(entry.parentPath) !== UNFINISHED)
      .map(entry => relative(dir, join(entry.parentPath, entry.name)))
      .sort()
  )
}

type About = Pick<Manifest, 'made' | 'epoch' | 'schema' | 'position'>

/** The manifest comes last, so that everything is read once. How many bytes there are. */
const write = ({ work, passphrase, now }: Making, partial: string, paths: readonly string[], about: About): number => {
  const descriptor = openSync(partial, 'wx', 0o600)
  try {
    let bytes = 0
    const file: Sink = {
      write: part => {
        for (let from = 0; from < part.length; ) from += writeSync(descriptor, part, from)
        bytes += part.length
      },
      end: () => fsyncSync(descriptor),
    }
    const sink = passphrase === null ? file : sealing(file, passphrase)
    const seconds = now.getTime() / 1000
    const files = paths.map(path => ({ path, ...writeFile(sink, work, path, seconds) }))
    const manifest: Manifest = { flack: 'backup', format: 1, ...about, files }
    const text = Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`)
    sink.write(headerOf({ path: 'manifest.json', size: text.length }, seconds))
    sink.write(Buffer.concat([text, Buffer.alloc(padding(text.length) + 2 * BLOCK)]))
    sink.end()
    return bytes
  } finally {
    closeSync(descriptor)
  }
}

const writeFile = (sink: Sink, work: string, path: string, seconds: number): { size: number; sha256: string } => {
  const descriptor = openSync(join(work, path), 'r')
  const hash = createHash('sha256')
  const buffer = Buffer.alloc(CHUNK)
  try {
    const { size } = statSync(join(work, path))
    sink.write(headerOf({ path, size }, seconds))
    for (let left = size; left > 0; ) {
      const length = readSync(descriptor, buffer, 0, Math.min(CHUNK, left), null)
      if (length === 0) throw new BackupError(`The file ${path} became shorter while it was read.`)
      hash.update(buffer.subarray(0, length))
      sink.write(buffer.subarray(0, length))
      left -= length
    }
    sink.write(Buffer.alloc(padding(size)))
    return { size, sha256: hash.digest('hex') }
  } finally {
    closeSync(descriptor)
  }
}

/** Else the name of a file that is on the disk could be missing after a power cut. */
const syncFolder = (folder: string): void => {
  const descriptor = openSync(folder, 'r')
  fsyncSync(descriptor)
  closeSync(descriptor)
}
