import type { TreeCursor } from '@lezer/common'
import { grammar } from './grammar.ts'
import { readInline } from './parse-inline.ts'
import { readTable } from './parse-table.ts'
import { scanText } from './scan.ts'
import { type Block, type Inline, type Item, type Text, withPlainLineEnds } from './tree.ts'

const LINES = 1000

/** Reads Markdown. No text is invalid: signs without a meaning stay text, as does all markup after a thousand lines. */
export const parseMarkdown = (written: string): Text => {
  const text = withPlainLineEnds(written)
  const end = endOfLines(text, LINES)
  const read = readBlocks(markdown.parse(text.slice(0, end)).cursor(), { text: text.slice(0, end), nested: false })
  return end === text.length ? read : [...read, ...scanText(text.slice(end))]
}

const markdown = grammar()

const endOfLines = (text: string, lines: number): number => {
  let at = -1
  for (let line = 0; line < lines; line += 1) {
    at = text.indexOf('\n', at + 1)
    if (at < 0) return text.length
  }
  return at
}

/** `nested`: inside a quote or a list, whose own signs and indents stand at the beginnings of lines. */
interface Source {
  text: string
  nested: boolean
}

/** Reads what is inside the node at which `cursor` stands, and leaves it there. */
const readBlocks = (cursor: TreeCursor, source: Source): Block[] => {
  const blocks: Block[] = []
  let end: number | null = null
  if (!cursor.firstChild()) return blocks
  do {
    const block = readBlock(cursor, source, end === null ? 0 : blankLines(source.text, end, cursor.from))
    if (block === null) continue
    const last = blocks.at(-1)
    if (last?.kind === 'paragraph' && block.kind === 'paragraph' && block.gap === 0)
      joinLines(last.children, block.children)
    else blocks.push(block)
    end = cursor.to
  } while (cursor.nextSibling())
  cursor.parent()
  return blocks
}

const blankLines = (text: string, from: number, to: number): number => {
  let lines = -1
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) lines += 1
  return Math.max(0, lines)
}

const joinLines = (into: Inline[], more: Inline[]): void => {
  const last = into.at(-1)
  const [first, ...rest] = more
  if (last?.kind === 'text') last.text += '\n'
  else into.push({ kind: 'text', text: '\n' })
  const open = into.at(-1)
  if (first?.kind === 'text' && open?.kind === 'text') open.text += first.text
  else if (first !== undefined) into.push(first)
  into.push(...rest)
}

const readBlock = (cursor: TreeCursor, source: Source, gap: number): Block | null => {
  const { name } = cursor
  if (name === 'Paragraph' || name === 'Task') return { kind: 'paragraph', gap, children: readInline(cursor, source) }
  if (name.startsWith('ATXHeading')) {
    return { kind: 'heading', gap, level: Number(name.at(-1)), children: readInline(cursor, source) }
  }
  if (name === 'Blockquote') return { kind: 'quote', gap, blocks: readBlocks(cursor, { ...source, nested: true }) }
  if (name === 'BulletList' || name === 'OrderedList') return readList(cursor, source, gap)
  if (name === 'FencedCode') return readCode(cursor, source, gap)
  if (name === 'Table') return { kind: 'table', gap, ...readTable(cursor, source) }
  if (name === 'HorizontalRule') return { kind: 'rule', gap }
  return null
}

const readList = (cursor: TreeCursor, source: Source, gap: number): Block => {
  const items: Item[] = []
  const first =
    cursor.name === 'OrderedList' ? Number.parseInt(source.text.slice(cursor.from, cursor.from + 10), 10) : null
  let end: number | null = null
  if (cursor.firstChild()) {
    do {
      if (cursor.name !== 'ListItem') continue
      const between = end === null ? 0 : blankLines(source.text, end, cursor.from)
      items.push({
        gap: between,
        checked: readCheck(cursor, source),
        blocks: readBlocks(cursor, { ...source, nested: true }),
      })
      end = cursor.to
    } while (cursor.nextSibling())
    cursor.parent()
  }
  return { kind: 'list', gap, first, items }
}

const readCheck = (cursor: TreeCursor, { text }: Source): boolean | null => {
  const task = cursor.node.getChild('Task')
  return task === null ? null : text.charAt(task.from + 1) !== ' '
}

const readCode = (cursor: TreeCursor, { text, nested }: Source, gap: number): Block => {
  const indent = nested ? 0 : cursor.from - 1 - text.lastIndexOf('\n', cursor.from - 1)
  let language = ''
  let code = ''
  if (cursor.firstChild()) {
    do {
      if (cursor.name === 'CodeInfo') language = /^[\w+#.-]{1,40}/.exec(text.slice(cursor.from, cursor.to))?.[0] ?? ''
      if (cursor.name === 'CodeText') code += text.slice(cursor.from, cursor.to)
    } while (cursor.nextSibling())
    cursor.parent()
  }
  // A fence may stand some spaces from the edge: its lines lose as many.
  if (indent > 0) code = code.replace(new RegExp(`^ {1,${indent}}`, 'gm'), '')
  return { kind: 'code', gap, language: language.toLowerCase(), text: code }
}
