import type { Block, Inline, Text } from '#domain/text/tree.ts'

/** The HTML that CommonMark's own examples expect, so that the tree can be compared with them. The product writes none. */
export const htmlOf = (text: Text): string => text.map(block => blockOf(block, true)).join('\n')

const blockOf = (block: Block, isLoose: boolean): string => {
  switch (block.kind) {
    case 'paragraph':
      return isLoose ? `<p>${inlineOf(block.children)}</p>` : inlineOf(block.children)
    case 'heading':
      return `<h${block.level}>${inlineOf(block.children)}</h${block.level}>`
    case 'quote':
      return `<blockquote>\n${htmlOf(block.blocks)}\n</blockquote>`
    case 'list':
      return listOf(block)
    case 'code': {
      const language = block.language === '' ? '' : ` class="language-${block.language}"`
      return `<pre><code${language}>${escaped(block.text)}${block.text === '' ? '' : '\n'}</code></pre>`
    }
    case 'table':
      return '<table>'
    case 'rule':
      return '<hr />'
  }
}

const listOf = ({ first, items }: Block & { kind: 'list' }): string => {
  const isLoose = items.some(({ gap, blocks }) => gap > 0 || blocks.some(block => block.gap > 0))
  const start = first === null || first === 1 ? '' : ` start="${first}"`
  const lines = items.map(({ blocks }) => `<li>${blocks.map(block => blockOf(block, isLoose)).join('\n')}</li>`)
  return first === null ? `<ul>\n${lines.join('\n')}\n</ul>` : `<ol${start}>\n${lines.join('\n')}\n</ol>`
}

const tags = { bold: 'strong', italic: 'em', strike: 'del' } as const

const inlineOf = (pieces: Inline[]): string =>
  pieces
    .map(piece => {
      switch (piece.kind) {
        case 'text':
          return escaped(piece.text)
        case 'code':
          return `<code>${escaped(piece.text)}</code>`
        case 'link':
          return `<a href="${escaped(piece.href)}">${inlineOf(piece.children)}</a>`
        case 'address':
          return `<a href="${escaped(piece.href)}">${escaped(piece.text)}</a>`
        case 'bold':
        case 'italic':
        case 'strike':
          return `<${tags[piece.kind]}>${inlineOf(piece.children)}</${tags[piece.kind]}>`
        default:
          return ''
      }
    })
    .join('')

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
