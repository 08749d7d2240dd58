import { kinds, type Ranges } from '../features/text/coloured.ts'

type Kind = (typeof kinds)[number]

/** As much of what `lowlight` answers as is read here. */
interface Node {
  type: string
  value?: string
  children?: readonly Node[]
  properties?: { className?: unknown }
}

/** The colours of a highlighted text as flat ranges: the innermost name that has a colour counts. */
export const rangesOf = (root: Node): Ranges => {
  const ranges: number[] = []
  let at = 0
  const read = (node: Node, kind: Kind | null): void => {
    if (node.value !== undefined) {
      const from = at
      at += node.value.length
      if (kind !== null) add(ranges, from, at, kinds.indexOf(kind))
    }
    const own = kindOf(node) ?? kind
    for (const child of node.children ?? []) read(child, own)
  }
  read(root, null)
  return ranges
}

/** Neighbours of one kind are one. */
const add = (ranges: number[], from: number, to: number, kind: number): void => {
  const last = ranges.length - 3
  if (ranges[last + 1] === from && ranges[last + 2] === kind) ranges[last + 1] = to
  else ranges.push(from, to, kind)
}

const kindOf = ({ properties }: Node): Kind | null => {
  const names = Array.isArray(properties?.className) ? properties.className.map(String) : []
  for (const name of names) {
    const kind = named[name.replace(/^hljs-/, '')]
    if (kind !== undefined) return kind
  }
  return null
}

const named: Readonly<Record<string, Kind>> = {
  keyword: 'keyword',
  'selector-tag': 'keyword',
  name: 'keyword',
  literal: 'number',
  number: 'number',
  string: 'string',
  regexp: 'string',
  char: 'string',
  symbol: 'string',
  link: 'string',
  comment: 'comment',
  quote: 'comment',
  doctag: 'comment',
  title: 'title',
  section: 'title',
  'selector-class': 'title',
  'selector-id': 'title',
  type: 'type',
  built_in: 'type',
  class: 'type',
  attr: 'attribute',
  attribute: 'attribute',
  property: 'attribute',
  variable: 'attribute',
  'template-variable': 'attribute',
  bullet: 'attribute',
  meta: 'meta',
  addition: 'addition',
  deletion: 'deletion',
}
