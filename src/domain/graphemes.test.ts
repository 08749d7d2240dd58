import { expect, test } from 'bun:test'
import { beginning } from './graphemes.ts'

test.each([
  ['a flag', `${'k'.repeat(48)}🇩🇪`, 50, 'k'.repeat(48)],
  ['a flag that fits', `${'k'.repeat(46)}🇩🇪x`, 50, `${'k'.repeat(46)}🇩🇪`],
  ['a family', `${'k'.repeat(45)}👩‍👩‍👧‍👦`, 50, 'k'.repeat(45)],
  ['a letter with marks', `${'k'.repeat(9)}e\u0301\u0302`, 11, 'k'.repeat(9)],
  ['a pair', `k🎉`, 2, 'k'],
  ['nothing', 'Ada', 3, 'Ada'],
  ['all of it, where the first sign is longer', '👩‍👩‍👧‍👦', 5, ''],
])('a cut goes through no sign: %s', (_, text, most, expected) => {
  expect(beginning(text, most)).toBe(expected)
})
