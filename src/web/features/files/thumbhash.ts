/**
 * The few bytes that stand for a picture until it is there, drawn: the reader of ThumbHash, after Evan Wallace's own
 * (MIT licence), without transparency.
 */

/** So many pixels to either side: the browser makes them smooth. */
const SIDE = 12
const cache = new Map<string, string>()

/** An address of that picture; null of what cannot be read, and of pictures that one sees through. */
export const placeholderOf = (hash: string): string | null => {
  const known = cache.get(hash)
  if (known !== undefined) return known
  const bytes = bytesOf(hash)
  const pixels = bytes === null ? null : pixelsOf(bytes)
  if (pixels === null) return null
  const canvas = document.createElement('canvas')
  canvas.width = SIDE
  canvas.height = SIDE
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, SIDE, SIDE), 0, 0)
  const url = canvas.toDataURL()
  cache.set(hash, url)
  return url
}

const bytesOf = (hash: string): Uint8Array | null => {
  try {
    const bytes = Uint8Array.from(atob(hash), sign => sign.charCodeAt(0))
    return bytes.length >= 5 ? bytes : null
  } catch {
    return null
  }
}

const pixelsOf = (hash: Uint8Array): Uint8ClampedArray<ArrayBuffer> | null => {
  const at = (index: number) => hash[index] ?? 0
  const head = at(0) | (at(1) << 8) | (at(2) << 16)
  const tail = at(3) | (at(4) << 8)
  // Seen through: what shines through would be wrong once the picture is there.
  if (head >> 23) return null
  const isWide = tail >> 15 === 1
  const wide = Math.max(3, isWide ? 7 : tail & 7)
  const high = Math.max(3, isWide ? tail & 7 : 7)
  let index = 0
  const factors = (nx: number, ny: number, scale: number): Factor[] => {
    const found: Factor[] = []
    for (let y = 0; y < ny; y++)
      for (let x = y > 0 ? 0 : 1; x * ny < nx * (ny - y); x++, index++)
        found.push({ x, y, by: (((at(5 + (index >> 1)) >> ((index & 1) << 2)) & 15) / 7.5 - 1) * scale })
    return found
  }
  const light = factors(wide, high, ((head >> 18) & 31) / 31)
  const yellow = factors(3, 3, (((tail >> 3) & 63) / 63) * 1.25)
  const red = factors(3, 3, (((tail >> 9) & 63) / 63) * 1.25)
  const pixels = new Uint8ClampedArray(SIDE * SIDE * 4)
  for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
    const x = ((pixel % SIDE) + 0.5) / SIDE
    const y = (Math.floor(pixel / SIDE) + 0.5) / SIDE
    const l = (head & 63) / 63 + sumOf(light, x, y)
    const p = ((head >> 6) & 63) / 31.5 - 1 + sumOf(yellow, x, y)
    const q = ((head >> 12) & 63) / 31.5 - 1 + sumOf(red, x, y)
    const b = l - (2 / 3) * p
    const r = (3 * l - b + q) / 2
    pixels.set([255 * r, 255 * (r - q), 255 * b, 255], pixel * 4)
  }
  return pixels
}

interface Factor {
  x: number
  y: number
  by: number
}

/** Where it is within the picture, 0 to 1, by waves of so many halves. */
const sumOf = (factors: readonly Factor[], x: number, y: number): number => {
  let sum = 0
  for (const factor of factors) sum += factor.by * Math.cos(Math.PI * x * factor.x) * Math.cos(Math.PI * y * factor.y)
  return 2 * sum
}
