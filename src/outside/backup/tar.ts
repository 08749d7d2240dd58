import { BackupError } from './backup.ts'

/**
 * As much of the tar format as a backup needs: plain files, which any tar can unpack. Sizes above 8 GiB are written in
 * base 256, as GNU tar does.
 */

export const BLOCK = 512
const NAME_BYTES = 100
const SIZE = { at: 124, bytes: 12 }
const SUM = { at: 148, bytes: 8 }
const LARGEST_OCTAL = 0o77777777777

export type Entry = { path: string; size: number }

export const headerOf = ({ path, size }: Entry, seconds: number): Buffer => {
  const block = Buffer.alloc(BLOCK)
  if (Buffer.byteLength(path) > NAME_BYTES) throw new BackupError(`The name ${path} is too long for a backup.`)
  block.write(path, 0)
  block.write('0000600\0', 100)
  block.write('0000000\0', 108)
  block.write('0000000\0', 116)
  if (size <= LARGEST_OCTAL) block.write(`${octal(size, 11)} `, SIZE.at)
  else {
    block.writeBigUInt64BE(BigInt(size), SIZE.at + 4)
    block[SIZE.at] = 0x80
  }
  block.write(`${octal(seconds, 11)} `, 136)
  block.write('0', 156)
  block.write('ustar\x0000', 257)
  block.write(`${octal(sumOf(block), 6)}\0 `, SUM.at)
  return block
}

/** What a block announces; null: the end. Throws where it is no header, or of something that is no plain file. */
export const entryOf = (block: Buffer): Entry | null => {
  if (block.every(byte => byte === 0)) return null
  const sum = Number.parseInt(block.toString('latin1', SUM.at, SUM.at + SUM.bytes), 8)
  const plain = String.fromCharCode(block[156] ?? 0) === '0'
  if (sum !== sumOf(block) || !plain) throw new BackupError('The backup is damaged, or is none.')
  const end = block.indexOf(0)
  const path = block.toString('utf8', 0, Math.min(end === -1 ? NAME_BYTES : end, NAME_BYTES))
  const size =
    block[SIZE.at] === 0x80
      ? Number(block.readBigUInt64BE(SIZE.at + 4))
      : Number.parseInt(block.toString('latin1', SIZE.at, SIZE.at + SIZE.bytes), 8)
  return { path, size }
}

/** So many zeros follow a file, up to the next block. */
export const padding = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK

const octal = (value: number, digits: number): string => Math.floor(value).toString(8).padStart(digits, '0')

/** The sum of all bytes, those of the sum itself taken as blanks. */
const sumOf = (block: Buffer): number =>
  block.reduce((sum, byte, at) => sum + (at >= SUM.at && at < SUM.at + SUM.bytes ? 32 : byte), 0)
