import { Mark } from './mark.tsx'

const HUES = 12
/** Each hue in two steps of lightness. */
const TINTS = 2 * HUES

/** A rounded square with initials, in a colour that stays with the person. Decoration: the name stands beside it. */
export function Avatar({
  id,
  name,
  ordinal,
  size,
  bot = false,
}: {
  id: string
  name: string
  /** As the how-manyeth they joined; of somebody of whom this is not known the id decides. */
  ordinal: number | undefined
  size: 20 | 24 | 28 | 36 | 72
  bot?: boolean
}) {
  if (bot) {
    return (
      <span class="avatar avatar-bot" data-size={size} aria-hidden="true">
        <Mark size={size} />
      </span>
    )
  }
  const tint = ordinal === undefined ? drawnTint(id) : tintOf(ordinal)
  return (
    <span class="avatar" data-size={size} data-tint={tint % HUES} data-deep={tint >= HUES} aria-hidden="true">
      {size < 36 ? firstLetter(name.trim()) : initialsOf(name)}
    </span>
  )
}

/** The first letters of the first and the last word, as a reader sees letters. */
export const initialsOf = (name: string): string => {
  const known = initials.get(name)
  if (known !== undefined) return known
  if (initials.size >= REMEMBERED) initials.clear()
  const found = findInitials(name)
  initials.set(name, found)
  return found
}

/** Finding letters takes 0.1 ms, and a screen of messages asks for the same few names again and again. */
const initials = new Map<string, string>()
const REMEMBERED = 1000

const findInitials = (name: string): string => {
  const words = name.trim().split(/\s+/)
  const ends = words.length > 1 ? [words.at(0), words.at(-1)] : [words.at(0)]
  return ends.map(word => firstLetter(word ?? '')).join('')
}

const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

const firstLetter = (word: string): string =>
  letters.segment(word)[Symbol.iterator]().next().value?.segment.toUpperCase() ?? ''

/**
 * Who joined one after the other are five of the twelve hues apart, and every other one is of the deeper step; the second
 * dozen has the hues of the first in the other step. Five steps of hue meet all twelve before they repeat.
 */
export const tintOf = (ordinal: number): number => {
  const isDeep = (ordinal + Math.floor(ordinal / HUES)) % 2 === 1
  return ((ordinal * 5) % HUES) + (isDeep ? HUES : 0)
}

/** FNV-1a, well stirred: ids that differ in a letter are as far apart as any. */
const drawnTint = (id: string): number => {
  let hash = 0x811c9dc5
  for (const letter of id) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return ((hash ^ (hash >>> 13)) >>> 0) % TINTS
}
