import { expect, test } from 'bun:test'
import { kinds } from '../features/text/coloured.ts'
import { rangesOf } from './ranges.ts'

const text = (value: string) => ({ type: 'text', value })
const span = (name: string, ...children: object[]) => ({
  type: 'element',
  properties: { className: [`hljs-${name}`] },
  children: children as never,
})

test('the innermost name with a colour counts, neighbours are one, the rest has none', () => {
  const tree = {
    type: 'root',
    children: [
      span('keyword', text('let')),
      text(' a = '),
      span('string', text("'b"), span('subst', text('${'), span('number', text('1')), text('}')), text("'")),
    ],
  }
  const [keyword, string, number] = ['keyword', 'string', 'number'].map(kind => kinds.indexOf(kind as never))
  expect(rangesOf(tree)).toEqual([0, 3, keyword, 8, 12, string, 12, 13, number, 13, 15, string] as number[])
})
