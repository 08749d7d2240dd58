import { expect, test } from 'bun:test'
import { findEmoji } from './find.ts'

const first = (query: string) => findEmoji(query)[0]?.names[0]

test.each([
  ['tada', 'tada'],
  [':tada:', 'tada'],
  ['party pop', 'tada'],
  ['thumbs up', '+1'],
  ['+1', '+1'],
  ['lmao', 'joy'],
  ['Flag: Norway', 'flag-no'],
  ['heart', 'heart'],
])('%j finds %s first', (query, name) =>
  expect(
    findEmoji(query)
      .slice(0, 3)
      .map(({ names }) => names[0]),
  ).toContain(name),
)

test('nothing is found by nothing, and by what no emoji is called', () => {
  expect(findEmoji(' ')).toEqual([])
  expect(findEmoji('qqzz')).toEqual([])
  expect(first('smile')).toBe('smile')
})
