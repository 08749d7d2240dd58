import { findAddresses } from './addresses.ts'
import { REFERENCE, referenceOf } from './references.ts'
import { append, type Block, type Inline, type Text, withPlainLineEnds } from './tree.ts'

/**
 * The small reader: for texts without any sign of markup, as most are. It knows lines, addresses and references, and
 * reads such a text as the whole parser does, which need not be loaded for it. Where there are signs it is what stands
 * until the parser has come: all that was typed, line by line.
 */
export const scanText = (written: string): Text => {
  const blocks: Block[] = []
  let lines: string[] = []
  let gap = 0
  const close = (): void => {
    if (lines.length === 0) return
    blocks.push({ kind: 'paragraph', gap: blocks.length === 0 ? 0 : gap, children: scanInline(lines.join('\n')) })
    lines = []
    gap = 0
  }
  for (const line of withPlainLineEnds(written).split('\n')) {
    if (/[^ \t]/.test(line)) lines.push(line)
    else {
      close()
      gap += 1
    }
  }
  close()
  return blocks
}

/** Whether `text` may mean more than its letters say. Rather once too often: then the parser is loaded and finds nothing. */
export const hasMarkup = (text: string): boolean => SIGNS.some(sign => sign.test(text))

/** Words, addresses and references of some lines. */
export const scanInline = (text: string): Inline[] => {
  const pieces: Inline[] = []
  const reference = new RegExp(REFERENCE, 'g')
  const addresses = findAddresses(text)
  let from = 0
  let next = reference.exec(text)
  const readTo = (to: number): void => {
    for (; next !== null && next.index < to; next = reference.exec(text)) {
      if (next.index < from) continue
      append(pieces, { kind: 'text', text: text.slice(from, next.index) })
      append(pieces, referenceOf(next))
      from = next.index + next[0].length
    }
    append(pieces, { kind: 'text', text: text.slice(from, to) })
  }
  for (const { from: begin, to, ...address } of addresses) {
    // Inside a reference's name an address is nothing.
    if (begin < from) continue
    readTo(begin)
    if (begin < from) continue
    append(pieces, { kind: 'address', ...address })
    from = to
  }
  readTo(text.length)
  return pieces
}

/** Each reads on from where it stands and never back, so that no text takes longer than its length. */
const SIGNS = [
  /`|~~|\]\(|\*[^\s*]/,
  /\\[!-/:-@[-`{-~]/,
  /(?<![\p{L}\p{N}_])_+[^\s_]/u,
  /^[ \t]*(?:[-+*](?:[ \t]|$)|#{1,6}(?:[ \t]|$)|>|\d{1,9}[.)](?:[ \t]|$)|-{3}|\*{3}|_[ \t]*_)/m,
  /^[ \t]*[|:-].*\|/m,
  /<(?:https?|mailto):/i,
  /<[^\s<>@]+@[^\s<>]+>/,
  /^[ \t]*:?-+:?[ \t]*\|/m,
]
