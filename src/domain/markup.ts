/**
 * What people write, read the same way everywhere: plain text, and the addresses in it that are safe to follow.
 * One pass from left to right; the work grows with the length of the text and no faster.
 */
export type Inline = { kind: 'text'; text: string } | { kind: 'link'; text: string; href: string }

/** The pieces of `text` in order; empty for an empty text. Joined, their texts are the input, but for disguised hosts. */
export const parseMarkup = (text: string): Inline[] => {
  const pieces: Inline[] = []
  let from = 0
  for (const found of text.matchAll(ADDRESS)) {
    const link = linkOf(found[0])
    if (link === null) continue
    if (found.index > from) pieces.push({ kind: 'text', text: text.slice(from, found.index) })
    pieces.push({ kind: 'link', text: link.shown, href: link.href })
    from = found.index + link.length
  }
  if (from < text.length) pieces.push({ kind: 'text', text: text.slice(from) })
  return pieces
}

/** Whether a text is nothing but one to eight emoji. */
export const isOnlyEmoji = (text: string): boolean => {
  if (text.length > EMOJI_TEXT_UNITS) return false
  const emoji = text.match(EMOJI) ?? []
  return emoji.length > 0 && emoji.length <= EMOJI_COUNT && text.replace(EMOJI, '').trim() === ''
}

const EMOJI_TEXT_UNITS = 120
const EMOJI_COUNT = 8
const EMOJI =
  /\p{Regional_Indicator}{2}|\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\uFE0F|\u200D\p{Extended_Pictographic})*/gu

// An address ends at white space, quotes, brackets of markup, and at everything invisible that could turn the line around.
const ADDRESS = /(?<![\p{L}\p{N}])(?:https?:\/\/|mailto:)[^\s<>"`\p{C}]+/giu

const SAFE_SCHEMES = new Set(['http:', 'https:', 'mailto:'])
const ADDRESS_UNITS = 4096

const linkOf = (found: string): { shown: string; href: string; length: number } | null => {
  if (found.length > ADDRESS_UNITS) return null
  const written = found.slice(0, lengthWithoutClosing(found))
  if (!URL.canParse(written)) return null
  const url = new URL(written)
  if (!SAFE_SCHEMES.has(url.protocol) || url.username !== '' || url.password !== '') return null
  if (url.protocol === 'mailto:' && !/^[^@]+@[^@]+$/.test(url.pathname)) return null
  return { shown: isDisguised(written) ? url.href : written, href: url.href, length: written.length }
}

/** "(see https://a.example/b_(c))." ends after "b_(c)": what closes or ends a sentence belongs to the sentence. */
const lengthWithoutClosing = (found: string): number => {
  let open = 0
  for (const unit of found) open += unit === '(' ? 1 : unit === ')' ? -1 : 0
  let length = found.length
  while (length > 0) {
    const last = found.charAt(length - 1)
    if (last === ')' && open < 0) open += 1
    else if (!CLOSING.has(last)) break
    length -= 1
  }
  return length
}

const CLOSING = new Set(".,:;!?'*_~]}”’»…。，、）】」")

/** A host that mixes Latin letters with those of another script is shown as its punycode, for it only looks like a known one. */
const isDisguised = (written: string): boolean => {
  const host = /^https?:\/\/([^/?#]*)/i.exec(written)?.[1] ?? ''
  return /\p{Script=Latin}/u.test(host) && /(?=\p{L})\P{Script=Latin}/u.test(host)
}
