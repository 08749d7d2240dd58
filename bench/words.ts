/** Text of natural shape: few words are very common, most are rare, lengths vary. The same number gives the same text. */

const SYLLABLES =
  'th er on an re he in ed nd ha at en es of or nt ea ti to it st io le is ou ar as de rt ve ra ri'.split(' ')
const VOCABULARY = 20_000

/** A generator of numbers from 0 to 1 (xorshift); the same seed gives the same row of them. */
export const randomFrom = (seed: number): (() => number) => {
  let state = (seed + 1) * 2_654_435_761 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}

/** A message of 3 to 40 words, 60 bytes in the middle. */
export const sentence = (seed: number): string => {
  const random = randomFrom(seed)
  const length = 3 + Math.floor(random() * random() * 38)
  return Array.from({ length }, () => words[Math.floor(VOCABULARY ** random()) - 1]).join(' ')
}

const words = Array.from({ length: VOCABULARY }, (_, rank) => {
  const random = randomFrom(rank)
  const length = 1 + Math.floor(random() * (rank < 200 ? 2 : 4))
  return Array.from({ length }, () => SYLLABLES[Math.floor(random() * SYLLABLES.length)]).join('')
})
