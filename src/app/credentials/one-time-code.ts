import { createHmac, timingSafeEqual } from 'node:crypto'

/** Codes of an app, after RFC 6238: six digits of a key and the half minute. */

const STEP_SECONDS = 30
/** A clock may be off by half a minute, and typing takes time. */
const LEEWAY = 1

/** The code of a time step. */
export const codeAt = (key: Buffer, step: number, digits = 6, algorithm = 'sha1'): string => {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac(algorithm, key).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 15
  return String((mac.readUInt32BE(offset) & 0x7f_ff_ff_ff) % 10 ** digits).padStart(digits, '0')
}

/** The time step of which this is the code, near a time in milliseconds; null: of none. */
export const stepOf = (key: Buffer, code: string, now: number): number | null => {
  const here = Math.floor(now / 1000 / STEP_SECONDS)
  const typed = Buffer.from(code.replace(/\s/g, ''))
  for (let step = here - LEEWAY; step <= here + LEEWAY; step += 1) {
    const right = Buffer.from(codeAt(key, step))
    if (typed.length === right.length && timingSafeEqual(typed, right)) return step
  }
  return null
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** As apps read keys. */
export const base32 = (bytes: Uint8Array): string => {
  let [text, bits, held] = ['', 0, 0]
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    for (; bits >= 5; bits -= 5) text += ALPHABET[(held >> (bits - 5)) & 31]
    held &= (1 << bits) - 1
  }
  return bits > 0 ? text + ALPHABET[(held << (5 - bits)) & 31] : text
}

/** What an app reads from a QR code. */
export const keyUri = (issuer: string, name: string, key: Uint8Array): string =>
  `otpauth://totp/${encodeURIComponent(`${issuer}:${name}`)}?secret=${base32(key)}&issuer=${encodeURIComponent(issuer)}`
