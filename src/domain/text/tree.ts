/**
 * What a text says, whatever it was written in: the one tree that the page draws, a preview draws too, and from which
 * Markdown, Slack's mrkdwn and plain text are written. There is no HTML in it, nor a way to say any.
 */
export type Text = Block[]

/** `gap`: the blank lines that were typed before it, inside what contains it. The first one has none. */
export type Block = { gap: number } & (
  | { kind: 'paragraph'; children: Inline[] }
  | { kind: 'heading'; level: number; children: Inline[] }
  | { kind: 'quote'; blocks: Block[] }
  /** `first` is the number of the first item, null for one with bullets. */
  | { kind: 'list'; first: number | null; items: Item[] }
  | { kind: 'code'; language: string; text: string }
  /**
   * The first row is the head; every row has as many cells as there are in `align`. `part`: of a long table that is drawn
   * in portions, of which the first alone has a head.
   */
  | { kind: 'table'; align: Align[]; rows: Inline[][][]; part?: 'first' | 'next' }
  | { kind: 'rule' }
)

/** `checked` is null for what is no task. `goesOn`: the item before goes on, where a long text is drawn in portions. */
export interface Item {
  gap: number
  checked: boolean | null
  blocks: Block[]
  goesOn?: true
}

export type Align = 'start' | 'center' | 'end' | null

/** A line break is a newline in a `text`. */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: Style; children: Inline[] }
  | { kind: 'code'; text: string }
  /** `href` is safe to follow, and normalised. */
  | { kind: 'link'; href: string; children: Inline[] }
  /** An address in the midst of words. `text` is as it was written, unless that disguises where it leads. */
  | { kind: 'address'; href: string; text: string }
  | { kind: 'user' | 'channel' | 'group'; id: string }
  | { kind: 'call'; who: Call }

export type Style = 'bold' | 'italic' | 'strike'

/** Who is called: those of the channel who are here now, all of the channel, everybody. */
export type Call = 'here' | 'channel' | 'everyone'

/** So deep may quotes and lists stand in one another; what is deeper stands as it was typed. */
export const NESTING = 12

/** Appends, joining text to text. */
export const append = (into: Inline[], piece: Inline): void => {
  const last = into.at(-1)
  if (piece.kind !== 'text' || last?.kind !== 'text') {
    if (piece.kind !== 'text' || piece.text !== '') into.push(piece)
  } else last.text += piece.text
}

/** The same line ends everywhere, none after the last line: what was typed on Windows reads as what was typed elsewhere. */
export const withPlainLineEnds = (text: string): string => {
  const plain = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
  let end = plain.length
  while (plain.charAt(end - 1) === '\n') end -= 1
  return plain.slice(0, end)
}
