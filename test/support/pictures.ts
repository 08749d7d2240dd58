import { deflateSync } from 'node:zlib'

/** Pictures made for tests, with in them what real ones have, and what they should not have. */

export const WHERE = 'N 52 31 12 E 13 24 36'

type Bytes = Uint8Array<ArrayBuffer>

/** A gradient, so that its pixels can be told apart. */
export const plainPng = (width = 40, height = 20): Bytes => {
  const rows = Buffer.alloc((width * 3 + 1) * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      rows.set([(255 * x) / width, (255 * y) / height, 128], y * (width * 3 + 1) + 1 + x * 3)
  return pngOf(width, height, deflateSync(rows))
}

/** A few bytes that say to be 30,000 pixels wide and high. */
export const pixelFlood = (side = 30_000): Bytes =>
  pngOf(side, side, deflateSync(Buffer.alloc(1024 * 1024), { level: 9 }))

const chunk = (kind: string, data: Uint8Array): Buffer => {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(Bun.hash.crc32(named))
  return Buffer.concat([length, named, sum])
}

const pngOf = (width: number, height: number, data: Uint8Array, ...more: Buffer[]): Bytes => {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const parts = [signature, chunk('IHDR', head), ...more, chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]
  return new Uint8Array(Buffer.concat(parts))
}

/** As a camera writes it: where it was taken, how it was held (6: turned to the right), and something behind the end. */
export const cameraJpeg = async (width = 400, height = 200): Promise<Bytes> => {
  const jpeg = await new Bun.Image(plainPng(width, height)).jpeg().bytes()
  const orientation = [0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]
  const exif = app(0xe1, Buffer.concat([Buffer.from('Exif\0\0MM\0*'), Buffer.from(orientation), Buffer.from(WHERE)]))
  const xmp = app(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0<x>${WHERE}</x>`))
  const comment = app(0xfe, Buffer.from(WHERE))
  const behind = Buffer.from(`PK\x03\x04${WHERE}`)
  return new Uint8Array(Buffer.concat([jpeg.subarray(0, 2), exif, xmp, comment, jpeg.subarray(2), behind]))
}

const app = (marker: number, data: Uint8Array): Buffer => {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(data.length + 2, 2)
  return Buffer.concat([head, data])
}

export const toldPng = (): Bytes => {
  const rows = deflateSync(Buffer.alloc((8 * 3 + 1) * 8))
  const told = [chunk('tEXt', Buffer.from(`Comment\0${WHERE}`)), chunk('eXIf', Buffer.from(WHERE))]
  const png = pngOf(8, 8, rows, ...told)
  return new Uint8Array(Buffer.concat([png, Buffer.from(WHERE)]))
}

export const toldWebp = async (): Promise<Bytes> => {
  const webp = Buffer.from(await new Bun.Image(plainPng(16, 16)).webp({ lossless: true }).bytes())
  const data = Buffer.from(WHERE.padEnd(22))
  const exif = Buffer.concat([Buffer.from('EXIF'), Buffer.from([22, 0, 0, 0]), data])
  const extended = Buffer.from([...Buffer.from('VP8X'), 10, 0, 0, 0, 0b1000, 0, 0, 0, 15, 0, 0, 15, 0, 0])
  const body = Buffer.concat([Buffer.from('WEBP'), extended, webp.subarray(12), exif])
  const head = Buffer.from('RIFF\0\0\0\0')
  head.writeUInt32LE(body.length, 4)
  return new Uint8Array(Buffer.concat([head, body]))
}

/** Two colours, two pixels, and a comment. */
export const toldGif = (): Bytes =>
  new Uint8Array(
    Buffer.concat([
      Buffer.from('GIF89a'),
      Buffer.from([2, 0, 1, 0, 0x80, 0, 0, 255, 0, 0, 0, 0, 255]),
      Buffer.from([0x21, 0xfe, WHERE.length]),
      Buffer.from(`${WHERE}\0`),
      Buffer.from([0x2c, 0, 0, 0, 0, 2, 0, 1, 0, 0, 2, 2, 0x44, 0x0a, 0, 0x3b]),
      Buffer.from(`;alert(1)//${WHERE}`),
    ]),
  )
