import { expect, test } from 'bun:test'
import { around, downwards, MOST, newest, PAGE, type Span, seqsIn, trimmed, upwards } from './span.ts'

const seqs = Array.from({ length: 5000 }, (_, index) => index + 1)

test('a channel opens with its newest page, and follows what arrives', () => {
  const span = newest(seqs)
  expect(seqsIn(seqs, span)).toHaveLength(PAGE)
  expect(seqsIn([...seqs, 5001], span).at(-1)).toBe(5001)
  expect(seqsIn([], newest([]))).toEqual([])
  expect(seqsIn([1, 2], newest([1, 2]))).toEqual([1, 2])
})

test('walking up and down again passes every message, and never draws more than the most', () => {
  const passed = new Set<number>()
  let span: Span = newest(seqs)
  const walk = (step: (seqs: readonly number[], span: Span) => Span, until: (span: Span) => boolean) => {
    while (!until(span)) {
      const before = seqsIn(seqs, span)
      span = step(seqs, span)
      const after = seqsIn(seqs, span)
      expect(after.length).toBeLessThanOrEqual(MOST)
      expect(after.some(seq => before.includes(seq))).toBe(true)
      for (const seq of after) passed.add(seq)
    }
  }
  walk(upwards, ({ from }) => from === 1)
  walk(downwards, ({ to }) => to === null)
  expect(passed.size).toBe(seqs.length)
  expect(seqsIn(seqs, span).at(-1)).toBe(5000)
})

test('a message in the midst is drawn with what is around it', () => {
  const shown = seqsIn(seqs, around(seqs, 2500))
  expect([shown.at(0), shown.at(-1)]).toEqual([2450, 2549])
  expect(seqsIn(seqs, around(seqs, 1)).at(0)).toBe(1)
  expect(around(seqs, 5000).to).toBeNull()
})

test('whoever stays at the end of a busy channel keeps a bounded page', () => {
  expect(trimmed(seqs, { from: 4600, to: null })).toEqual({ from: 4600, to: null })
  expect(seqsIn(seqs, trimmed(seqs, { from: 4400, to: null }))).toHaveLength(PAGE)
})
