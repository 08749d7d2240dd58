import { decode, readMrkdwnLine } from './mrkdwn-inline.ts'
import { append, type Block, type Inline, type Text, withPlainLineEnds } from './tree.ts'

/**
 * Reads Slack's mrkdwn, in which bots write: `*bold*`, `_italic_`, `~strike~`, code, quotes, fences, and everything with
 * an address or an id in angle brackets. `&`, `<` and `>` stand as `&amp;`, `&lt;` and `&gt;`.
 */
export const parseMrkdwn = (written: string): Text => {
  const parts = withPlainLineEnds(written).split('```')
  const blocks: Block[] = []
  let gap = 0
  parts.forEach((part, at) => {
    const isCode = at % 2 === 1 && at < parts.length - 1
    if (isCode)
      blocks.push({ kind: 'code', gap: gapBefore(blocks, gap), language: '', text: decode(withoutEdges(part)) })
    // What is opened and never closed is words.
    else gap = readLines(at % 2 === 1 ? `\`\`\`${part}` : part, blocks, at > 0 && at % 2 === 0)
  })
  return blocks
}

const gapBefore = (blocks: Block[], gap: number): number => (blocks.length === 0 ? 0 : gap)

const withoutEdges = (code: string): string => code.replace(/^\n/, '').replace(/\n$/, '')

const QUOTE = /^(?:>|&gt;) ?/
const QUOTE_ALL = /^(?:>>>|&gt;&gt;&gt;) ?/

/** Reads the lines between fences, and answers how many blank ones were last. */
const readLines = (text: string, blocks: Block[], isBehindCode: boolean): number => {
  const lines = text.split('\n')
  // The line ends beside a fence are the fence's.
  if (isBehindCode && lines[0] === '') lines.shift()
  if (lines.at(-1) === '') lines.pop()
  let gap = 0
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? ''
    if (line.trim() === '') {
      gap += 1
      at += 1
      continue
    }
    const isQuote = QUOTE.test(line)
    const isAll = QUOTE_ALL.test(line)
    let end = at + 1
    while (end < lines.length && (isAll || (lines[end]?.trim() !== '' && QUOTE.test(lines[end] ?? '') === isQuote)))
      end += 1
    const own = lines.slice(at, end)
    if (isAll)
      blocks.push(
        quoteOf(
          own.map((first, index) => (index === 0 ? first.replace(QUOTE_ALL, '') : first)),
          gapBefore(blocks, gap),
        ),
      )
    else if (isQuote)
      blocks.push(
        quoteOf(
          own.map(quoted => quoted.replace(QUOTE, '')),
          gapBefore(blocks, gap),
        ),
      )
    else blocks.push({ kind: 'paragraph', gap: gapBefore(blocks, gap), children: linesToInline(own) })
    gap = 0
    at = end
  }
  return gap
}

const quoteOf = (lines: string[], gap: number): Block => {
  const blocks: Block[] = []
  let open: string[] = []
  let blank = 0
  for (const line of [...lines, '']) {
    if (line.trim() !== '') open.push(line)
    else {
      if (open.length > 0) {
        blocks.push({ kind: 'paragraph', gap: gapBefore(blocks, blank), children: linesToInline(open) })
        blank = 0
      }
      open = []
      blank += 1
    }
  }
  return { kind: 'quote', gap, blocks }
}

const linesToInline = (lines: string[]): Inline[] => {
  const pieces: Inline[] = []
  for (const piece of readMrkdwnLine(lines.join('\n'))) append(pieces, piece)
  return pieces
}
