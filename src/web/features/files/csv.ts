/** So many columns of a table are looked at. */
const MOST_COLUMNS = 60

/**
 * The rows of a table of values, at most `most` of them, and whether there are more. Cells may be in quotation marks,
 * with separators, lines and doubled quotation marks in them; where a semicolon separates, as in many countries, it is found.
 */
export const rowsOf = (text: string, separator: string, most: number): { rows: string[][]; more: boolean } => {
  const source = text.replace(/^\uFEFF/, '')
  const by = separator === ',' ? likelier(source) : separator
  const rows: string[][] = []
  let at = 0
  while (at < source.length && rows.length < most) {
    const row: string[] = []
    for (let isLast = false; !isLast; ) {
      const cell = cellAt(source, at, by)
      if (row.length < MOST_COLUMNS) row.push(cell.text)
      isLast = source[cell.end] !== by
      at = cell.end + 1
      if (isLast && source[cell.end] === '\r' && source[at] === '\n') at++
    }
    rows.push(row)
  }
  return { rows, more: at < source.length }
}

const likelier = (text: string): string => {
  const [line = ''] = text.split('\n', 1)
  return line.split(';').length > line.split(',').length ? ';' : ','
}

const cellAt = (
  text: string,
  from: number,
  separator: string,
  isPlain = text[from] !== '"',
): { text: string; end: number } => {
  if (isPlain) {
    let end = from
    while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end++
    return { text: text.slice(from, end), end }
  }
  let cell = ''
  let at = from + 1
  for (;;) {
    const quote = text.indexOf('"', at)
    if (quote === -1) return { text: cell + text.slice(at), end: text.length }
    cell += text.slice(at, quote)
    if (text[quote + 1] !== '"') return { text: cell, end: cellAt(text, quote + 1, separator, true).end }
    cell += '"'
    at = quote + 2
  }
}
