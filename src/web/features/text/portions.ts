import type { Block, Inline, Item, Text } from '#domain/text/tree.ts'

/** What is drawn at once, in nodes of the page: more of them take a slow machine too long between two frames. */
export const PORTION = 800
/** So many letters cost as much as a node. */
const LETTERS = 50

/**
 * A text in portions that can be drawn one after another: each is a text of its own, and below each other they read as
 * the whole. What is too much by itself is parted: a paragraph between its pieces, at the end of a line where one is
 * near, a list between items, a table between rows, a quote between what it quotes.
 */
export const portionsOf = (text: Text): Text[] => {
  const portions: Text[] = []
  let portion: Text = []
  let weight = 0
  const close = (): void => {
    if (portion.length > 0) portions.push(portion)
    portion = []
    weight = 0
  }
  for (const block of text) {
    for (const part of partsOf(block)) {
      const more = weightOf(part)
      if (weight > 0 && weight + more > PORTION) close()
      portion.push(part)
      weight += more
    }
  }
  close()
  return portions
}

const partsOf = (block: Block): Block[] => {
  if (weightOf(block) <= PORTION) return [block]
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return rejoined(block, piecesOf(block.children), children => ({ ...block, children }))
    case 'quote':
      return rejoined(block, portionsOf(block.blocks), blocks => ({ ...block, blocks }))
    case 'list':
      return listsOf(block)
    case 'table':
      return tablesOf(block)
    default:
      return [block]
  }
}

/** The blank lines before a block stand before its first part only. */
const rejoined = <T>({ gap }: Block, parts: readonly T[], made: (part: T) => Block): Block[] =>
  parts.map((part, at) => ({ ...made(part), gap: at === 0 ? gap : 0 }))

/** The columns of a table are as wide as its cells want, which only a whole one knows: one is parted only if it is vast. */
const VAST = 3 * PORTION

const tablesOf = (table: Block & { kind: 'table' }): Block[] => {
  if (weightOf(table) <= VAST) return [table]
  const parts = grouped(table.rows, weightOfRow)
  return parts.map((rows, at) => ({ ...table, rows, ...(at === 0 ? { part: 'first' } : { part: 'next', gap: 0 }) }))
}

const listsOf = (list: Block & { kind: 'list' }): Block[] => {
  let before = 0
  const items = list.items.flatMap(itemsOf)
  return rejoined(list, grouped(items, weightOfItem), part => {
    const first = list.first === null ? null : list.first + before
    before += part.filter(({ goesOn }) => !goesOn).length
    return { ...list, first, items: part }
  })
}

/** What an item has too much of stands in further ones, below it. */
const itemsOf = (item: Item): Item[] =>
  weightOfItem(item) <= PORTION
    ? [item]
    : portionsOf(item.blocks).map((blocks, at) =>
        at === 0 ? { ...item, blocks } : { gap: 0, checked: null, blocks, goesOn: true },
      )

const piecesOf = (pieces: readonly Inline[]): Inline[][] => {
  const parts: Inline[][] = []
  let part: Inline[] = []
  let weight = 0
  const close = (): void => {
    parts.push(part)
    part = []
    weight = 0
  }
  for (const piece of pieces.flatMap(smaller)) {
    const end = piece.kind === 'text' ? piece.text.indexOf('\n') : -1
    if (weight > PORTION && piece.kind === 'text' && end >= 0) {
      part.push({ kind: 'text', text: piece.text.slice(0, end) })
      close()
      part.push({ kind: 'text', text: piece.text.slice(end + 1) })
      continue
    }
    if (weight > PORTION * MUCH) close()
    part.push(piece)
    weight += weightOfPiece(piece)
  }
  if (part.length > 0) close()
  return parts
}

/** For the end of a line it is waited so long before a paragraph is parted within one. */
const MUCH = 1.25

/** Words in a style may be as many as a text is long. */
const smaller = (piece: Inline): Inline[] =>
  'children' in piece && weightOfPiece(piece) > PORTION
    ? piecesOf(piece.children).map(children => ({ ...piece, children }))
    : [piece]

/** In order, in as few groups as may be that are not too heavy; one that is too heavy alone is a group. */
const grouped = <T>(all: readonly T[], weightOf: (one: T) => number): T[][] => {
  const groups: T[][] = []
  let weight = Number.POSITIVE_INFINITY
  for (const one of all) {
    const more = weightOf(one)
    if (weight + more > PORTION) {
      groups.push([])
      weight = 0
    }
    groups.at(-1)?.push(one)
    weight += more
  }
  return groups
}

const sum = <T>(all: readonly T[], weightOf: (one: T) => number): number =>
  all.reduce((weight, one) => weight + weightOf(one), 0)

const weightOfPiece = (piece: Inline): number => {
  if ('children' in piece) return 1 + sum(piece.children, weightOfPiece)
  return 1 + ('text' in piece ? piece.text.length / LETTERS : 0)
}

const weightOfRow = (row: readonly Inline[][]): number => sum(row, cell => 1 + sum(cell, weightOfPiece))
const weightOfItem = ({ blocks }: Item): number => 2 + sum(blocks, weightOf)

const weightOf = (block: Block): number => {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return 2 + sum(block.children, weightOfPiece)
    case 'quote':
      return 2 + sum(block.blocks, weightOf)
    case 'list':
      return 1 + sum(block.items, weightOfItem)
    case 'table':
      return 1 + sum(block.rows, weightOfRow)
    case 'code':
      return 4 + block.text.length / LETTERS
    case 'rule':
      return 2
  }
}
