import confusables from 'unhomoglyph/data.json' with { type: 'json' }

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
const skeleton = (name: string): string => Array.from(name, letter => CONFUSABLES[letter] ?? letter).join('')

/** Asked for single letters only, of which none is a property of all objects. */
const CONFUSABLES: Readonly<Record<string, string>> = confusables

/** Names that would pass for the system, for everybody, or for somebody in charge. */
export const isReservedName = (key: string): boolean => RESERVED.has(key)

/** Upper then lower case comes closest to Unicode's full case folding: "ß" and "SS" meet, and so must both small sigmas. */
const fold = (name: string): string =>
  name
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Cs}\p{Cf}\p{Variation_Selector}]/gu, '')
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .normalize('NFKC')

const RESERVED = new Set(
  [
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
  ].map(nameKey),
)
