import { expect, test } from 'bun:test'
import { rowsOf } from './csv.ts'

const rows = (text: string, separator = ',') => rowsOf(text, separator, 100).rows

test.each([
  [
    'a,b\n1,2\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    '\uFEFFa,b\r\n1,2',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    '"a, b","c ""d"""\n"two\nlines",x',
    [
      ['a, b', 'c "d"'],
      ['two\nlines', 'x'],
    ],
  ],
  [
    'name;price\nTea;1,20',
    [
      ['name', 'price'],
      ['Tea', '1,20'],
    ],
  ],
  ['"never closed,b\n1', [['never closed,b\n1']]],
  ['"a"b,c', [['a', 'c']]],
  ['a,,\n', [['a', '', '']]],
  ['', []],
])('%j', (text, expected) => {
  expect(rows(text)).toEqual(expected)
})

test('a long table is cut, and says so', () => {
  const text = Array.from({ length: 1000 }, (_, at) => `${at},x`).join('\n')
  const { rows, more } = rowsOf(text, ',', 500)
  expect([rows.length, rows.at(-1), more]).toEqual([500, ['499', 'x'], true])
})

test('a hostile table takes no time that grows faster than it does', () => {
  const text = '"'.repeat(200_001) + ',"'.repeat(100_000)
  expect(rowsOf(text, ',', 500).rows.length).toBeGreaterThan(0)
})
