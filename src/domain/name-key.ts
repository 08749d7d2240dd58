import confusables from 'unhomoglyph/data.json' with { type: 'text' }

/**
 * The key under which a name is unique: two names with one key look alike. NFKC, case folding, then the skeleton of
 * Unicode's confusables (UTS 39, section 4), in that order because folding makes new confusables; and again until
 * nothing changes, since what one step makes may look like something else to the next.
 */
export const nameKey = (name: string): string => {
  const folded = fold(name)
  const key = fold(skeleton(folded))
  return key === folded ? key : nameKey(key)
}

/** By a table: the package's own function tries 6,311 alternatives at every letter, 18 µs for a Chinese one (S-27). */
const skeleton = (name: string): string => Array.from(name, letter => lookOf(letter) ?? letter).join('')

/** The table as it is written, a line for each letter: `  "0": "O",`. As an object it would hold six times as much. */
const TABLE = confusables as unknown as string
const LINE = '\n  "'
/** More than there are characters in the table. */
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
export const isReservedName = (key: string): boolean => {
  reserved ??= new Set(RESERVED.map(nameKey))
  return reserved.has(key)
}

/** Upper then lower case comes closest to Unicode's full case folding: "ß" and "SS" meet, and so must both small sigmas. */
const fold = (name: string): string =>
  name
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Cs}\p{Cf}\p{Variation_Selector}]/gu, '')
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .normalize('NFKC')

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
