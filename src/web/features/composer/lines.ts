import { fenceAt } from './code.ts'
import type { Edit, Written } from './edits.ts'

/** The beginning of a line that goes on: marks of quotes, an item's indentation, its mark, and the box of a task. */
const LINE = /^(?<quote>(?:[ \t]*> ?)*)(?<indent>[ \t]*)(?:(?<mark>[-*+]|\d{1,9}[.)])(?<gap> +)(?<box>\[[ xX]\] +)?)?/

interface Beginning {
  quote: string
  indent: string
  mark: string
  gap: string
  box: string
  length: number
}

const beginningOf = (line: string): Beginning => {
  const [all = '', quote = '', indent = '', mark = '', gap = '', box = ''] = LINE.exec(line) ?? []
  return { quote, indent, mark, gap, box, length: all.length }
}

/**
 * What Enter does in a list, a quote or between fences: it begins the next line alike, and on an empty one ends it. Null
 * in plain text, where it sends, and where something is selected.
 */
export const continued = ({ text, from, to }: Written): Edit | null => {
  if (from !== to) return null
  const fence = fenceAt(text, from)
  if (fence !== null) return inFence(text, from, fence)
  const { line, start } = lineAt(text, from)
  const begun = beginningOf(line)
  const goesOn = begun.mark !== '' || begun.quote.includes('>')
  if (!goesOn || from < start + begun.length) return null
  if (line.slice(begun.length).trim() === '') return ended(begun, start, start + line.length)
  return inserted(from, `\n${begun.quote}${begun.indent}${nextMark(begun)}`)
}

const lineAt = (text: string, at: number): { line: string; start: number } => {
  const start = text.lastIndexOf('\n', at - 1) + 1
  const end = text.indexOf('\n', at)
  return { line: text.slice(start, end === -1 ? text.length : end), start }
}

const inserted = (at: number, put: string): Edit => {
  const caret = at + put.length
  return { from: at, to: at, put, select: [caret, caret] }
}

/** The inner one ends first: an item in a quote leaves the quote standing. */
const ended = ({ quote, mark }: Beginning, from: number, to: number): Edit => {
  const put = mark === '' ? '' : quote
  return { from, to, put, select: [from + put.length, from + put.length] }
}

const nextMark = ({ mark, gap, box }: Beginning): string => {
  if (mark === '') return ''
  const number = Number.parseInt(mark, 10)
  const next = Number.isNaN(number) ? mark : `${number + 1}${mark.slice(-1)}`
  return `${next}${gap}${box === '' ? '' : '[ ] '}`
}

/** A second Enter in the last line, which is empty, leaves the code; what closes it is put there, or there already. */
const inFence = (text: string, at: number, { mark, content, close }: NonNullable<ReturnType<typeof fenceAt>>): Edit => {
  const { line, start } = lineAt(text, at)
  const end = start + line.length
  const isLast = close === null ? end === text.length : close === end + 1
  const isEmpty = line.trim() === '' && start > content
  if (!isEmpty || !isLast) return inserted(at, `\n${/^[ \t]*/.exec(line)?.[0].slice(0, at - start) ?? ''}`)
  if (close === null) {
    const caret = start + mark.length + 1
    return { from: start, to: end, put: `${mark}\n`, select: [caret, caret] }
  }
  const after = lineAt(text, close)
  const put = `${after.line}\n`
  const caret = start + put.length
  const afterwards = close + after.line.length
  const more = text[afterwards] === '\n' ? 1 : 0
  return { from: start, to: afterwards + more, put, select: [caret, caret] }
}

/** Tab in a list: one level in, as far as the item above allows, or out; null where there is nothing to do, and Tab moves the focus. */
export const indented = (written: Written, outwards: boolean): Edit | null => {
  const { text, from, to } = written
  if (fenceAt(text, from) !== null) return null
  const { start } = lineAt(text, from)
  const last = lineAt(text, to)
  const end = last.start + last.line.length
  const lines = text.slice(start, end).split('\n')
  const begun = lines.map(beginningOf)
  const [first] = begun
  if (first === undefined || begun.some(({ mark }) => mark === '')) return null
  const above = start === 0 ? null : beginningOf(lineAt(text, start - 1).line)
  const most = above === null || above.mark === '' ? 0 : above.indent.length + above.mark.length + above.gap.length
  const step = outwards ? -Math.min(first.indent.length, 2 + Number(/\d/.test(first.mark))) : most - first.indent.length
  if (outwards ? step === 0 : step <= 0) return null
  const put = lines.map((line, at) => moved(line, begun[at] ?? first, step)).join('\n')
  const caret = Math.max(start, from + step)
  return { from: start, to: end, put, select: [caret, Math.max(caret, to + put.length - (end - start))] }
}

const moved = (line: string, { quote, indent }: Beginning, step: number): string => {
  const rest = line.slice(quote.length + indent.length)
  return quote + ' '.repeat(Math.max(0, indent.length + step)) + rest
}
