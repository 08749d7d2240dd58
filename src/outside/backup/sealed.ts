import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto'
import { BackupError } from './backup.ts'

/**
 * A stream under a passphrase: AES-256-GCM in pieces of 64 KiB, the key by scrypt from the passphrase and a salt of the
 * file's own. A piece's nonce is its number and whether it is the last one, so that pieces cannot be left out, put in
 * another order or cut off unseen; no nonce comes twice under a key.
 */

export type Sink = { write(bytes: Uint8Array): void; end(): void }
/** The next bytes, at most as many as asked for; fewer only at the end. */
export type Source = (bytes: number) => Buffer

const MAGIC = Buffer.from('flack sealed backup 1\n')
const SALT_BYTES = 16
const PIECE = 64 * 1024
const TAG_BYTES = 16
/** 64 MiB of memory for each guess. */
const SCRYPT = { N: 2 ** 16, r: 8, p: 1, maxmem: 2 ** 27 }
const HEAD_BYTES = MAGIC.length + SALT_BYTES

export const isSealed = (beginning: Buffer): boolean => beginning.subarray(0, MAGIC.length).equals(MAGIC)

/** Seals what is written to it. */
export const sealing = (sink: Sink, passphrase: string): Sink => {
  const head = Buffer.concat([MAGIC, randomBytes(SALT_BYTES)])
  const key = keyOf(passphrase, head)
  const piece = Buffer.alloc(PIECE)
  let filled = 0
  let count = 0
  const flush = (last: boolean) => {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(count++, last)).setAAD(head)
    sink.write(Buffer.concat([cipher.update(piece.subarray(0, filled)), cipher.final(), cipher.getAuthTag()]))
    filled = 0
  }
  sink.write(head)
  return {
    write: bytes => {
      for (let from = 0; from < bytes.length; ) {
        if (filled === PIECE) flush(false)
        const part = bytes.subarray(from, from + PIECE - filled)
        piece.set(part, filled)
        filled += part.length
        from += part.length
      }
    },
    end: () => {
      flush(true)
      sink.end()
    },
  }
}

/** Opens what was sealed. Throws where the passphrase is another one or a byte was changed. */
export const opened = (source: Source, passphrase: string): Source => {
  const head = source(HEAD_BYTES)
  const key = keyOf(passphrase, head)
  let next = source(PIECE + TAG_BYTES)
  let count = 0
  let open: Buffer = Buffer.alloc(0)
  const more = (): boolean => {
    if (next.length === 0) return false
    const sealed = next
    next = source(PIECE + TAG_BYTES)
    open = pieceOf(key, head, sealed, nonceOf(count++, next.length === 0))
    return true
  }
  return bytes => {
    const parts: Buffer[] = []
    for (let wanted = bytes; wanted > 0; ) {
      if (open.length === 0 && !more()) break
      const part = open.subarray(0, wanted)
      open = open.subarray(part.length)
      wanted -= part.length
      parts.push(part)
    }
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts)
  }
}

const pieceOf = (key: Buffer, head: Buffer, sealed: Buffer, nonce: Buffer): Buffer => {
  const text = sealed.subarray(0, Math.max(0, sealed.length - TAG_BYTES))
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
    decipher.setAAD(head).setAuthTag(sealed.subarray(text.length))
    return Buffer.concat([decipher.update(text), decipher.final()])
  } catch {
    throw new BackupError('The passphrase is another one, or the backup is damaged.')
  }
}

const keyOf = (passphrase: string, head: Buffer): Buffer =>
  scryptSync(passphrase.normalize('NFKC'), head.subarray(MAGIC.length), 32, SCRYPT)

const nonceOf = (count: number, last: boolean): Buffer => {
  const nonce = Buffer.alloc(12)
  nonce.writeBigUInt64BE(BigInt(count), 3)
  nonce[11] = last ? 1 : 0
  return nonce
}
