import { LITERAL, SEAM } from './mrkdwn-inline.ts'
import { writtenReference } from './references.ts'
import type { Block, Inline, Item, Text } from './tree.ts'

/** Writes a tree as Slack's mrkdwn. What that has no signs for (headings, lists, tables, rules) is written as people there do. */
export const toMrkdwn = (text: Text): string => linesOf(text).join('\n')

const linesOf = (blocks: readonly Block[]): string[] =>
  blocks.flatMap(block => [...Array<string>(block.gap).fill(''), ...blockLines(block)])

const blockLines = (block: Block): string[] => {
  switch (block.kind) {
    case 'paragraph':
      return writeInline(block.children)
        .split('\n')
        .map(line => line.replace(/^&gt;/, `${LITERAL}&gt;`))
    case 'heading':
      return [writeInline([{ kind: 'bold', children: block.children }])]
    case 'quote':
      return linesOf(block.blocks).map(line => `> ${line}`.trimEnd())
    case 'list':
      return block.items.flatMap((item, at) => itemLines(item, block.first === null ? '•' : `${block.first + at}.`))
    case 'code':
      return ['```', ...(block.text === '' ? [] : encode(block.text).replaceAll('```', '``\u200b`').split('\n')), '```']
    case 'table':
      return block.rows.map(row => row.map(cell => writeInline(cell)).join(' | '))
    case 'rule':
      return ['———']
  }
}

const itemLines = ({ gap, checked, blocks }: Item, marker: string): string[] => {
  const sign = checked === null ? marker : checked ? '☑' : '☐'
  const [first = '', ...rest] = linesOf(blocks)
  return [...Array<string>(gap).fill(''), `${sign} ${first}`, ...rest.map(line => (line === '' ? '' : `    ${line}`))]
}

const signs = { bold: '*', italic: '_', strike: '~' }

const writeInline = (pieces: readonly Inline[], before = '', after = ''): string => {
  let written = ''
  let last = before
  pieces.forEach((piece, at) => {
    const part = writePiece(piece, last, pieces[at + 1] === undefined ? after : firstSign(pieces[at + 1]))
    written += part
    last = part.at(-1) ?? last
  })
  return written
}

const writePiece = (piece: Inline, before: string, after: string): string => {
  switch (piece.kind) {
    case 'text':
      return escapeText(piece.text)
    case 'bold':
    case 'italic':
    case 'strike': {
      const sign = signs[piece.kind]
      const inside = writeInline(piece.children, sign, sign)
      const seam = (beside: string): string => (/^$|[\s\p{P}\p{S}\u200b]/u.test(beside) && beside !== sign ? '' : SEAM)
      return seam(before) + sign + inside + sign + seam(after)
    }
    case 'code':
      return `\`${encode(piece.text).replaceAll('`', "'")}\``
    case 'link':
      return `<${encode(piece.href).replaceAll('|', '%7C')}|${encode(wordsOf(piece.children)).replace(/[|\n]/g, ' ')}>`
    case 'address':
      return `<${encode(/^[^:]+@/.test(piece.text) ? piece.href : piece.text).replaceAll('|', '%7C')}>`
    default:
      return writtenReference(piece) ?? ''
  }
}

/** Slack reads no styles inside a link's words. */
const wordsOf = (pieces: readonly Inline[]): string =>
  pieces.map(piece => ('children' in piece ? wordsOf(piece.children) : 'text' in piece ? piece.text : '')).join('')

const encode = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const escapeText = (text: string): string =>
  encode(text).replace(/[*_~`]|https?(?=:)|mailto(?=:)/gi, sign =>
    sign.length > 1 ? `${sign}${LITERAL}` : LITERAL + sign,
  )

const firstSign = (piece: Inline | undefined): string =>
  piece?.kind === 'text'
    ? escapeText(piece.text).charAt(0)
    : piece?.kind === 'bold' || piece?.kind === 'italic' || piece?.kind === 'strike'
      ? signs[piece.kind]
      : '<'
