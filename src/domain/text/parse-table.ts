import type { TreeCursor } from '@lezer/common'
import { readInline } from './parse-inline.ts'
import type { Align, Inline } from './tree.ts'

interface Source {
  text: string
  nested: boolean
}

/** Reads the table at which `cursor` stands. Rows that are too short are filled, of those that are too long the rest is left out. */
export const readTable = (cursor: TreeCursor, source: Source): { align: Align[]; rows: Inline[][][] } => {
  const rows: Inline[][][] = []
  let align: Align[] = []
  if (cursor.firstChild()) {
    do {
      if (cursor.name === 'TableDelimiter') align = readAlign(source.text.slice(cursor.from, cursor.to))
      if (cursor.name === 'TableHeader' || cursor.name === 'TableRow') rows.push(readRow(cursor, source))
    } while (cursor.nextSibling())
    cursor.parent()
  }
  return { align, rows: rows.map(row => align.map((_, column) => row[column] ?? [])) }
}

const readAlign = (line: string): Align[] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map(column => {
      const dashes = column.trim()
      if (dashes.endsWith(':')) return dashes.startsWith(':') ? 'center' : 'end'
      return dashes.startsWith(':') ? 'start' : null
    })

/** An empty cell has no node of its own: it is where two bars follow each other. */
const readRow = (cursor: TreeCursor, source: Source): Inline[][] => {
  const cells: Inline[][] = []
  let cell: Inline[] | null = null
  let isFirst = true
  if (!cursor.firstChild()) return cells
  do {
    if (cursor.name === 'TableCell') cell = withBars(readInline(cursor, source))
    else if (cursor.name === 'TableDelimiter') {
      if (!isFirst || cell !== null) cells.push(cell ?? [])
      cell = null
    }
    isFirst = false
  } while (cursor.nextSibling())
  cursor.parent()
  return cell === null ? cells : [...cells, cell]
}

/** In a table a bar inside code is written with a backslash before it. */
const withBars = (cell: Inline[]): Inline[] =>
  cell.map(piece => (piece.kind === 'code' ? { ...piece, text: piece.text.replaceAll('\\|', '|') } : piece))
