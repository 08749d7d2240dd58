export interface Difference {
  kind: 'same' | 'added' | 'removed'
  text: string
}

/** Beyond so many steps of comparing, two texts are shown as one that went and one that came. */
const MOST = 1_000_000

/** What makes one text of another, word by word: their longest common row of words stays. */
export const differences = (from: string, to: string): Difference[] => {
  const [a, b] = [wordsOf(from), wordsOf(to)]
  const start = sameAtStart(a, b)
  const end = sameAtEnd(a.slice(start), b.slice(start))
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)]
  const middle = left.length * right.length > MOST ? replaced(left, right) : compared(left, right)
  return joined([...same(a.slice(0, start)), ...middle, ...same(a.slice(a.length - end))])
}

/** Words and what stands between them, each for itself. */
const wordsOf = (text: string): string[] => text.match(/\s+|[\p{L}\p{N}\p{M}_]+|[^\s\p{L}\p{N}\p{M}_]/gu) ?? []

const same = (words: readonly string[]): Difference[] => words.map(text => ({ kind: 'same', text }))

const replaced = (left: readonly string[], right: readonly string[]): Difference[] => [
  { kind: 'removed', text: left.join('') },
  { kind: 'added', text: right.join('') },
]

const sameAtStart = (a: readonly string[], b: readonly string[]): number => {
  const at = a.findIndex((word, index) => word !== b[index])
  return at === -1 ? a.length : at
}

const sameAtEnd = (a: readonly string[], b: readonly string[]): number =>
  Math.min(sameAtStart(a.toReversed(), b.toReversed()), b.length)

/** `lengths[i][j]`: how many words `left` from i on and `right` from j on have in common, in order. */
const compared = (left: readonly string[], right: readonly string[]): Difference[] => {
  const width = right.length + 1
  const lengths = new Uint32Array((left.length + 1) * width)
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0
  for (let i = left.length - 1; i >= 0; i--)
    for (let j = right.length - 1; j >= 0; j--)
      lengths[i * width + j] = left[i] === right[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const found: Difference[] = []
  let [i, j] = [0, 0]
  while (i < left.length || j < right.length) {
    const [gone, come] = [left[i], right[j]]
    if (gone !== undefined && gone === come) {
      found.push({ kind: 'same', text: gone })
      i++
      j++
    } else if (come === undefined || (gone !== undefined && at(i + 1, j) >= at(i, j + 1))) {
      found.push({ kind: 'removed', text: gone ?? '' })
      i++
    } else {
      found.push({ kind: 'added', text: come })
      j++
    }
  }
  return found
}

const joined = (parts: readonly Difference[]): Difference[] => {
  const all: Difference[] = []
  for (const { kind, text } of parts) {
    const last = all.at(-1)
    if (last?.kind === kind) last.text += text
    else if (text !== '') all.push({ kind, text })
  }
  return all
}
