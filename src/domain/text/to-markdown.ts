import { writtenReference } from './references.ts'
import type { Block, Inline, Item, Text } from './tree.ts'

/** Writes a tree as Markdown that reads as the same tree. */
export const toMarkdown = (text: Text): string => linesOf(text).join('\n')

const linesOf = (blocks: readonly Block[]): string[] =>
  blocks.flatMap((block, at) => [...Array<string>(block.gap).fill(''), ...blockLines(block, blocks[at - 1])])

const blockLines = (block: Block, before: Block | undefined): string[] => {
  switch (block.kind) {
    case 'paragraph':
      return paragraphLines(block.children)
    case 'heading':
      return [`${'#'.repeat(block.level)} ${writeInline(block.children)}`.trimEnd()]
    case 'quote':
      return block.blocks.length === 0 ? ['>'] : linesOf(block.blocks).map(line => `> ${line}`.trimEnd())
    case 'list':
      return block.items.flatMap((item, at) => itemLines(item, markerOf(block, at, before)))
    case 'code':
      return codeLines(block.language, block.text)
    case 'table':
      return tableLines(block)
    case 'rule':
      return ['***']
  }
}

/** Where a list follows a list, it has other markers, or it would go on. */
const markerOf = (list: Block & { kind: 'list' }, at: number, before: Block | undefined): string => {
  const isSecond = before?.kind === 'list' && (before.first === null) === (list.first === null)
  if (list.first === null) return isSecond ? '+' : '-'
  return `${list.first + at}${isSecond ? ')' : '.'}`
}

const itemLines = ({ gap, checked, blocks }: Item, marker: string): string[] => {
  const indent = ' '.repeat(marker.length + 1)
  const [first = '', ...rest] = linesOf(blocks)
  const check = checked === null ? '' : checked ? '[x] ' : '[ ] '
  const lines = [`${marker} ${check}${first}`.trimEnd(), ...rest.map(line => (line === '' ? '' : indent + line))]
  return [...Array<string>(gap).fill(''), ...lines]
}

/** What would be a sign at the beginning of a line has a backslash there. */
const paragraphLines = (children: Inline[]): string[] =>
  writeInline(children)
    .split('\n')
    .map(line =>
      line.replace(/^([ \t]*)([#>+-]|\d{1,9}(?=[.)]))/, (_, space: string, sign: string) => escapeStart(space, sign)),
    )

const escapeStart = (space: string, sign: string): string =>
  /\d/.test(sign) ? `${space}${sign}\\` : `${space}\\${sign}`

const codeLines = (language: string, text: string): string[] => {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return [fence + language, ...(text === '' ? [] : text.split('\n')), fence]
}

const tableLines = ({ align, rows }: Block & { kind: 'table' }): string[] => {
  const dashes = { start: ':---', center: ':---:', end: '---:' }
  const rule = `| ${align.map(side => (side === null ? '---' : dashes[side])).join(' | ')} |`
  const [head = '', ...rest] = rows.map(cells => `| ${cells.map(writeCell).join(' | ')} |`)
  return [head, rule, ...rest]
}

const writeCell = (cell: Inline[]): string =>
  writeInline(
    cell.map(piece => (piece.kind === 'code' ? { ...piece, text: piece.text.replaceAll('|', '\\|') } : piece)),
  )

/** `before` and `after`: the signs that stand around, which decide what can open and close there. */
const writeInline = (pieces: readonly Inline[], before = '', after = ''): string => {
  let written = ''
  let last = before
  pieces.forEach((piece, at) => {
    const following = pieces[at + 1]
    // An address ends before the mark that closes what is around it, and would swallow one that opens behind it.
    const isClosed = following === undefined && '*_~'.includes(after)
    const part = writePiece(piece, last, following === undefined ? after : firstSign(following), isClosed)
    written += part
    last = part.at(-1) ?? last
  })
  return written
}

const writePiece = (piece: Inline, before: string, after: string, isClosed: boolean): string => {
  switch (piece.kind) {
    case 'text':
      return escapeText(piece.text, before)
    case 'bold':
      return writeStyle(piece.children, '**', '__', before, after)
    case 'italic':
      return writeStyle(piece.children, '*', '_', before, after)
    case 'strike':
      return `~~${writeInline(piece.children, '~', '~')}~~`
    case 'code':
      return writeCode(piece.text)
    case 'link':
      return `[${writeInline(piece.children, '[', ']')}](${writeTarget(piece.href)})`
    case 'address':
      return isBare(piece.text, before, isClosed ? '' : after) ? piece.text : `<${piece.text}>`
    default:
      return writtenReference(piece) ?? ''
  }
}

const EDGE = /^$|[\s\p{P}\p{S}]/u

/** Stars work in the midst of words, underscores where stars would run together with their neighbours. */
const writeStyle = (children: Inline[], stars: string, underscores: string, before: string, after: string): string => {
  const inside = writeInline(children, '*', '*')
  const isCrowded = [before, after, inside.charAt(0), inside.at(-1)].includes('*')
  if (!isCrowded || !EDGE.test(before) || !EDGE.test(after) || before === '_' || after === '_')
    return stars + inside + stars
  return underscores + writeInline(children, '_', '_') + underscores
}

const writeCode = (code: string): string => {
  const longest = Math.max(0, ...Array.from(code.matchAll(/`+/g), ([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  const space = /^`|`$|^ .*[^ ].* $|^ [^ ]+ $/.test(code) ? ' ' : ''
  return fence + space + code + space + fence
}

const writeTarget = (href: string): string => {
  const escaped = href.replace(/[\\<>]/g, '\\$&')
  return /[()\s\\<>]/.test(href) ? `<${escaped}>` : escaped
}

/** Whether it reads as the same address without brackets, whatever stands around. */
const isBare = (text: string, before: string, after: string): boolean =>
  /^https?:\/\/[\w:/.?=&%#+@,;-]*[\w/]$/i.test(text) &&
  /^$|[\s(*_~]/.test(before) &&
  /^$|\s/.test(after) &&
  !/_$/.test(text)

const escapeText = (text: string, before: string): string =>
  text.replace(/[\\`*~[\]<|]|_|\b(https?|mailto)(?=:)/gi, (sign, _scheme: string | undefined, at: number) => {
    if (sign.length > 1) return `${sign}\\`
    if (sign !== '_') return `\\${sign}`
    const isInWord = /[\p{L}\p{N}]/u.test(text.charAt(at - 1) || before) && /[\p{L}\p{N}]/u.test(text.charAt(at + 1))
    return isInWord ? sign : `\\${sign}`
  })

const firstSign = (piece: Inline): string => {
  switch (piece.kind) {
    case 'text':
      return escapeText(piece.text, '').charAt(0)
    case 'bold':
    case 'italic':
      return '*'
    case 'strike':
      return '~'
    case 'code':
      return '`'
    case 'link':
      return '['
    default:
      return '<'
  }
}
