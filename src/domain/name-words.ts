/**
 * How people are found by what is typed of their name: without case and accents, word by word, so that "zo" and "mull"
 * both find "Zoë Müller". What makes names unique is another thing (`name-key.ts`): there "m" and "rn" are the same.
 */

/** A name has few words; one that is nothing but words is found by the first of them. */
const WORDS = 8

/** The words of a name, each once, as they are looked up. A name without letters and digits ("★ ★") is found by its signs. */
export const nameWords = (name: string): string[] => wordsIn(fold(name))

const wordsIn = (folded: string): string[] => {
  const words = folded.match(/[\p{L}\p{N}]+/gu) ?? folded.split(' ').filter(word => word !== '')
  return [...new Set(words)].slice(0, WORDS)
}

/**
 * Makes a function that says how well a name fits what was typed (0: best; null: not at all), and the key by which
 * names that fit equally well are sorted.
 */
export const fitting = (typed: string) => {
  const wanted = nameWords(typed)
  const [whole, letters] = [fold(typed), wanted.join('')]
  return (name: string): { fit: number | null; key: string } => {
    const key = fold(name)
    if (key.startsWith(whole)) return { fit: 0, key }
    if (beginTogether(wanted, wordsIn(key))) return { fit: 1, key }
    return { fit: isWithin(letters, key) ? 2 : null, key }
  }
}

/** Whether each wanted word begins a word of its own. */
const beginTogether = (wanted: readonly string[], words: readonly string[]): boolean => {
  const left = [...words]
  return wanted.every(want => {
    const found = left.findIndex(word => word.startsWith(want))
    if (found !== -1) left.splice(found, 1)
    return found !== -1
  })
}

/** Whether the letters are there in this order, with others between them: "grhp" in "grace hopper". */
const isWithin = (letters: string, folded: string): boolean => {
  let from = 0
  for (const letter of letters) {
    const found = folded.indexOf(letter, from)
    if (found === -1) return false
    from = found + letter.length
  }
  return true
}

const fold = (name: string): string =>
  PLAIN.test(name)
    ? name.toLowerCase().trim()
    : name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().normalize('NFC').trim()

/** Most names are, and hundreds are looked at with each key that is typed. */
const PLAIN = /^[ -~]*$/
