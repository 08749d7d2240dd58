import { inflateSync } from 'node:zlib'

/** The pixels of a PNG as our own encoder writes them: eight bits, not interlaced, with or without colour and alpha. */
export const pixelsOf = (png: Uint8Array): { width: number; height: number; rgba: Uint8Array } => {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  const [width, height, depth, kind] = [view.getUint32(16), view.getUint32(20), png[24], png[25] ?? 0]
  const channels = { 0: 1, 2: 3, 4: 2, 6: 4 }[kind]
  if (depth !== 8 || channels === undefined) throw new Error('This PNG is not one of ours.')
  const rows = unfiltered(inflateSync(Buffer.concat(dataIn(png, view))), width * channels, height, channels)
  const rgba = new Uint8Array(width * height * 4)
  for (let pixel = 0; pixel < width * height; pixel++) {
    const at = pixel * channels
    const [grey = 0] = rows.subarray(at)
    const colour = channels < 3 ? [grey, grey, grey] : rows.subarray(at, at + 3)
    rgba.set(colour, pixel * 4)
    rgba[pixel * 4 + 3] = channels % 2 === 1 ? 255 : (rows[at + channels - 1] ?? 255)
  }
  return { width, height, rgba }
}

const dataIn = (png: Uint8Array, view: DataView): Uint8Array[] => {
  const found: Uint8Array[] = []
  for (let at = 8; at + 12 <= png.length; at += 12 + view.getUint32(at))
    if (String.fromCharCode(...png.subarray(at + 4, at + 8)) === 'IDAT')
      found.push(png.subarray(at + 8, at + 8 + view.getUint32(at)))
  return found
}

/** Each line of a PNG says how it was told by what stands left of it and above it. */
const unfiltered = (lines: Uint8Array, stride: number, height: number, step: number): Uint8Array => {
  const out = new Uint8Array(stride * height)
  for (let y = 0; y < height; y++) {
    const filter = lines[y * (stride + 1)] ?? 0
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x
      const left = x >= step ? (out[at - step] ?? 0) : 0
      const above = y > 0 ? (out[at - stride] ?? 0) : 0
      const corner = x >= step && y > 0 ? (out[at - stride - step] ?? 0) : 0
      const guess = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter] ?? 0
      out[at] = ((lines[y * (stride + 1) + 1 + x] ?? 0) + guess) & 255
    }
  }
  return out
}

const paeth = (left: number, above: number, corner: number): number => {
  const guess = left + above - corner
  const [a, b, c] = [left, above, corner].map(each => Math.abs(guess - each)) as [number, number, number]
  return a <= b && a <= c ? left : b <= c ? above : corner
}
