import confusables from 'unhomoglyph/data.json' with { type: 'text' }
import { FLAGS } from './names.ts'

/**
 * The keys under which a name is unique: two names that share either key are too alike. `nameKey` ignores case ("Ada",
 * "ADA"). `lookKey` keeps it, since some letters look alike in one case only: "Tom" with a Cyrillic capital, whose
 * small letter looks like no Latin one, and "BiIl", whose capital i looks like an l but is an i to `nameKey`.
 */
export type NameKeys = { nameKey: string; lookKey: string }

export const nameKeys = (name: string): NameKeys => ({ nameKey: nameKey(name), lookKey: lookKey(name) })

/**
 * NFKC, case folding, then the skeleton of Unicode's confusables (UTS 39, section 4), in that order because folding makes
 * new confusables; and again until nothing changes, since what one step makes may look like something else to the next.
 */
export const nameKey = (name: string): string => {
  const folded = fold(name)
  const key = fold(skeleton(folded))
  return key === folded ? key : nameKey(key)
}

/** Without NFKC, which would turn the long s (ſ) into an s, although it looks like an f. */
const lookKey = (name: string): string => {
  const plain = visible(name).normalize('NFC')
  const key = visible(skeleton(plain)).normalize('NFC')
  return key === plain ? key : lookKey(key)
}

/** By a table: the package's own function tries 6,311 alternatives at every letter, 18 µs for a Chinese one (S-27). */
const skeleton = (name: string): string =>
  // Letters and marks apart: the table lacks "ё" but has "е" and its dots. A second dot on an i is dropped.
  Array.from(name.normalize('NFD').replace(SECOND_DOT, ''), letter => lookOf(letter) ?? letter).join('')

const SECOND_DOT = /(?<=\p{Soft_Dotted})\u0307/gu

/** The table as it is written, a line for each letter: `  "0": "O",`. As an object it would hold six times as much. */
const TABLE = confusables as unknown as string
const LINE = '\n  "'
/** More than the table has characters, so that code point * SPAN + offset is one number for both. */
const SPAN = 2 ** 20

/** What a letter looks like, where it looks like another. */
const lookOf = (letter: string): string | undefined => {
  lines ??= sortedLines()
  const wanted = pointOf(letter) * SPAN
  let [low, high] = [0, lines.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((lines[middle] ?? 0) < wanted) low = middle + 1
    else high = middle
  }
  const at = (lines[low] ?? Infinity) - wanted
  return at < SPAN ? entryAt(at)[1] : undefined
}

/** Each letter's code point and where its line begins, as one number, in order. Made when the first name is compared. */
let lines: Float64Array | null = null

const sortedLines = (): Float64Array => {
  const found: number[] = []
  for (let at = TABLE.indexOf(LINE); at !== -1; at = TABLE.indexOf(LINE, at + 1)) {
    const letter = TABLE.slice(at + LINE.length, at + LINE.length + 2)
    found.push(pointOf(letter.startsWith('\\') ? entryAt(at)[0] : letter) * SPAN + at)
  }
  return Float64Array.from(found).sort()
}

const entryAt = (at: number): [letter: string, look: string] => {
  const line = TABLE.slice(at, TABLE.indexOf('\n', at + 1)).replace(/,$/, '')
  return Object.entries<string>(JSON.parse(`{${line}}`))[0] ?? ['', '']
}

const pointOf = (letter: string): number => letter.codePointAt(0) ?? 0

/** Names that would pass for the system, for everybody, or for somebody in charge. */
export const isReservedName = (name: string): boolean => {
  reserved ??= new Set(RESERVED.flatMap(name => [name, name.toUpperCase()].flatMap(looks)))
  return looks(name).some(key => reserved?.has(key))
}

/** What a name looks like by both keys, whatever its case. */
const looks = (name: string): string[] => [nameKey(name), nameKey(lookKey(name))]

/** Upper then lower case comes closest to Unicode's full case folding: "ß" and "SS" meet, and so must both small sigmas. */
const fold = (name: string): string =>
  visible(name.normalize('NFKC')).normalize('NFKC').toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFKC')

/** The flags of England, Scotland and Wales differ only in invisible tags: those become letters, and so are kept. */
const visible = (name: string): string =>
  name
    .replace(FLAGS, flag => flag.replace(/[^\u{1F3F4}]/gu, tag => String.fromCodePoint(pointOf(tag) & 0x7f)))
    .replace(/[\p{Cc}\p{Cs}\p{Cf}\p{Variation_Selector}]/gu, '')
    .replace(/\s+/gu, ' ')

let reserved: ReadonlySet<string> | null = null
const RESERVED = [
  'admin',
  'administrator',
  'all',
  'channel',
  'everyone',
  'flack',
  'group',
  'here',
  'owner',
  'root',
  'slackbot',
  'system',
  'unknown',
]
