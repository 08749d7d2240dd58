import { expect, test } from 'bun:test'
import { peopleFor } from './candidates.ts'
import { completingAt } from './completing.ts'

/** `|` is the caret. */
const at = (drawn: string) => {
  const found = completingAt(drawn.replace('|', ''), drawn.indexOf('|'))
  return found === null ? null : `${found.sign}${found.query}`
}

test.each([
  ['@|', '@'],
  ['hi @a|', '@a'],
  ['hi @Ada Lov|', '@Ada Lov'],
  ['(@a|', '@a'],
  ['会議は@田|', '@田'],
  ['#gen|', '#gen'],
  [':ta|', ':ta'],
  ['so :+1|', ':+1'],
  ['one\n@|two', '@'],
])('in %j it is %j', (drawn, found) => expect(at(drawn)).toBe(found))

test.each([
  'ada@|',
  '@ a|',
  '@one\ntwo|',
  '@one @ |',
  'at 10:30|',
  'http:ab|',
  ':t|',
  '`@a|',
  '```\n@a|',
  'a#b|',
  '## |',
  '|@a',
  'plain|',
])('in %j there is nothing to complete', drawn => expect(at(drawn)).toBeNull())

test('people: who wrote last first, among those whose name is as near', () => {
  const people = ['Ada', 'Adam', 'Grace Adams', 'Zoë', 'Nadia'].map(name => ({ id: name, name }))
  const names = (recent: string[], query: string) => peopleFor(people, recent, query).map(({ name }) => name)
  expect(names([], 'ad')).toEqual(['Ada', 'Adam', 'Grace Adams'])
  expect(names(['Grace Adams', 'Adam'], 'AD')).toEqual(['Adam', 'Ada', 'Grace Adams'])
  expect(names([], 'zoe')).toEqual(['Zoë'])
  expect(names([], 'ndi')).toEqual(['Nadia'])
  expect(names(['Zoë'], '')).toEqual(['Zoë', 'Ada', 'Adam', 'Grace Adams', 'Nadia'])
})
