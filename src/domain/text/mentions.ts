import type { Block, Call, Inline, Text } from './tree.ts'

export interface Mentions {
  users: Set<string>
  groups: Set<string>
  calls: Set<Call>
}

/** Who is meant in a text. What stands in code is no mention: the tree has none there. */
export const mentionsIn = (text: Text): Mentions => {
  const found: Mentions = { users: new Set(), groups: new Set(), calls: new Set() }
  for (const block of text) readBlock(block, found)
  return found
}

const readBlock = (block: Block, found: Mentions): void => {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      readPieces(block.children, found)
      break
    case 'quote':
      for (const inner of block.blocks) readBlock(inner, found)
      break
    case 'list':
      for (const inner of block.items.flatMap(item => item.blocks)) readBlock(inner, found)
      break
    case 'table':
      for (const cell of block.rows.flat()) readPieces(cell, found)
  }
}

const readPieces = (pieces: readonly Inline[], found: Mentions): void => {
  for (const piece of pieces) {
    if (piece.kind === 'user') found.users.add(piece.id)
    else if (piece.kind === 'group') found.groups.add(piece.id)
    else if (piece.kind === 'call') found.calls.add(piece.who)
    else if ('children' in piece) readPieces(piece.children, found)
  }
}
