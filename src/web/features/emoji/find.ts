import { folded, localWords } from './local-words.ts'
import { allEmoji, type Emoji } from './table.ts'
import { TAGS } from './tags.ts'

/** Nobody looks further than so many rows. */
const MOST = 72

/**
 * The emoji that all words of `query` begin something of: a short name, the English label, one of more words for it, in
 * English and in the person's own language, as soon as those are here.
 * First the one that is called so, then by how near the words are; among equals in Unicode's order.
 */
export const findEmoji = (query: string): readonly Emoji[] => {
  const wanted = query.toLowerCase().replace(/^:|:$/g, '').trim()
  const parts = wanted.split(/[\s_:,-]+/).filter(part => part !== '')
  if (parts.length === 0) return []
  const ranked: { emoji: Emoji; rank: number }[] = []
  for (const [at, emoji] of allEmoji.entries()) {
    const rank = rankOf(emoji, at, wanted, parts)
    if (rank !== null) ranked.push({ emoji, rank })
  }
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MOST)
    .map(({ emoji }) => emoji)
}

const rankOf = (emoji: Emoji, at: number, wanted: string, parts: string[]): number | null => {
  const asName = wanted.replaceAll(' ', '_')
  if (emoji.names.includes(asName)) return 0
  if (emoji.names.some(name => name.startsWith(asName))) return 1
  const own = ownWords()[at] ?? []
  if (parts.every(part => own.some(word => word.startsWith(part)))) return 2
  const more = [...own, ...(moreWords()[at] ?? [])]
  if (parts.every(part => more.some(word => word.startsWith(part)))) return 3
  const local = localWords.value?.[at] ?? []
  // What it is called stands before the other words for it.
  const places = parts.map(part => local.findIndex(word => isMeant(word, folded(part))))
  return places.includes(-1) ? null : 2.5 + Math.max(...places) / 1000
}

/** Scripts without spaces between words have a word anywhere. */
const isMeant = (word: string, part: string): boolean =>
  UNSPACED.test(part) ? word.includes(part) : word.startsWith(part)

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u

let own: string[][] | undefined
const ownWords = (): string[][] => {
  own ??= allEmoji.map(({ names, label }) => [...names, label.toLowerCase()].flatMap(text => text.split(/[\s_:,-]+/)))
  return own
}

let more: string[][] | undefined
const moreWords = (): string[][] => {
  more ??= TAGS.split(';').map(words => words.split(' '))
  return more
}
