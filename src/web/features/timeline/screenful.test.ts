import { expect, test } from 'bun:test'
import type { Said } from './said.ts'
import { screenful } from './screenful.ts'

const MINUTE = 60_000

/** Lines of which each was said by somebody, a minute after the one before; the newest is the last. */
const lines =
  (...authors: string[]) =>
  (back: number): Said | null => {
    const index = authors.length - 1 - back
    const author = authors[index]
    if (author === undefined) return null
    const key = String(index)
    const at = index * MINUTE
    return {
      key,
      seq: index + 1,
      clientId: key,
      author,
      at,
      text: 'text',
      hasFiles: false,
      rev: index,
      edited: null,
      entry: null,
      happened: null,
    }
  }
const times = (count: number, ...authors: string[]) => Array.from({ length: count }, () => authors).flat()

test('lines of many people fill a screen sooner than those of one', () => {
  expect(screenful(lines(...times(50, 'Ada', 'Bob')), 700)).toBe(12)
  expect(screenful(lines(...times(100, 'Ada')), 700)).toBe(24)
})

test('where there is not enough, all of it is drawn', () => {
  expect(screenful(lines('Ada', 'Bob'), 700)).toBe(2)
  expect(screenful(lines(), 700)).toBe(0)
})
