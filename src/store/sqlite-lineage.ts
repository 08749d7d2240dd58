import { randomUUID } from 'node:crypto'
import { closeSync, openSync, readFileSync, readSync, renameSync, statSync, writeFileSync, writeSync } from 'node:fs'
import type { Lineage } from './lineage.ts'

/**
 * Two small files beside a database. `-lineage` is written once and never again, so the kernel's own notes on it (its
 * number and when it was last changed) belong to it alone: a copy has others, also one that is put in its place, byte
 * by byte. `-reached` says how far the changes were: a database that was copied while the server ran, and is put back
 * without the files beside it, is behind that.
 */
export const sqliteLineage = (file: string): Lineage & { close(): void } => {
  const path = `${file}-lineage`
  const counter = openCounter(`${file}-reached`)
  let reached = counter.read()
  return {
    held: () => held(path),
    renew: () => {
      try {
        writeFileSync(`${path}.new`, `${randomUUID()}\n`, { mode: 0o400, flush: true })
        renameSync(`${path}.new`, path)
        return held(path)
      } catch {
        // A full disk: this time nothing is noted, and the next start takes the database as it is.
        return null
      }
    },
    reached: () => reached,
    reach: position => {
      if (position === reached) return
      reached = position
      counter.write(position)
    },
    close: counter.close,
  }
}

const held = (path: string): string | null => {
  try {
    const { ino, ctimeNs } = statSync(path, { bigint: true })
    return `${readFileSync(path, 'utf8').trim()} ${ino} ${ctimeNs}`
  } catch {
    return null
  }
}

const BYTES = 8

/** A number kept in a file. It is not synced: after a power cut it may be too low; a database that is ahead is fine. */
const openCounter = (path: string) => {
  let handle: number | null = null
  const bytes = Buffer.alloc(BYTES)
  const quietly = <T>(act: () => T): T | null => {
    try {
      return act()
    } catch {
      return null
    }
  }
  const open = () => {
    handle ??= quietly(() => openSync(path, 'r+')) ?? quietly(() => openSync(path, 'w+', 0o600))
    return handle
  }
  return {
    read: () => {
      const handle = open()
      const length = handle === null ? 0 : (quietly(() => readSync(handle, bytes, 0, BYTES, 0)) ?? 0)
      return length === BYTES ? Number(bytes.readBigUInt64LE()) : 0
    },
    write: (value: number) => {
      const handle = open()
      bytes.writeBigUInt64LE(BigInt(value))
      if (handle !== null) quietly(() => writeSync(handle, bytes, 0, BYTES, 0))
    },
    close: () => {
      if (handle !== null) closeSync(handle)
      handle = null
    },
  }
}
