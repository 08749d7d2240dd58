import { expect, test } from 'bun:test'
import { differences } from './differences.ts'

/** `-gone-`, `+come+`, and what stayed as it is. */
const shown = (from: string, to: string): string =>
  differences(from, to)
    .map(({ kind, text }) => (kind === 'same' ? text : kind === 'added' ? `+${text}+` : `-${text}-`))
    .join('')

test.each([
  ['the same', 'the same', 'the same'],
  ['at noon', 'at ten', 'at -noon-+ten+'],
  ['one two three', 'one three', 'one -two -three'],
  ['one three', 'one two three', 'one +two +three'],
  ['', 'all new', '+all new+'],
  ['one, two.', 'one; two!', 'one-,-+;+ two-.-+!+'],
  ['aaa', 'aa a', '-aaa-+aa a+'],
])('%j to %j', (from, to, expected) => expect(shown(from, to)).toBe(expected))

test('either text can be read from it, however long they are', () => {
  const words = (count: number, every: number) =>
    Array.from({ length: count }, (_, at) => (at % every === 0 ? 'x' : `w${at}`)).join(' ')
  for (const count of [10, 400, 8000]) {
    const [from, to] = [words(count, 7), words(count, 11)]
    const parts = differences(from, to)
    const textOf = (left: 'added' | 'removed') =>
      parts.flatMap(({ kind, text }) => (kind === left ? [] : text)).join('')
    expect([textOf('added'), textOf('removed')]).toEqual([from, to])
  }
})
