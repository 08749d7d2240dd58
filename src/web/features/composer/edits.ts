/** What stands in a field, and what is selected of it: the caret where both are the same. */
export interface Written {
  text: string
  from: number
  to: number
}

/** Puts `put` in place of what stands between `from` and `to`, and then selects. One edit is one step of undo. */
export interface Edit {
  from: number
  to: number
  put: string
  select: readonly [number, number]
}

/** Marks of Markdown around a few words. */
export type Mark = '**' | '_' | '~~' | '`'

/**
 * Puts marks around what is selected, line by line and without the spaces at its edges, or takes them away. Without a
 * selection the marks are put where the caret is, which comes between them, or leaves those that it stands before.
 */
export const toggleMark = (written: Written, mark: Mark): Edit => {
  const { text, from, to } = written
  if (from === to) return markAtCaret(written, mark)
  const selected = text.slice(from, to)
  if (mark === '`' && selected.includes('\n')) return fence(written)
  if (isMarked(selected, mark)) {
    const bare = selected.slice(mark.length, -mark.length)
    return { from, to, put: bare, select: [from, from + bare.length] }
  }
  if (isBetween(written, mark)) {
    return {
      from: from - mark.length,
      to: to + mark.length,
      put: selected,
      select: [from - mark.length, to - mark.length],
    }
  }
  const put = selected.replace(/^(\s*)(.*?)(\s*)$/gm, (_, before: string, words: string, after: string) =>
    words === '' ? before + after : before + mark + words + mark + after,
  )
  if (selected.includes('\n')) return { from, to, put, select: [from, from + put.length] }
  // One line: what was selected stays selected, so that the next mark comes inside this one.
  const start = from + (selected.length - selected.trimStart().length) + mark.length
  return { from, to, put, select: [start, start + selected.trim().length] }
}

const isMarked = (selected: string, mark: Mark): boolean =>
  selected.length > 2 * mark.length && selected.startsWith(mark) && selected.endsWith(mark)

const isBetween = ({ text, from, to }: Written, mark: Mark): boolean =>
  text.slice(0, from).endsWith(mark) && text.startsWith(mark, to)

const markAtCaret = (written: Written, mark: Mark): Edit => {
  const { text, from } = written
  const { length } = mark
  if (isBetween(written, mark))
    return { from: from - length, to: from + length, put: '', select: [from - length, from - length] }
  // With the caret before the last two signs of "**bold**", the keys that began the mark step out of it.
  const line = text.slice(text.lastIndexOf('\n', from - 1) + 1, from)
  const isOpen = line.split(mark).length % 2 === 0
  if (text.startsWith(mark, from) && isOpen) return { from, to: from, put: '', select: [from + length, from + length] }
  return { from, to: from, put: mark + mark, select: [from + length, from + length] }
}

/** Several lines as code stand between fences, on lines of their own. */
const fence = ({ text, from, to }: Written): Edit => {
  const before = from === 0 || text[from - 1] === '\n' ? '' : '\n'
  const after = to === text.length || text[to] === '\n' ? '' : '\n'
  const selected = text.slice(from, to)
  const ticks = '`'.repeat(Math.max(3, ...[...selected.matchAll(/^`{3,}/gm)].map(([run]) => run.length + 1)))
  const start = from + before.length + ticks.length + 1
  return {
    from,
    to,
    put: `${before}${ticks}\n${selected.replace(/\n$/, '')}\n${ticks}${after}`,
    select: [start, start + selected.replace(/\n$/, '').length],
  }
}

/** `[words]()` with the caret where the address goes, or `[](address)` with it where the words go. */
export const link = ({ text, from, to }: Written): Edit => {
  const selected = text.slice(from, to)
  const isAddress = isWebAddress(selected)
  const put = isAddress ? `[](${selected})` : `[${selected}]()`
  const caret = selected === '' || isAddress ? from + 1 : from + put.length - 1
  return { from, to, put, select: [caret, caret] }
}

/** An address on a selection makes a link of it; null where that makes no sense. */
export const linkTo = ({ text, from, to }: Written, address: string): Edit | null => {
  const selected = text.slice(from, to)
  if (selected.trim() === '' || /[\n[\]]/.test(selected) || isWebAddress(selected) || !isWebAddress(address))
    return null
  const put = `[${selected}](${address.trim()})`
  return { from, to, put, select: [from + put.length, from + put.length] }
}

const isWebAddress = (text: string): boolean =>
  /^(https?:\/\/|mailto:)[^\s<>()]+(\([^\s<>()]*\)[^\s<>()]*)*$/i.test(text.trim())

export type Lines = 'list' | 'numbered' | 'quote'

const MARKED: Record<Lines, RegExp> = { list: /^(\s*)[-*+] /, numbered: /^(\s*)\d{1,9}[.)] /, quote: /^(\s*)> ?/ }

/** Makes a list or a quote of all lines that the selection touches; where all of them are that already, plain lines. */
export const toggleLines = ({ text, from, to }: Written, kind: Lines): Edit => {
  const start = text.lastIndexOf('\n', from - 1) + 1
  const end = text.indexOf('\n', to) === -1 ? text.length : text.indexOf('\n', to)
  const lines = text.slice(start, end).split('\n')
  const marked = MARKED[kind]
  const isAll = lines.every(line => marked.test(line) || (lines.length > 1 && line.trim() === ''))
  let number = 0
  const put = lines
    .map(line => {
      if (isAll) return line.replace(marked, '$1')
      if (kind === 'quote') return `> ${line}`
      if (lines.length > 1 && line.trim() === '') return line
      number += 1
      const bare = line.replace(MARKED.list, '$1').replace(MARKED.numbered, '$1')
      return bare.replace(/^\s*/, indent => `${indent}${kind === 'list' ? '-' : `${number}.`} `)
    })
    .join('\n')
  const grown = put.length - (end - start)
  if (from === to) {
    const caret = Math.max(start, from + grown)
    return { from: start, to: end, put, select: [caret, caret] }
  }
  return { from: start, to: end, put, select: [start, start + put.length] }
}
