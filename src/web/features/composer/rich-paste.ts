import { toMarkdown } from '#domain/text/to-markdown.ts'
import { type Block, type Inline, type Item, NESTING, type Text } from '#domain/text/tree.ts'
import { type Node, textIn, treeOf } from './html-tree.ts'
import { piecesOf } from './rich-words.ts'

/** What is larger is pasted plain. */
const MOST = 1_000_000

/**
 * What was copied from a page, a document or a spreadsheet, as Markdown; null where it has no format that would be lost
 * as plain text.
 */
export const markdownOf = (html: string): string | null => {
  if (html.length > MOST) return null
  const text = blocksOf(treeOf(html).children, 0)
  return text.some(isFormatted) ? toMarkdown(text) : null
}

const isFormatted = (block: Block): boolean =>
  block.kind !== 'paragraph' || block.children.some(piece => piece.kind !== 'text' && piece.kind !== 'address')

/** Elements that stand on lines of their own. Of all others the words go on in the line. */
const BLOCKS =
  /^(?:address|article|aside|blockquote|body|center|dd|div|dl|dt|figcaption|figure|footer|form|h[1-6]|header|hr|html|li|main|nav|ol|p|pre|section|table|tbody|tfoot|thead|tr|ul)$/

const blocksOf = (nodes: readonly Node[], depth: number): Text => {
  const blocks: Block[] = []
  let line: Node[] = []
  const end = () => {
    const children = piecesOf(line)
    line = []
    if (children.length > 0) blocks.push({ kind: 'paragraph', gap: 0, children })
  }
  for (const node of nodes) {
    if (!holdsBlock(node)) line.push(node)
    else {
      end()
      blocks.push(...blockOf(node, depth))
    }
  }
  end()
  return blocks.map((block, at) => (at === 0 ? { ...block, gap: 0 } : block))
}

/** Google's documents are one `<b>` around everything. */
const holdsBlock = (node: Node): boolean =>
  BLOCKS.test(node.name) || (node.name !== '' && node.children.some(holdsBlock))

const blockOf = (node: Node, depth: number): Block[] => {
  const { name, children } = node
  if (name === 'hr') return [{ kind: 'rule', gap: 1 }]
  if (name === 'pre') return codeOf(node)
  if (name === 'table') return tableOf(node, depth)
  if ((name === 'ul' || name === 'ol') && depth < NESTING) return listOf(node, depth)
  if (name === 'blockquote' && depth < NESTING) {
    const blocks = blocksOf(children, depth + 1)
    return blocks.length === 0 ? [] : [{ kind: 'quote', gap: 1, blocks }]
  }
  const inside = blocksOf(children, depth)
  const level = Number(/^h([1-6])$/.exec(name)?.[1])
  const [first] = inside
  if (level >= 1 && first?.kind === 'paragraph') return [{ kind: 'heading', gap: 1, level, children: first.children }]
  // Paragraphs have air between them, lines (of an editor, a mail) have none.
  return inside.map((block, at) => (at === 0 && name === 'p' ? { ...block, gap: 1 } : block))
}

const codeOf = (node: Node): Block[] => {
  const text = textIn(node)
    .replaceAll('\u00a0', ' ')
    .replace(/^\n|\n+$/g, '')
  const named = [node, ...node.children].map(({ attributes }) => attributes.get('class') ?? '').join(' ')
  const language = /(?:^|\s)(?:language|lang|highlight-source)-([\w+#-]{1,20})/.exec(named)?.[1] ?? ''
  return text.trim() === '' ? [] : [{ kind: 'code', gap: 1, language, text }]
}

const listOf = ({ name, attributes, children }: Node, depth: number): Block[] => {
  const start = Number.parseInt(attributes.get('start') ?? '1', 10)
  const items: Item[] = []
  for (const child of children) {
    if (child.name === 'li') items.push(itemOf(child, depth))
    // Some write a list inside of one beside its items.
    else if (child.name === 'ul' || child.name === 'ol') items.at(-1)?.blocks.push(...listOf(child, depth + 1))
  }
  const first = name === 'ol' ? (start >= 0 && start < 1e9 ? start : 1) : null
  return items.length === 0 ? [] : [{ kind: 'list', gap: 1, first, items }]
}

const itemOf = (node: Node, depth: number): Item => {
  const box = find(node, inner => inner.name === 'input' && inner.attributes.get('type') === 'checkbox', 3)
  const blocks = blocksOf(node.children, depth + 1).map(block => ({ ...block, gap: 0 }))
  return { gap: 0, checked: box === null ? null : box.attributes.has('checked'), blocks }
}

const find = (node: Node, is: (node: Node) => boolean, deep: number): Node | null => {
  if (is(node)) return node
  if (deep === 0) return null
  for (const child of node.children) {
    const found = find(child, is, deep - 1)
    if (found !== null) return found
  }
  return null
}

/** A table of one column or one row only serves the layout: what is in its cells is read as blocks. */
const tableOf = (node: Node, depth: number): Block[] => {
  const rows = rowsOf(node).map(row => row.children.filter(({ name }) => name === 'td' || name === 'th'))
  const columns = Math.max(0, ...rows.map(cells => cells.length))
  if (rows.length < 2 || columns < 2) return rows.flat().flatMap(({ children }) => blocksOf(children, depth))
  const align = Array<null>(columns).fill(null)
  const cells = rows.map(row => align.map((_, at) => oneLine(row[at])))
  return [{ kind: 'table', gap: 1, align, rows: cells }]
}

const rowsOf = (node: Node): Node[] =>
  node.children.flatMap(child =>
    child.name === 'tr' ? [child] : /^(thead|tbody|tfoot)$/.test(child.name) ? rowsOf(child) : [],
  )

const oneLine = (cell: Node | undefined): Inline[] =>
  cell === undefined
    ? []
    : piecesOf(cell.children).map(piece =>
        piece.kind === 'text' ? { ...piece, text: piece.text.replaceAll('\n', ' ') } : piece,
      )
