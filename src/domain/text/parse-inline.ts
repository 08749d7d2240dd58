import type { TreeCursor } from '@lezer/common'
import { readAddress, safeHref } from './addresses.ts'
import { REFERENCE, referenceOf } from './references.ts'
import { append, type Inline, type Style } from './tree.ts'

const styles: Record<string, Style> = { StrongEmphasis: 'bold', Emphasis: 'italic', Strikethrough: 'strike' }

/** Signs that say how the text beside them is meant, and are no text themselves. */
const MARKS = /Mark$|^(?:TaskMarker|URL)$/

interface Source {
  text: string
  nested: boolean
}

/** Reads the words inside the node at which `cursor` stands, and leaves it there. */
export const readInline = (cursor: TreeCursor, source: Source, to = cursor.to): Inline[] => {
  const reader = new Reader(source)
  // A paragraph begins where its first line does, with the spaces that were typed there.
  const from = cursor.name === 'Paragraph' && !source.nested ? withIndent(source.text, cursor.from) : cursor.from
  const pieces = reader.read(cursor, from, to, { styles: [], inLink: false })
  return trimmed(pieces, cursor.name !== 'Paragraph')
}

const withIndent = (text: string, from: number): number => {
  let at = from
  while (at > 0 && ' \t'.includes(text.charAt(at - 1))) at -= 1
  return at === 0 || text.charAt(at - 1) === '\n' ? at : from
}

/** Of a heading, a cell and a task the spaces around it are not part. */
const trimmed = (pieces: Inline[], isLine: boolean): Inline[] => {
  const first = pieces[0]
  const last = pieces.at(-1)
  if (isLine && first?.kind === 'text') first.text = first.text.replace(/^[ \t]+/, '')
  if (isLine && last?.kind === 'text') last.text = last.text.trimEnd()
  return pieces.filter(piece => piece.kind !== 'text' || piece.text !== '')
}

interface Place {
  styles: readonly Style[]
  inLink: boolean
}

class Reader {
  readonly #source: Source

  constructor(source: Source) {
    this.#source = source
  }

  read(cursor: TreeCursor, from: number, to: number, place: Place): Inline[] {
    const pieces: Inline[] = []
    let at = from
    let afterQuoteMark = false
    const text = (end: number): void => {
      append(pieces, { kind: 'text', text: this.#words(at, end, afterQuoteMark) })
      afterQuoteMark = false
    }
    if (cursor.firstChild()) {
      do {
        if (cursor.from >= to) break
        text(cursor.from)
        if (cursor.name === 'QuoteMark') afterQuoteMark = true
        else if (!MARKS.test(cursor.name)) for (const piece of this.#piece(cursor, place)) append(pieces, piece)
        at = cursor.to
      } while (cursor.nextSibling())
      cursor.parent()
    }
    text(to)
    return pieces
  }

  /** What stands in a quote or a list has its signs and indents at the beginnings of lines. */
  #words(from: number, to: number, afterQuoteMark: boolean): string {
    const words = this.#source.text.slice(from, to)
    if (!this.#source.nested) return words
    return (afterQuoteMark ? words.replace(/^[ \t]+/, '') : words).replace(/\n[ \t]+/g, '\n')
  }

  #piece(cursor: TreeCursor, place: Place): Inline[] {
    const { name, from, to } = cursor
    const written = this.#source.text.slice(from, to)
    const style = styles[name]
    if (style !== undefined) {
      // Bold inside bold adds nothing and is left out, so styles nest no deeper than there are kinds of them.
      const children = this.read(cursor, from, to, { ...place, styles: [...place.styles, style] })
      return place.styles.includes(style) || children.length === 0 ? children : [{ kind: style, children }]
    }
    if (name === 'Escape') return [{ kind: 'text', text: written.slice(1) }]
    if (name === 'InlineCode') return [{ kind: 'code', text: this.#code(cursor) }]
    if (name === 'Link') return this.#link(cursor, place)
    if (name === 'Address') return [place.inLink ? { kind: 'text', text: written } : addressOf(written)]
    const reference = name === 'Reference' ? REFERENCE.exec(written) : null
    return [reference === null ? { kind: 'text', text: written } : referenceOf(reference)]
  }

  #link(cursor: TreeCursor, place: Place): Inline[] {
    const { from, to } = cursor
    const closing = cursor.node.getChildren('LinkMark').at(-1)?.from ?? to
    const url = cursor.node.getChild('URL')
    const target = this.#source.text.slice(url?.from ?? to, url?.to ?? to)
    const href = safeHref(target.replace(/^<(.*)>$/, '$1').replace(/\\([!-/:-@[-`{-~])/g, '$1'))
    const words = this.read(cursor, from, closing, { ...place, inLink: place.inLink || href !== null })
    if (href !== null && words.length > 0) return [{ kind: 'link', href, children: words }]
    // The address is not safe to follow, or there are no words to click on: it stays as it was typed.
    return [{ kind: 'text', text: '[' }, ...words, { kind: 'text', text: this.#words(closing, to, false) }]
  }

  #code(cursor: TreeCursor): string {
    let code = ''
    let at = cursor.from
    const add = (end: number): void => {
      code += this.#source.text.slice(at, end)
    }
    if (cursor.firstChild()) {
      do {
        if (cursor.name === 'QuoteMark') add(cursor.from)
        else if (at !== cursor.from && cursor.name === 'CodeMark') add(cursor.from)
        at = cursor.to
      } while (cursor.nextSibling())
      cursor.parent()
    }
    const line = code.replace(/\n[ \t]*/g, ' ')
    return /^ .*[^ ].* $/.test(line) || /^ [^ ]+ $/.test(line) ? line.slice(1, -1) : line
  }
}

const addressOf = (written: string): Inline => {
  const bare = written.startsWith('<') ? written.slice(1, -1) : written
  const address = readAddress(/^(?:https?|mailto):/i.test(bare) ? bare : `mailto:${bare}`)
  if (address === null) return { kind: 'text', text: written }
  return { kind: 'address', href: address.href, text: address.text.endsWith(bare) ? bare : address.text }
}
