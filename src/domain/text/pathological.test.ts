import { expect, test } from 'bun:test'
import { pathological } from '../../../test/support/pathological.ts'
import { parseMrkdwn } from './mrkdwn.ts'
import { parseMarkdown } from './parse.ts'
import { hasMarkup, scanText } from './scan.ts'
import { toMarkdown } from './to-markdown.ts'
import { toPlainText } from './to-plain.ts'
import type { Block } from './tree.ts'
import { NESTING } from './tree.ts'

const LONG = 40_000

const readers: Record<string, (text: string) => unknown> = {
  Markdown: parseMarkdown,
  mrkdwn: parseMrkdwn,
  'the small reader': scanText,
  'the look for signs': hasMarkup,
  'what is written again': text => toMarkdown(parseMarkdown(text)),
}

/**
 * Eight times the text takes about eight times as long; quadratic would be 64. The bound lies far from both, since a busy
 * machine may stretch the one and not the other. What takes next to no time is not judged.
 */
const SHORTER = 8
const MOST_GROWTH = 40
const NOTHING_MS = 20

for (const [reader, read] of Object.entries(readers)) {
  test.each(Object.entries(pathological))(`[TEXT-1] ${reader} grows with the length of: %s`, (_name, make) => {
    const short = make(LONG / SHORTER)
    const long = make(LONG)
    let least = { short: Number.POSITIVE_INFINITY, long: Number.POSITIVE_INFINITY }
    // The machine may be busy with something else: what is slow by nature is so every time.
    for (let tries = 0; tries < 8; tries += 1) {
      least = { short: Math.min(least.short, costOf(read, short)), long: Math.min(least.long, costOf(read, long)) }
      if (least.long < Math.max(NOTHING_MS, least.short * MOST_GROWTH)) return
    }
    expect(least.long / least.short).toBeLessThan(MOST_GROWTH)
  })
}

test.each(Object.entries(pathological))(
  '[TEXT-1] blocks never stand deeper than twelve, and all is there: %s',
  (_name, make) => {
    const text = make(LONG)
    const tree = parseMarkdown(text)
    expect(Math.max(0, ...tree.map(depthOf))).toBeLessThanOrEqual(NESTING)
    expect(toPlainText(tree).replace(/[^\p{L}]/gu, '').length).toBeGreaterThan(
      0.2 * text.replace(/[^\p{L}]/gu, '').length - 1,
    )
  },
)

/** What it costs the processor, ms: a machine that is busy with something else makes it no dearer. */
const costOf = (read: (text: string) => unknown, text: string): number => {
  const before = process.cpuUsage()
  read(text)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

const depthOf = (block: Block): number => {
  if (block.kind === 'quote') return 1 + Math.max(0, ...block.blocks.map(depthOf))
  if (block.kind === 'list') return 1 + Math.max(0, ...block.items.flatMap(item => item.blocks.map(depthOf)))
  return 0
}
