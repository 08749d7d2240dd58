import { append, type Inline, type Style } from '#domain/text/tree.ts'
import { type Node, textIn } from './html-tree.ts'

/** The words of one line or paragraph with their formats, without white space around them. */
export const piecesOf = (nodes: readonly Node[]): Inline[] => {
  const pieces: Inline[] = []
  for (const node of nodes) for (const piece of wordsOf(node)) append(pieces, piece)
  return trimmed(pieces)
}

const wordsOf = (node: Node): Inline[] => {
  if (node.name === '')
    return [{ kind: 'text', text: node.text.replace(/[ \t\r\n\f]+/g, ' ').replaceAll('\u00a0', ' ') }]
  if (node.name === 'br') return [{ kind: 'text', text: '\n' }]
  if (node.name === 'img') return [{ kind: 'text', text: node.attributes.get('alt') ?? '' }]
  if (/^(code|tt|kbd|samp)$/.test(node.name)) {
    const text = textIn(node).replaceAll(/\s+/g, ' ')
    return text.trim() === '' ? [] : [{ kind: 'code', text }]
  }
  const inside: Inline[] = []
  for (const child of node.children) for (const piece of wordsOf(child)) append(inside, piece)
  if (node.name === 'a') return linkOf(node.attributes.get('href') ?? '', inside)
  return stylesOf(node).reduce((children, kind) => styled(kind, children), inside)
}

/** An address that leads somewhere safe; where its own words say it, it stands as it is. */
const linkOf = (href: string, children: Inline[]): Inline[] => {
  if (!/^(https?|mailto):/i.test(href) || !URL.canParse(href)) return children
  const words = children
    .map(piece => (piece.kind === 'text' ? piece.text : ' '))
    .join('')
    .trim()
  if (words === '' && children.length === 0) return []
  const normal = new URL(href).href
  if (words === href || words === normal) return [{ kind: 'address', href: normal, text: words }]
  return spaced(children, inner => ({ kind: 'link', href: normal, children: inner }))
}

const styled = (kind: Style, children: Inline[]): Inline[] => spaced(children, inner => ({ kind, children: inner }))

/** Moves spaces at the edges out of a format: Markdown does not read "** bold **" as bold. */
const spaced = (children: Inline[], made: (inner: Inline[]) => Inline): Inline[] => {
  const inner = trimmed(children)
  if (inner.length === 0) return children
  const [first, last] = [children[0], children.at(-1)]
  const before: Inline[] = first?.kind === 'text' && /^\s/.test(first.text) ? [{ kind: 'text', text: ' ' }] : []
  const after: Inline[] = last?.kind === 'text' && /\s$/.test(last.text) ? [{ kind: 'text', text: ' ' }] : []
  return [...before, made(inner), ...after]
}

/** By its element, or by the style that documents write instead; Google's `<b>` around everything is not bold. */
const stylesOf = ({ name, attributes }: Node): Style[] => {
  const style = (attributes.get('style') ?? '').toLowerCase()
  const styles: Style[] = []
  const isPlain = /font-weight:\s*(normal|[1-5]00)/.test(style)
  if ((/^(b|strong)$/.test(name) && !isPlain) || /font-weight:\s*(bold|[6-9]00)/.test(style)) styles.push('bold')
  if ((/^(i|em)$/.test(name) && !/font-style:\s*normal/.test(style)) || /font-style:\s*italic/.test(style))
    styles.push('italic')
  if (/^(s|del|strike)$/.test(name) || /text-decoration[^;]*line-through/.test(style)) styles.push('strike')
  return styles
}

const trimmed = (pieces: readonly Inline[]): Inline[] => {
  const result = pieces.map(piece => ({ ...piece }))
  for (const piece of result)
    if (piece.kind === 'text') piece.text = piece.text.replace(/ *\n */g, '\n').replace(/ {2,}/g, ' ')
  const [first] = result
  if (first?.kind === 'text') first.text = first.text.trimStart()
  const last = result.at(-1)
  if (last?.kind === 'text') last.text = last.text.trimEnd()
  return result.filter(piece => piece.kind !== 'text' || piece.text !== '')
}
