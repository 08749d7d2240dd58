import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { parseMarkdown } from '#domain/text/parse.ts'
import { toPlainText } from '#domain/text/to-plain.ts'
import type { Block, Inline, Text } from '#domain/text/tree.ts'
import { pathological } from '../../../../test/support/pathological.ts'
import { soups, writtenTexts } from '../../../../test/support/texts.ts'
import { PORTION, portionsOf } from './portions.ts'

/** Elements and texts in a portion, as many as drawing it makes. */
const nodesIn = (text: Text): number => sum(text, nodesOf)
const sum = <T>(all: readonly T[], of: (one: T) => number): number => all.reduce((count, one) => count + of(one), 0)
const inlineNodes = (pieces: readonly Inline[]): number =>
  sum(pieces, piece => 1 + ('children' in piece ? inlineNodes(piece.children) : 0))
const nodesOf = (block: Block): number => {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return 1 + inlineNodes(block.children)
    case 'quote':
      return 1 + nodesIn(block.blocks)
    case 'list':
      return 1 + sum(block.items, ({ blocks }) => 1 + nodesIn(blocks))
    case 'table':
      return 1 + sum(block.rows, row => sum(row, cell => 1 + inlineNodes(cell)))
    default:
      return 1
  }
}

/** What it says, without the white space between: where a paragraph is parted a line ends. */
const said = (text: Text): string => toPlainText(text).replace(/\s+/g, '')

test('what is short is one portion, the text itself', () => {
  const text = parseMarkdown('# One\n\n- two\n- **three**\n\n> four')
  expect(portionsOf(text)).toEqual([text])
})

test.each(Object.entries(pathological))('no portion of %s is too much at once, and nothing is lost', (_, textOf) => {
  const text = parseMarkdown(textOf(40_000))
  const portions = portionsOf(text)
  // A row of a table is not parted.
  const most = Math.max(3 * PORTION, ...text.map(block => (block.kind === 'table' ? 2 * block.align.length : 0)))
  for (const portion of portions) expect(nodesIn(portion)).toBeLessThanOrEqual(most)
  expect(said(portions.flat())).toBe(said(text))
})

test('whatever people write many times over: portions say the same in the same order', () => {
  fc.assert(
    fc.property(fc.oneof(writtenTexts(), soups()), written => {
      const text = parseMarkdown(`${written}\n\n`.repeat(Math.ceil(12_000 / (written.length + 2))))
      const portions = portionsOf(text)
      expect(said(portions.flat())).toBe(said(text))
      for (const portion of portions) expect(nodesIn(portion)).toBeLessThanOrEqual(2 * PORTION)
    }),
    { seed: 8, numRuns: 60 },
  )
})

test('an item that is too much goes on below itself, and is counted once', () => {
  const [item, ...others] = portionsOf(parseMarkdown(`3. one\n4. ${'`a` '.repeat(3 * PORTION)}\n5. last`))
    .flat()
    .flatMap(block => (block.kind === 'list' ? block.items.map(({ goesOn }, at) => [block.first, at, goesOn]) : []))
  expect(item).toEqual([3, 0, undefined])
  expect(others.filter(([, , goesOn]) => goesOn).length).toBeGreaterThan(2)
  // Before the last item, which is the third, a number is counted for each item that does not go on.
  expect(others.at(-1)).toEqual([5, 0, undefined])
})

test('a list goes on counting, and a paragraph is parted at the end of a line', () => {
  const list = portionsOf(parseMarkdown('7. `a`\n'.repeat(900))).flat()
  const firsts = list.map(block => (block.kind === 'list' ? [block.first, block.items.length] : []))
  expect(firsts.length).toBeGreaterThan(1)
  for (const [at, [first = null]] of firsts.entries())
    expect(first).toBe(7 + sum(firsts.slice(0, at), ([, items]) => items ?? 0))
  const lines = portionsOf(parseMarkdown('`a` b `c` d\n'.repeat(800)))
  expect(lines.length).toBeGreaterThan(1)
  for (const portion of lines) expect(toPlainText(portion)).toMatch(/^(?:a b c d\n)+a b c d$/)
})
