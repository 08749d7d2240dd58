import { COMMON_BASES, KEY_ROWS } from './common-passwords.ts'
import { type Refused, refuse } from './decision.ts'

/** In signs, as people count them. Length is what makes a password hard to guess; nothing else is asked of it (S-02). */
const SHORTEST = 8
export const LONGEST_PASSWORD = 256

/**
 * Why a password is refused; null if it is good. `about`: what belongs to its owner and is tried first: their names, the
 * workspace. A list of the commonest ones would miss what people make of them, "P@ssw0rd2024!": so a password is brought
 * back to what it was made from.
 */
export const passwordFault = (password: string, about: readonly string[]): Refused | null => {
  const length = [...password].length
  if (length < SHORTEST)
    return refuse('password_weak', `A password has at least ${SHORTEST} characters.`, {
      reason: 'password_short',
      limit: SHORTEST,
    })
  if (length > LONGEST_PASSWORD)
    return refuse('password_weak', `A password has at most ${LONGEST_PASSWORD} characters.`, {
      reason: 'password_long',
      limit: LONGEST_PASSWORD,
    })
  const names = about
    .flatMap(each => [each, ...each.split(/[^\p{L}]+/u)])
    .map(each => lettersOf(each.toLowerCase()))
    .filter(name => name.length > 2)
  const isCommon = bases(password).some(base => isGuessed(base, names))
  return isCommon
    ? refuse('password_weak', 'That password is one of the first to be tried.', { reason: 'password_common' })
    : null
}

/** The same password always, whichever keyboard wrote it. */
export const normalizePassword = (password: string): string => password.normalize('NFKC')

/**
 * What a password may have been made from: as it is, and without what was put around it or behind it, each also with
 * digits and signs turned back into the letters that they look like. The 2 of "monkey12!" stands for none, the $ of
 * "$ecret1" for one.
 */
const bases = (password: string): string[] => {
  const lower = password.toLowerCase()
  const cut = [lower, lower.replace(/[^\p{L}]+$/u, ''), lower.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')]
  const read = cut.map(each => each.replace(/[@4310$57!]/g, sign => INSTEAD[sign] ?? sign))
  return [...new Set([...cut, ...read, ...read.map(lettersOf)])]
}

const INSTEAD: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
}

const lettersOf = (text: string): string => text.replace(/[^\p{L}]+/gu, '')

/** Known, made of known words alone, a run along the keyboard or the alphabet, or one piece again and again. */
const isGuessed = (base: string, names: readonly string[]): boolean =>
  base.length > 0 && (isMadeOf(base, names) || isRun(base) || isRepeated(base, names))

/** One known word, or two of them. */
const isMadeOf = (base: string, names: readonly string[]): boolean => {
  const isKnown = (part: string) => COMMON_BASES.has(part) || names.includes(part)
  if (isKnown(base)) return true
  if (base.length > 16) return false
  return [...base].some((_, at) => at > 1 && isKnown(base.slice(0, at)) && isKnown(base.slice(at)))
}

const isRun = (base: string): boolean =>
  base.length > 3 &&
  KEY_ROWS.some(row => `${row}${row}`.includes(base) || [...row, ...row].reverse().join('').includes(base))

const isRepeated = (base: string, names: readonly string[]): boolean => {
  for (let size = 1; size <= base.length / 2; size += 1) {
    const piece = base.slice(0, size)
    if (piece.repeat(Math.ceil(base.length / size)).slice(0, base.length) !== base) continue
    return size < 4 || COMMON_BASES.has(piece) || names.includes(piece) || isRun(piece)
  }
  return false
}
