/**
 * A picture without its metadata: where, when, with what and by whom it was taken, and whatever was hung behind its end
 * (a second file, which other programs would find). What it looks like is untouched: not one pixel is encoded again.
 */
export const cleaned = (bytes: Uint8Array, format: string): Uint8Array => {
  switch (format) {
    case 'jpeg':
      return jpeg(bytes)
    case 'png':
      return png(bytes)
    case 'webp':
      return webp(bytes)
    case 'gif':
      return gif(bytes)
    default:
      throw new Error(`Nobody knows how to clean ${format}.`)
  }
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const joined = (parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** APP0 says how many pixels are an inch, APP2 has the colours, APP14 how they are mixed: a picture looks wrong without. */
const JPEG_KEPT = new Set([0xe0, 0xe2, 0xee])
const [SOI, EOI, SOS, APP1, COM] = [0xd8, 0xd9, 0xda, 0xe1, 0xfe]

const jpeg = (bytes: Uint8Array): Uint8Array => {
  const parts: Uint8Array[] = [Uint8Array.of(0xff, SOI)]
  const turned = orientationOf(bytes)
  if (turned > 1) parts.push(exifOf(turned))
  let at = 2
  for (;;) {
    const marker = bytes[at + 1] ?? 0
    if (bytes[at] !== 0xff) throw new Error('This is no JPEG.')
    if (marker === 0xff) {
      at++
      continue
    }
    if (marker === EOI) return joined([...parts, Uint8Array.of(0xff, EOI)])
    const end = at + 2 + viewOf(bytes).getUint16(at + 2)
    if (end > bytes.length) throw new Error('This JPEG ends in the middle.')
    const isDropped = (marker >= APP1 - 1 && marker <= 0xef && !JPEG_KEPT.has(marker)) || marker === COM
    if (!isDropped && !isMultiPicture(bytes, at, marker)) parts.push(bytes.subarray(at, end))
    at = marker === SOS ? endOfScan(bytes, end) : end
    if (marker === SOS) parts.push(bytes.subarray(end, at))
    if (at >= bytes.length) return joined([...parts, Uint8Array.of(0xff, EOI)])
  }
}

/** An APP2 that says where further pictures lie, behind the end of this one. */
const isMultiPicture = (bytes: Uint8Array, at: number, marker: number): boolean =>
  marker === 0xe2 && text(bytes, at + 4, 4) === 'MPF\0'

const text = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length))

/** The next marker that is no part of the pixels. */
const endOfScan = (bytes: Uint8Array, from: number): number => {
  for (let at = from; at < bytes.length - 1; at++) {
    const next = bytes[at + 1] ?? 0
    if (bytes[at] === 0xff && next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at
  }
  return bytes.length
}

const ORIENTATION = 0x0112

/** How a camera held the picture, 1 to 8; 1 where nothing is said. */
const orientationOf = (bytes: Uint8Array): number => {
  for (let at = 2; at + 4 < bytes.length && bytes[at] === 0xff && bytes[at + 1] !== SOS; ) {
    const length = viewOf(bytes).getUint16(at + 2)
    if (bytes[at + 1] === APP1 && text(bytes, at + 4, 6) === 'Exif\0\0')
      return orientationIn(bytes.subarray(at + 10, at + 2 + length))
    at += 2 + length
  }
  return 1
}

const orientationIn = (tiff: Uint8Array): number => {
  if (tiff.length < 14) return 1
  const view = viewOf(tiff)
  const little = text(tiff, 0, 2) === 'II'
  const directory = view.getUint32(4, little)
  if (directory + 2 > tiff.length) return 1
  const entries = view.getUint16(directory, little)
  for (let entry = 0; entry < entries; entry++) {
    const at = directory + 2 + entry * 12
    if (at + 12 > tiff.length) return 1
    if (view.getUint16(at, little) !== ORIENTATION) continue
    const value = view.getUint16(at + 8, little)
    return value >= 1 && value <= 8 ? value : 1
  }
  return 1
}

/** Metadata that says how the picture is to be turned, and nothing else: without it, it would lie on its side. */
const exifOf = (orientation: number): Uint8Array =>
  Uint8Array.of(
    ...[0xff, APP1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0],
    ...[0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1],
    ...[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0],
    ...[0, 0, 0, 0],
  )

/** What a PNG needs to look as it does, and to move. Texts, times, EXIF and what nobody knows are left out. */
const PNG_KEPT = new Set(
  'IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD pHYs acTL fcTL fdAT'.split(' '),
)

const png = (bytes: Uint8Array): Uint8Array => {
  const parts = [bytes.subarray(0, 8)]
  for (let at = 8; at + 12 <= bytes.length; ) {
    const [length, kind] = [viewOf(bytes).getUint32(at), text(bytes, at + 4, 4)]
    const end = at + 12 + length
    if (end > bytes.length) throw new Error('This PNG ends in the middle.')
    if (PNG_KEPT.has(kind)) parts.push(bytes.subarray(at, end))
    if (kind === 'IEND') return joined(parts)
    at = end
  }
  throw new Error('This PNG has no end.')
}

const WEBP_KEPT = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP'])
/** In the flags of a VP8X: there is EXIF, there is XMP. */
const WEBP_METADATA = 0b1100

const webp = (bytes: Uint8Array): Uint8Array => {
  const parts: Uint8Array[] = []
  const stop = Math.min(bytes.length, 8 + viewOf(bytes).getUint32(4, true))
  for (let at = 12; at + 8 <= stop; ) {
    const [kind, length] = [text(bytes, at, 4), viewOf(bytes).getUint32(at + 4, true)]
    const end = at + 8 + length + (length % 2)
    if (at + 8 + length > bytes.length) throw new Error('This WebP ends in the middle.')
    const part = bytes.slice(at, Math.min(end, bytes.length))
    if (kind === 'VP8X') part[8] = (part[8] ?? 0) & ~WEBP_METADATA
    if (WEBP_KEPT.has(kind)) parts.push(part)
    at = end
  }
  const body = joined(parts)
  const head = new Uint8Array(12)
  head.set(bytes.subarray(0, 4))
  viewOf(head).setUint32(4, body.length + 4, true)
  head.set(bytes.subarray(8, 12), 8)
  return joined([head, body])
}

const [EXTENSION, PICTURE, TRAILER] = [0x21, 0x2c, 0x3b]
const [COMMENT, APPLICATION] = [0xfe, 0xff]

const gif = (bytes: Uint8Array): Uint8Array => {
  const tableAt = (at: number): number => ((bytes[at] ?? 0) & 0x80 ? 3 * 2 ** (((bytes[at] ?? 0) & 7) + 1) : 0)
  const start = 13 + tableAt(10)
  const parts = [bytes.subarray(0, start)]
  /** Behind the blocks that begin here: each says its length, the last one is empty. */
  const behind = (from: number): number => {
    let at = from
    for (let length = bytes[at] ?? 0; length > 0; length = bytes[at] ?? 0) at += length + 1
    return at + 1
  }
  for (let at = start; at < bytes.length; ) {
    const [kind, label] = [bytes[at], bytes[at + 1] ?? 0]
    if (kind === TRAILER) break
    if (kind !== EXTENSION && kind !== PICTURE) throw new Error('This is no GIF.')
    const end = kind === EXTENSION ? behind(at + 2) : behind(at + 11 + tableAt(at + 9))
    if (end > bytes.length) throw new Error('This GIF ends in the middle.')
    // How often it is repeated is said by an application, as XMP is.
    const isMetadata =
      label === COMMENT || (label === APPLICATION && !/^(NETSCAPE|ANIMEXTS)/.test(text(bytes, at + 3, 8)))
    if (kind === PICTURE || !isMetadata) parts.push(bytes.subarray(at, end))
    at = end
  }
  return joined([...parts, Uint8Array.of(TRAILER)])
}
