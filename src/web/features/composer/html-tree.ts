import { tokensOf } from './html-tokens.ts'

/** A piece of a page that was copied; `text` has the name "". */
export interface Node {
  name: string
  attributes: ReadonlyMap<string, string>
  text: string
  children: Node[]
}

/** What is deeper than this is read as if it were not. No page that somebody wrote is. */
const DEEPEST = 60

const VOID = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'wbr'])

/** Elements that end an open one without a closing tag: `<li>` ends the `<li>` before it, but only within its list. */
const ENDS: Record<string, { ends: readonly string[]; within: readonly string[] }> = {
  li: { ends: ['li'], within: ['ul', 'ol'] },
  tr: { ends: ['tr'], within: ['table'] },
  td: { ends: ['td', 'th'], within: ['tr', 'table'] },
  th: { ends: ['td', 'th'], within: ['tr', 'table'] },
  p: { ends: ['p'], within: ['li', 'td', 'th', 'blockquote', 'div'] },
}

/** HTML as a tree, however badly it is closed. */
export const treeOf = (html: string): Node => {
  const root = made('')
  const open: Node[] = [root]
  const top = () => open.at(-1) ?? root
  for (const token of tokensOf(html)) {
    if (token.kind === 'text') top().children.push({ ...made(''), text: token.text })
    else if (token.kind === 'close') close(open, token.name)
    else {
      const rule = ENDS[token.name]
      if (rule !== undefined) endOpen(open, rule.ends, rule.within)
      const node = { ...made(token.name), attributes: token.attributes }
      top().children.push(node)
      if (!VOID.has(token.name) && open.length < DEEPEST) open.push(node)
    }
  }
  return root
}

const made = (name: string): Node => ({ name, attributes: new Map(), text: '', children: [] })

/** A close without its open is nothing; one that was forgotten ends with what is around it. */
const close = (open: Node[], name: string): void => {
  const at = open.findLastIndex(node => node.name === name)
  if (at > 0) open.length = at
}

const endOpen = (open: Node[], ends: readonly string[], within: readonly string[]): void => {
  const at = open.findLastIndex(({ name }) => ends.includes(name))
  const around = open.findLastIndex(({ name }) => within.includes(name))
  if (at > around && at > 0) open.length = at
}

/** All text in it, as it stands. */
export const textIn = (node: Node): string =>
  node.name === 'br' ? '\n' : node.text + node.children.map(textIn).join('')
