import { describe, expect, test } from 'bun:test'
import { pixelsOf } from './pixels.ts'
import { thumbHash } from './thumbhash.ts'

const filled = (width: number, height: number, colour: (x: number, y: number) => number[]): Uint8Array =>
  Uint8Array.from(Array.from({ length: width * height }, (_, at) => colour(at % width, Math.floor(at / width))).flat())

/** What the head of a hash says, by the format's own description: the mean colour, from 0 to 1, and what there is. */
const headOf = (hash: Uint8Array) => {
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = hash
  const [header24, header16] = [a | (b << 8) | (c << 16), d | (e << 8)]
  const l = (header24 & 63) / 63
  const p = ((header24 >> 6) & 63) / 31.5 - 1
  const q = ((header24 >> 12) & 63) / 31.5 - 1
  const blue = l - (2 / 3) * p
  const red = (3 * l - blue + q) / 2
  return { red, green: red - q, blue, hasAlpha: header24 >> 23 === 1, isLandscape: header16 >> 15 === 1 }
}

describe('a thumbhash', () => {
  test.each([
    ['red', [255, 0, 0, 255], [1, 0, 0]],
    ['white', [255, 255, 255, 255], [1, 1, 1]],
    ['a dull green', [50, 120, 70, 255], [0.2, 0.47, 0.27]],
  ])('of %s says so', (_, colour, [red = 0, green = 0, blue = 0]) => {
    const head = headOf(
      thumbHash(
        32,
        16,
        filled(32, 16, () => colour),
      ),
    )
    for (const [told, meant] of [
      [head.red, red],
      [head.green, green],
      [head.blue, blue],
    ] as const)
      expect(Math.abs(told - meant)).toBeLessThan(0.08)
    expect([head.hasAlpha, head.isLandscape]).toEqual([false, true])
  })

  test('is small, and another for another picture', () => {
    const across = thumbHash(
      32,
      32,
      filled(32, 32, x => [x * 8, x * 8, x * 8, 255]),
    )
    const down = thumbHash(
      32,
      32,
      filled(32, 32, (_, y) => [y * 8, y * 8, y * 8, 255]),
    )
    expect(Buffer.from(across).equals(Buffer.from(down))).toBe(false)
    for (const hash of [across, down]) expect(hash.length).toBeLessThan(32)
  })

  test('knows what is transparent', () => {
    expect(
      headOf(
        thumbHash(
          8,
          8,
          filled(8, 8, x => [0, 0, 255, x < 4 ? 0 : 255]),
        ),
      ).hasAlpha,
    ).toBe(true)
  })
})

test('the pixels of a PNG are those that went in, whatever it did with them', async () => {
  const colours = filled(9, 7, (x, y) => [x * 20, y * 30, (x * y) % 256, 255])
  const bmp = bitmapOf(9, 7, colours)
  const { width, height, rgba } = pixelsOf(await new Bun.Image(bmp).png().bytes())
  expect([width, height]).toEqual([9, 7])
  expect(Buffer.from(rgba).equals(Buffer.from(colours))).toBe(true)
})

/** The plainest picture that there is: 24 bits a pixel, from the bottom up, lines in whole words. */
const bitmapOf = (width: number, height: number, rgba: Uint8Array): Uint8Array => {
  const stride = Math.ceil((width * 3) / 4) * 4
  const out = Buffer.alloc(54 + stride * height)
  out.write('BM')
  out.writeUInt32LE(out.length, 2)
  out.writeUInt32LE(54, 10)
  out.writeUInt32LE(40, 14)
  out.writeInt32LE(width, 18)
  out.writeInt32LE(height, 22)
  out.writeUInt16LE(1, 26)
  out.writeUInt16LE(24, 28)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [red = 0, green = 0, blue = 0] = rgba.subarray((y * width + x) * 4)
      out.set([blue, green, red], 54 + (height - 1 - y) * stride + x * 3)
    }
  return out
}
