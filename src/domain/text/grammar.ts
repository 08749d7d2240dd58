import {
  type BlockParser,
  InlineContext,
  type InlineParser,
  type MarkdownParser,
  parser,
  Strikethrough,
  Table,
  TaskList,
} from '@lezer/markdown'
import { type Address, findAddresses, trimmedEnd } from './addresses.ts'
import { REFERENCE } from './references.ts'
import { NESTING } from './tree.ts'

/**
 * Markdown as people type it in a chat, and guards without which the parser underneath takes seconds for some texts of
 * 40,000 characters. What is left out: HTML, entities, images, indented code, headings that are underlined (a line of
 * dashes under a line is a rule) and addresses that are defined elsewhere in the text.
 */
export const grammar = (): MarkdownParser =>
  parser.configure([
    Strikethrough,
    { ...Table, parseBlock: Table.parseBlock?.map(calmTable) },
    TaskList,
    {
      remove: ['HTMLBlock', 'HTMLTag', 'LinkReference', 'SetextHeading', 'HardBreak', 'Entity', 'Image'],
      defineNodes: ['Address', 'Reference'],
      parseBlock: [
        { name: 'IndentedCode', parse: (cx, line) => line.indent >= line.baseIndent + 4 && plainLine(cx, line) },
        { name: 'Deep', before: 'Blockquote', parse: (cx, line) => isTooDeep(cx, line) && plainLine(cx, line) },
      ],
      parseInline: [
        { name: 'Calm', before: 'Escape', parse: calm },
        { name: 'Reference', before: 'Link', parse: reference },
        { name: 'Address', before: 'Link', parse: address },
        { name: 'Emphasis', parse: emphasis },
        { name: 'Strikethrough', parse: strike },
        { name: 'Link', parse: linkStart },
        { name: 'LinkEnd', parse: linkEnd },
      ],
    },
  ])

type Inside = Parameters<InlineParser['parse']>[0]
type DelimiterType = Parameters<Inside['addDelimiter']>[0]
type BlockParse = NonNullable<BlockParser['parse']>
type BlockContext = Parameters<BlockParse>[0]
type Line = Parameters<BlockParse>[1]

/** A line that only looks like a block: a paragraph of its own, which is joined to one before it. */
const plainLine = (cx: BlockContext, line: Line): boolean => {
  const from = cx.lineStart + line.pos
  const to = cx.lineStart + line.text.length
  cx.addElement(cx.elt('Paragraph', from, to, cx.parser.parseInline(line.text.slice(line.pos), from)))
  cx.nextLine()
  return true
}

/** Whether the line would begin a quote or a list nested too deep (`NESTING`). A list and its items are one level. */
const isTooDeep = (cx: BlockContext, line: Line): boolean => {
  let depth = 0
  for (let at = cx.depth - 1; at > 0; at -= 1) if (cx.parentType(at).name !== 'ListItem') depth += 1
  const goesOn = /List$/.test(cx.parentType().name)
  return (
    depth - (goesOn ? 1 : 0) >= NESTING && /^(?:>|[-+*](?:\s|$)|\d{1,9}[.)](?:\s|$))/.test(line.text.slice(line.pos))
  )
}

/** The line under a table's head is looked for with an expression that takes long for many spaces. */
const calmTable = (table: BlockParser): BlockParser => ({
  ...table,
  endLeaf: (cx, line, leaf) => !/[ \t]{100}/.test(cx.peekLine()) && table.endLeaf?.(cx, line, leaf) === true,
})

/** What is known of the paragraph that is being read. */
interface Reading {
  /** Marks that might open or close something, so far. */
  marks: number
  /** Those that may open a link. */
  brackets: number
  /** The marks of emphasis and strikethrough outside of links, for `openMarks`. */
  noted: Mark[]
  addresses: Map<number, Address> | null
}

const readings = new WeakMap<Inside, Reading>()

const readingOf = (cx: Inside): Reading => {
  const known = readings.get(cx) ?? { marks: 0, brackets: 0, noted: [], addresses: null }
  readings.set(cx, known)
  return known
}

/** Further marks of a paragraph are plain text, and so is a longer run of the same sign. */
const MARKS = 400
const RUN = 12

const calm = (cx: Inside, next: number, at: number): number => {
  const sign = String.fromCharCode(next)
  if (!'*_~['.includes(sign)) return -1
  const end = sign === '[' ? at + 1 : endOfRun(cx, next, at)
  if (sign !== '[') {
    if (end - at > RUN || isBetweenSpaces(cx, at, end)) return end
  }
  const reading = readingOf(cx)
  reading.marks += 1
  return reading.marks > MARKS ? end : -1
}

/** "2 * 3": it neither opens nor closes. */
const isBetweenSpaces = (cx: Inside, at: number, end: number): boolean =>
  cx.slice(at - 1, at).trim() === '' && cx.slice(end, end + 1).trim() === ''

const HERE = new RegExp(`^${REFERENCE.source}`)
/** Each sign is looked at once, since it ends at the next space or bracket. */
const BRACKETED = /^<(?:https?:\/\/|mailto:|[^\s<>@:/\\]+@)[^\s<>]+>/i

const reference = (cx: Inside, next: number, at: number): number => {
  if (next !== 60) return -1
  const found = HERE.exec(cx.slice(at, at + 256))
  if (found !== null) return cx.addElement(cx.elt('Reference', at, at + found[0].length))
  const bracketed = BRACKETED.exec(cx.slice(at, at + 4100))
  return bracketed === null ? -1 : cx.addElement(cx.elt('Address', at, at + bracketed[0].length))
}

const address = (cx: Inside, next: number, at: number): number => {
  if (!'hHmM'.includes(String.fromCharCode(next))) return -1
  const reading = readingOf(cx)
  reading.addresses ??= new Map(findAddresses(cx.text, true).map(found => [found.from, found]))
  const found = reading.addresses.get(at - cx.offset)
  if (found === undefined) return -1
  const to = '*_~'.includes(cx.text.charAt(found.to - 1))
    ? trimmedEnd(cx.text, found.from, found.to, openMarks(cx))
    : found.to
  return cx.addElement(cx.elt('Address', at, to + cx.offset))
}

/** A mark that was read, and what it may do. */
interface Mark {
  sign: string
  at: number
  size: number
  opens: boolean
  closes: boolean
}

/** Adds a mark for the parser to pair, and notes it for `openMarks`: the parser does not tell which marks are open. */
const addMark = (cx: Inside, type: DelimiterType, at: number, end: number, opens: boolean, closes: boolean): number => {
  readingOf(cx).noted.push({ sign: cx.slice(at, at + 1), at, size: end - at, opens, closes })
  return cx.addDelimiter(type, at, end, opens, closes)
}

/** Tells which marks have been opened and not closed before this place, by the rules of the parser itself. */
const openMarks = (cx: Inside) => (sign: string) => {
  const open: (Mark & { left: number })[] = []
  for (const mark of readingOf(cx).noted) {
    if (mark.sign !== sign) continue
    const partner = open.findLastIndex(other => mayPair(other, mark))
    const opener = open[partner]
    if (mark.closes && opener !== undefined) {
      opener.left -= Math.min(opener.left, mark.size)
      open.length = opener.left > 0 ? partner + 1 : partner
    } else if (mark.opens) open.push({ ...mark, left: mark.size })
  }
  return open.length > 0
}

/**
 * CommonMark's rule of three: where one of the two could both open and close, their sizes must not add up to a multiple
 * of three, unless both sizes are multiples of three.
 */
const mayPair = (opener: Mark, closer: Mark): boolean =>
  (!closer.opens && !opener.closes) ||
  (opener.size + closer.size) % 3 !== 0 ||
  (opener.size % 3 === 0 && closer.size % 3 === 0)

const PUNCTUATION = /[\p{P}\p{S}]/u
/** Scripts without spaces between words, with their own punctuation: there a mark stands where a word ends, too. */
const UNSPACED = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Bopomofo}\uff00-\uffef]/u

/**
 * What a run of marks may do. CommonMark's rule, and one more: a mark beside a sign of an unspaced script is at the edge of
 * a word ("**「強調」**です").
 */
const edgesOf = (cx: Inside, at: number, end: number) => {
  const before = lastSign(cx.slice(Math.max(cx.offset, at - 2), at))
  const after = firstSign(cx.slice(end, end + 2))
  const edgeBefore = before.trim() === '' || PUNCTUATION.test(before)
  const edgeAfter = after.trim() === '' || PUNCTUATION.test(after)
  return {
    opens: after.trim() !== '' && (!PUNCTUATION.test(after) || edgeBefore || UNSPACED.test(before)),
    closes: before.trim() !== '' && (!PUNCTUATION.test(before) || edgeAfter || UNSPACED.test(after)),
    isBehindPunctuation: PUNCTUATION.test(before),
    isBeforePunctuation: PUNCTUATION.test(after),
  }
}

const endOfRun = (cx: Inside, next: number, at: number): number => {
  let end = at + 1
  while (cx.char(end) === next) end += 1
  return end
}

function emphasis(cx: Inside, next: number, at: number): number {
  if (next !== 95 && next !== 42) return -1
  const end = endOfRun(cx, next, at)
  const { opens, closes, isBehindPunctuation, isBeforePunctuation } = edgesOf(cx, at, end)
  if (next === 42) return addMark(cx, InlineContext.emphasisAsterisk, at, end, opens, closes)
  // An underscore inside a word is text: snake_case.
  const canOpen = opens && (!closes || isBehindPunctuation)
  const canClose = closes && (!opens || isBeforePunctuation)
  return addMark(cx, InlineContext.emphasisUnderscore, at, end, canOpen, canClose)
}

const STRIKE = { resolve: 'Strikethrough', mark: 'StrikethroughMark' }

/** Two of them, neither one nor more. */
function strike(cx: Inside, next: number, at: number): number {
  if (next !== 126) return -1
  const end = endOfRun(cx, next, at)
  if (end - at !== 2) return end
  const { opens, closes } = edgesOf(cx, at, end)
  return addMark(cx, STRIKE, at, end, opens, closes)
}

const firstSign = (text: string): string => String.fromCodePoint(text.codePointAt(0) ?? 32)
const lastSign = (text: string): string => Array.from(text).at(-1) ?? ' '

/** Without `resolve` the parser does not pair it: `linkEnd` makes the link. */
const LINK = {}

function linkStart(cx: Inside, next: number, at: number): number {
  if (next !== 91) return -1
  readingOf(cx).brackets += 1
  return cx.addDelimiter(LINK, at, at + 1, true, false)
}

/**
 * A link is `[words](address)` and nothing else. `[words]` without an address is text: if it counted as a link, a link
 * around it could not be one, since links do not nest.
 */
function linkEnd(cx: Inside, next: number, at: number): number {
  const reading = readingOf(cx)
  if (next !== 93 || reading.brackets === 0) return -1
  const opener = cx.findOpeningDelimiter(LINK)
  if (opener === null) return -1
  const from = cx.getDelimiterAt(opener)?.from ?? at
  const target = targetAt(cx.text, at + 1 - cx.offset)
  if (target === null) {
    silence(cx, opener)
    reading.brackets -= 1
    return -1
  }
  const content = cx.takeContent(opener)
  for (let outer = cx.findOpeningDelimiter(LINK); outer !== null; outer = cx.findOpeningDelimiter(LINK))
    silence(cx, outer)
  reading.brackets = 0
  reading.noted = reading.noted.filter(mark => mark.at < from)
  const mark = (start: number) => cx.elt('LinkMark', start, start + 1)
  const url = cx.elt('URL', target.from + cx.offset, target.to + cx.offset)
  return cx.addElement(cx.elt('Link', from, target.end + cx.offset, [mark(from), ...content, mark(at), url]))
}

/** It opens nothing any more: its sign stands for itself. */
const silence = (cx: Inside, opener: number): void => {
  const delimiter = cx.getDelimiterAt(opener) as { side: number } | null
  if (delimiter !== null) delimiter.side = 0
}

/** What is longer is no address, nor the title of one. */
const TARGET_UNITS = 4096

/** The address in `(address "title")` at `at`, and where the whole of it ends. */
const targetAt = (whole: string, at: number): { from: number; to: number; end: number } | null => {
  if (whole.charAt(at) !== '(') return null
  // Bounded, since each of many "](" would otherwise read the whole rest of the text.
  const text = whole.slice(0, at + TARGET_UNITS)
  const from = afterSpace(text, at + 1)
  const to = text.charAt(from) === '<' ? endOfBracketed(text, from) : endOfBare(text, from)
  if (to === null) return null
  let end = afterSpace(text, to)
  if (end > to && `"'(`.includes(text.charAt(end) || ' ')) end = afterSpace(text, endOfTitle(text, end))
  return text.charAt(end) === ')' ? { from, to, end: end + 1 } : null
}

const afterSpace = (text: string, at: number): number => {
  let end = at
  while (/[ \t\n]/.test(text.charAt(end))) end += 1
  return end
}

const endOfBracketed = (text: string, from: number): number | null => {
  for (let at = from + 1; at < text.length; at += 1) {
    const sign = text.charAt(at)
    if (sign === '>') return at + 1
    if (sign === '<' || sign === '\n') return null
    if (sign === '\\') at += 1
  }
  return null
}

const endOfBare = (text: string, from: number): number => {
  let depth = 0
  let at = from
  for (; at < text.length && text.charAt(at) > ' '; at += 1) {
    const sign = text.charAt(at)
    if (sign === '(') depth += 1
    if (sign === ')' && --depth < 0) break
    if (sign === '\\') at += 1
  }
  return Math.min(at, text.length)
}

const endOfTitle = (text: string, from: number): number => {
  const closing = text.charAt(from) === '(' ? ')' : text.charAt(from)
  for (let at = from + 1; at < text.length; at += 1) {
    if (text.charAt(at) === closing) return at + 1
    if (text.charAt(at) === '\\') at += 1
  }
  return text.length
}
