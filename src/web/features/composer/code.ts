/** A block of code between fences, in offsets of the text. */
interface Fence {
  /** Its first line's fence, for instance "```". */
  mark: string
  /** Where its first line begins. */
  open: number
  /** Where the code begins. */
  content: number
  /** Where the line that closes it begins; null: nothing does, and it goes on to the end of the text. */
  close: number | null
}

const FENCE = /^[ \t]*(?:> ?)*[ \t]*(`{3,}|~{3,})(.*)$/

/** The fenced block in whose code the caret stands; null where it stands in none, or on a line with a fence. */
export const fenceAt = (text: string, at: number): Fence | null =>
  fencesIn(text).find(({ content, close }) => at >= content && (close === null || at < close)) ?? null

const fencesIn = (text: string): Fence[] => {
  const fences: Fence[] = []
  if (!text.includes('```') && !text.includes('~~~')) return fences
  let open: Fence | null = null
  let start = 0
  for (const line of text.split('\n')) {
    const [, mark = '', info = ''] = FENCE.exec(line) ?? []
    if (open === null) {
      const opens = mark !== '' && !(mark.startsWith('`') && info.includes('`'))
      if (opens) open = { mark, open: start, content: start + line.length + 1, close: null }
    } else if (mark.startsWith(open.mark) && info.trim() === '') {
      fences.push({ ...open, close: start })
      open = null
    }
    start += line.length + 1
  }
  if (open !== null) fences.push(open)
  return fences
}

/** The ranges of a text that are code, in order: fenced blocks with their fences, and what stands between ticks. */
export const codeIn = (text: string): [from: number, to: number][] => {
  if (!/`|~~~/.test(text)) return []
  const ranges: [number, number][] = []
  let from = 0
  for (const { open, close } of fencesIn(text)) {
    ranges.push(...spansIn(text, from, open))
    const lineEnd = close === null ? -1 : text.indexOf('\n', close)
    from = lineEnd === -1 ? text.length : lineEnd
    ranges.push([open, from])
  }
  ranges.push(...spansIn(text, from, text.length))
  return ranges
}

/** Between two runs of ticks of one length, within a paragraph. Each run is looked at once. */
const spansIn = (text: string, from: number, to: number): [number, number][] => {
  const spans: [number, number][] = []
  let paragraph = from
  for (const part of text.slice(from, to).split(/(\n[ \t]*\n)/)) {
    spans.push(...spansOf(part).map(([a, b]): [number, number] => [a + paragraph, b + paragraph]))
    paragraph += part.length
  }
  return spans
}

const spansOf = (paragraph: string): [number, number][] => {
  const runs = [...paragraph.matchAll(/(?<!\\)`+/g)]
  const next = new Map<number, number[]>()
  for (const [at, [run]] of runs.entries()) {
    const same = next.get(run.length)
    if (same === undefined) next.set(run.length, [at])
    else same.push(at)
  }
  const spans: [number, number][] = []
  let at = 0
  while (at < runs.length) {
    const opening = runs[at]
    const same = next.get(opening?.[0].length ?? 0) ?? []
    while (same.length > 0 && (same[0] ?? 0) <= at) same.shift()
    const closing = same[0]
    const close = closing === undefined ? undefined : runs[closing]
    if (opening === undefined || close === undefined || closing === undefined) at += 1
    else {
      spans.push([opening.index, close.index + close[0].length])
      at = closing + 1
    }
  }
  return spans
}

/** Whether what is typed at `at` becomes code: in a block, in a span, or after a tick that is not closed yet. */
export const isInCode = (text: string, at: number): boolean => {
  if (!/`|~~~/.test(text)) return false
  if (codeIn(text).some(([from, to]) => at > from && at < to)) return true
  const start = text.lastIndexOf('\n', at - 1) + 1
  const before = text.slice(start, at)
  if (/^[ \t]*(?:> ?)*[ \t]*(`{3,}|~{3,})/.test(before)) return true
  const closed = codeIn(before)
  return /(?<!\\)`/.test(before.slice(closed.at(-1)?.[1] ?? 0))
}
