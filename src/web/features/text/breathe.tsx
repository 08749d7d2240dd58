import type { ComponentChildren } from 'preact'

/** A word that is longer than this is none that somebody wrote. */
const LONG = 1000
/** One that is longer than this is drawn part by part, as far as it is seen. */
const ENDLESS = 4000
/** So many signs are shaped at once. */
const PART = 500

/**
 * Words as they are drawn. Browsers shape what has no space in it as one piece, and take seconds for 40,000 marks over one
 * letter, or for letters of Thai or of two directions: such a word gets places where it may break, and an endless one is
 * parted into blocks of which only the seen ones are laid out. Nothing of it is lost.
 */
export const breathe = (text: string): ComponentChildren => {
  if (text.length < LONG) return text
  const drawn: ComponentChildren[] = []
  let from = 0
  for (const { index, 0: word } of text.matchAll(LONG_WORD)) {
    drawn.push(text.slice(from, index), word.length > ENDLESS ? blocksOf(word) : partsOf(word))
    from = index + word.length
  }
  return from === 0 ? text : [...drawn, text.slice(from)]
}

/** Letters of ours, and signs that may break anywhere, are no trouble, however many there are. */
const LONG_WORD = /[^\s!-~\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]\S{999,}/gu

const blocksOf = (word: string): ComponentChildren =>
  cut(word, 2 * PART).map(part => <span class="text-part">{partsOf(part)}</span>)

const partsOf = (word: string): ComponentChildren =>
  cut(word, PART).map((part, at) => (at === 0 ? part : [<wbr />, part]))

/** Never through a pair that is one sign. */
const cut = (word: string, length: number): string[] => {
  const parts: string[] = []
  for (let from = 0; from < word.length; ) {
    const to = from + length
    const end = /[\udc00-\udfff]/.test(word.charAt(to)) ? to + 1 : to
    parts.push(word.slice(from, end))
    from = end
  }
  return parts
}
