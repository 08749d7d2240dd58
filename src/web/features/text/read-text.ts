import { signal } from '@preact/signals'
import { mentionsIn } from '#domain/text/mentions.ts'
import { hasMarkup, scanText } from '#domain/text/scan.ts'
import type { Text } from '#domain/text/tree.ts'
import { lateStyles } from '../../ui/late-styles.ts'

/** In which language a text was written; Markdown, unless it says otherwise. */
export type TextFormat = 'mrkdwn' | undefined

type Formatted = typeof import('./formatted.tsx')

/** The parser, and what draws the blocks that it finds. It comes with the first text that needs it, and stays. */
const formatted = signal<Formatted | null>(null)
let coming: Promise<void> | null = null

/** What draws blocks, null until it has come. Whoever reads it while drawing is drawn again then. */
export const formattedParts = (): Formatted | null => formatted.value

/** Fetches the parser. Where it cannot be had, texts stand as they were typed, and the next one tries again. */
export const prepareFormatted = (): Promise<void> => {
  coming ??= Promise.all([import('./formatted.tsx'), lateStyles()])
    .then(([parts]) => {
      formatted.value = parts
    })
    .catch(() => {
      coming = null
    })
  return coming
}

/**
 * What a text says. A text without signs of markup is read at once; any other as it was typed until the parser is here,
 * which is then asked for, and whoever reads this while drawing is drawn again.
 */
export const readText = (text: string, format?: TextFormat): Text => {
  if (format === undefined && !hasMarkup(text)) return scanText(text)
  const parts = formatted.value
  if (parts === null) {
    void prepareFormatted()
    return scanText(text)
  }
  const key = `${format ?? ''} ${text}`
  const known = read.get(key)
  if (known !== undefined) return known
  const tree = format === 'mrkdwn' ? parts.parseMrkdwn(text) : parts.parseMarkdown(text)
  if (read.size >= REMEMBERED) read.clear()
  read.set(key, tree)
  return tree
}

/** What was read lately: a text is drawn, looked at for mentions, and drawn again. */
const read = new Map<string, Text>()
const REMEMBERED = 200

/** Whether a text is meant for `me`: by name, or as one of those who are called. One's own calls are for others. */
export const isMeant = (
  text: string,
  me: string,
  author: string,
  myGroups: ReadonlySet<string>,
  format?: TextFormat,
): boolean => {
  if (!/<[@!]/.test(text)) return false
  const { users, calls, groups } = mentionsIn(readText(text, format))
  const isCalled = calls.size > 0 || [...groups].some(group => myGroups.has(group))
  return users.has(me) || (isCalled && author !== me)
}
