import type { Block, Inline, Item, Text } from './tree.ts'

/** What references are called today, where that is known. */
export interface Names {
  user(id: string): string | null
  channel(id: string): string | null
  group(id: string): string | null
}

/** Writes a tree as people would without any markup: for the clipboard, notifications and search. */
export const toPlainText = (text: Text, names?: Names): string => linesOf(text, names).join('\n')

const linesOf = (blocks: readonly Block[], names?: Names): string[] =>
  blocks.flatMap(block => [...Array<string>(block.gap).fill(''), ...blockLines(block, names)])

const blockLines = (block: Block, names?: Names): string[] => {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return wordsOf(block.children, names).split('\n')
    case 'quote':
      return linesOf(block.blocks, names).map(line => `> ${line}`.trimEnd())
    case 'list':
      return block.items.flatMap((item, at) =>
        itemLines(item, block.first === null ? '•' : `${block.first + at}.`, names),
      )
    case 'code':
      return block.text.split('\n')
    case 'table':
      return block.rows.map(row => row.map(cell => wordsOf(cell, names)).join('\t'))
    case 'rule':
      return ['———']
  }
}

const itemLines = ({ gap, checked, blocks }: Item, marker: string, names?: Names): string[] => {
  const sign = checked === null ? marker : checked ? '☑' : '☐'
  const [first = '', ...rest] = linesOf(blocks, names)
  return [...Array<string>(gap).fill(''), `${sign} ${first}`, ...rest.map(line => (line === '' ? '' : `  ${line}`))]
}

/** The words of some pieces alone, line breaks included. An address under other words is written behind them. */
export const wordsOf = (pieces: readonly Inline[], names?: Names): string =>
  pieces.map(piece => wordOf(piece, names)).join('')

const wordOf = (piece: Inline, names?: Names): string => {
  switch (piece.kind) {
    case 'text':
    case 'code':
    case 'address':
      return piece.text
    case 'link': {
      const words = wordsOf(piece.children, names)
      return words === piece.href ? words : `${words} (${piece.href})`
    }
    case 'user':
      return `@${names?.user(piece.id) ?? '…'}`
    case 'channel':
      return `#${names?.channel(piece.id) ?? '…'}`
    case 'group':
      return `@${names?.group(piece.id) ?? '…'}`
    case 'call':
      return `@${piece.who}`
    default:
      return wordsOf(piece.children, names)
  }
}
