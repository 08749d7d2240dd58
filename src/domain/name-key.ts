import unhomoglyph from 'unhomoglyph'

/**
 * The key under which a name is unique: two names with one key look alike. NFKC, case folding, then the skeleton of
 * Unicode's confusables (UTS 39, section 4), in that order because folding makes new confusables.
 */
export const nameKey = (name: string): string => fold(unhomoglyph(fold(name)))

/** Names that would pass for the system, for everybody, or for somebody in charge. */
export const isReservedName = (key: string): boolean => RESERVED.has(key)

/** Upper then lower case comes closest to Unicode's full case folding: "ß" and "SS" meet. */
const fold = (name: string): string =>
  name
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Cs}\p{Cf}\p{Variation_Selector}]/gu, '')
    .toUpperCase()
    .toLowerCase()
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
  ].map(name => fold(unhomoglyph(fold(name)))),
)
