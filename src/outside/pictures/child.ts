import { cleaned } from './cleaned.ts'
import { THUMB_SIDES } from './pictures.ts'
import { pixelsOf } from './pixels.ts'
import { thumbHash } from './thumbhash.ts'

/**
 * The process that decodes one picture: bytes in, a line of JSON and more bytes out. It may be killed at any moment, and
 * knows nothing but the picture. What goes wrong in it is an exit code.
 */

/** A picture of more pixels is a plain file: decoding it would take too much of a small server. */
const MOST_PIXELS = 50_000_000
const PLACEHOLDER_SIDE = 32
const QUALITY = 80

const types: Readonly<Record<string, string>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
}

const bytes = await Bun.stdin.bytes()
const image = () => new Bun.Image(bytes, { maxPixels: MOST_PIXELS })
const within = (side: number) => image().resize(side, side, { fit: 'inside', withoutEnlargement: true })

const { format, width, height } = await image().metadata()
const type = types[format]
if (type === undefined) process.exit(3)
const clean = cleaned(bytes, format)
const thumbs = []
for (const side of THUMB_SIDES) thumbs.push(await within(side).webp({ quality: QUALITY }).bytes())
const small = pixelsOf(await within(PLACEHOLDER_SIDE).png().bytes())
const placeholder = Buffer.from(thumbHash(small.width, small.height, small.rgba)).toString('base64')
const parts = [...thumbs, clean]
const head = { type, width, height, placeholder, lengths: parts.map(({ length }) => length) }
await Bun.write(Bun.stdout, Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...parts]))
