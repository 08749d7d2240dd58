/**
 * Makes the thumbhash of a picture of at most 100 pixels a side (RGBA, eight bits each): about 25 bytes from which a page
 * draws what stands there until the picture is loaded. The format is Evan Wallace's, as `thumbhash` on npm reads it.
 */
export const thumbHash = (width: number, height: number, rgba: Uint8Array): Uint8Array => {
  const pixels = width * height
  const average = averageOf(rgba, pixels)
  const hasAlpha = average.a < pixels
  const limit = hasAlpha ? 5 : 7
  const longest = Math.max(width, height)
  const [lx, ly] = [width, height].map(side => Math.max(1, Math.round((limit * side) / longest))) as [number, number]
  const { l, p, q, a } = channelsOf(rgba, pixels, average)
  const encode = channelEncoder(width, height)
  const luminance = encode(l, Math.max(3, lx), Math.max(3, ly))
  const [pChannel, qChannel] = [encode(p, 3, 3), encode(q, 3, 3)]
  const alpha = hasAlpha ? encode(a, 5, 5) : null

  const isLandscape = width > height
  const header24 =
    Math.round(63 * luminance.dc) |
    (Math.round(31.5 + 31.5 * pChannel.dc) << 6) |
    (Math.round(31.5 + 31.5 * qChannel.dc) << 12) |
    (Math.round(31 * luminance.scale) << 18) |
    (hasAlpha ? 1 << 23 : 0)
  const header16 =
    (isLandscape ? ly : lx) |
    (Math.round(63 * pChannel.scale) << 3) |
    (Math.round(63 * qChannel.scale) << 9) |
    (isLandscape ? 1 << 15 : 0)
  const hash = [header24 & 255, (header24 >> 8) & 255, header24 >> 16, header16 & 255, header16 >> 8]
  if (alpha !== null) hash.push(Math.round(15 * alpha.dc) | (Math.round(15 * alpha.scale) << 4))
  const factors = [luminance, pChannel, qChannel, ...(alpha === null ? [] : [alpha])].flatMap(({ ac }) => ac)
  const nibbles = factors.map(factor => Math.round(15 * factor))
  for (let at = 0; at < nibbles.length; at += 2) hash.push((nibbles[at] ?? 0) | ((nibbles[at + 1] ?? 0) << 4))
  return Uint8Array.from(hash)
}

type Colour = { r: number; g: number; b: number; a: number }

const averageOf = (rgba: Uint8Array, pixels: number): Colour => {
  const sum = { r: 0, g: 0, b: 0, a: 0 }
  for (let at = 0; at < pixels * 4; at += 4) {
    const alpha = (rgba[at + 3] ?? 0) / 255
    sum.r += (alpha / 255) * (rgba[at] ?? 0)
    sum.g += (alpha / 255) * (rgba[at + 1] ?? 0)
    sum.b += (alpha / 255) * (rgba[at + 2] ?? 0)
    sum.a += alpha
  }
  const scale = sum.a === 0 ? 0 : 1 / sum.a
  return { r: sum.r * scale, g: sum.g * scale, b: sum.b * scale, a: sum.a }
}

/** Luminance, yellow against blue, red against green, and alpha; what is transparent takes the average colour. */
const channelsOf = (rgba: Uint8Array, pixels: number, average: Colour) => {
  const [l, p, q, a] = [0, 1, 2, 3].map(() => new Float64Array(pixels)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  for (let pixel = 0; pixel < pixels; pixel++) {
    const at = pixel * 4
    const alpha = (rgba[at + 3] ?? 0) / 255
    const r = average.r * (1 - alpha) + (alpha / 255) * (rgba[at] ?? 0)
    const g = average.g * (1 - alpha) + (alpha / 255) * (rgba[at + 1] ?? 0)
    const b = average.b * (1 - alpha) + (alpha / 255) * (rgba[at + 2] ?? 0)
    l[pixel] = (r + g + b) / 3
    p[pixel] = (r + g) / 2 - b
    q[pixel] = r - g
    a[pixel] = alpha
  }
  return { l, p, q, a }
}

/** A cosine transform of a channel: its mean, and its frequencies from 0 to 1 by the largest of them. */
const channelEncoder =
  (width: number, height: number) =>
  (channel: Float64Array, nx: number, ny: number): { dc: number; ac: number[]; scale: number } => {
    let dc = 0
    let scale = 0
    const ac: number[] = []
    for (let cy = 0; cy < ny; cy++)
      for (let cx = 0; cx * ny < nx * (ny - cy); cx++) {
        const across = Float64Array.from({ length: width }, (_, x) => Math.cos((Math.PI / width) * cx * (x + 0.5)))
        let factor = 0
        for (let y = 0; y < height; y++) {
          const down = Math.cos((Math.PI / height) * cy * (y + 0.5))
          for (let x = 0; x < width; x++) factor += (channel[x + y * width] ?? 0) * (across[x] ?? 0) * down
        }
        factor /= width * height
        if (cx === 0 && cy === 0) dc = factor
        else {
          ac.push(factor)
          scale = Math.max(scale, Math.abs(factor))
        }
      }
    return { dc, ac: scale === 0 ? ac : ac.map(factor => 0.5 + (0.5 / scale) * factor), scale }
  }
