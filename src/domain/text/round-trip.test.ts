import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { plainerTexts, soups, writtenTexts } from '../../../test/support/texts.ts'
import { parseMrkdwn } from './mrkdwn.ts'
import { parseMarkdown } from './parse.ts'
import { hasMarkup, scanText } from './scan.ts'
import { toMarkdown } from './to-markdown.ts'
import { toMrkdwn } from './to-mrkdwn.ts'

const TEXTS = { seed: 20261127, numRuns: 10_000 }

test('[TEXT-1] a tree that is written as Markdown reads as the same tree', () => {
  fc.assert(
    fc.property(writtenTexts(), text => {
      const tree = parseMarkdown(text)
      expect(JSON.stringify(parseMarkdown(toMarkdown(tree)))).toBe(JSON.stringify(tree))
    }),
    TEXTS,
  )
}, 120_000)

test('[TEXT-1] what mrkdwn can say comes back from mrkdwn as the same tree', () => {
  fc.assert(
    fc.property(plainerTexts(), text => {
      const tree = parseMarkdown(text)
      expect(JSON.stringify(parseMrkdwn(toMrkdwn(tree)))).toBe(JSON.stringify(tree))
    }),
    TEXTS,
  )
}, 120_000)

test('[TEXT-1] a text without signs of markup reads the same by the small reader', () => {
  let plain = 0
  fc.assert(
    fc.property(fc.oneof(soups(), fc.string(), writtenTexts()), text => {
      if (hasMarkup(text)) return
      plain += 1
      expect(JSON.stringify(scanText(text))).toBe(JSON.stringify(parseMarkdown(text)))
    }),
    TEXTS,
  )
  expect(plain).toBeGreaterThan(2000)
}, 120_000)
