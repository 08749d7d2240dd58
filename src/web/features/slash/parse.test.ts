import { expect, test } from 'bun:test'
import { slashIn, unescaped } from './parse.ts'

test.each([
  ['/join #general', { name: 'join', rest: '#general' }],
  ['/HELP', { name: 'help', rest: '' }],
  ['/msg @Ada one\ntwo', { name: 'msg', rest: '@Ada one\ntwo' }],
  ['/é', { name: 'é', rest: '' }],
])('%j is a command', (text, slash) => expect(slashIn(text)).toEqual(slash))

test.each(['/usr/bin is full', '/ or not', '/', '//join', ' /join', 'a /join', '/1', '/join.', '/home/ada'])(
  '%j is a text',
  text => expect(slashIn(text)).toBeNull(),
)

test('two slashes are one that is sent, and nothing else is touched', () => {
  expect(unescaped('//join #general')).toBe('/join #general')
  for (const text of ['// a comment', '/join', 'http://x', '///', '//']) expect(unescaped(text)).toBe(text)
})
