import { expect, test } from 'bun:test'
import { emojiName } from './emoji-names.ts'

test.each([
  ['+1', '+1'],
  ['thumbsup', '+1'],
  ['-1', '-1'],
  ['tada', 'tada'],
  ['flag-nz', 'flag-nz'],
  ['flag-gb', 'gb'],
  ['star-struck', 'star-struck'],
  ['wave::skin-tone-3', 'wave::skin-tone-3'],
  ['thumbsup::skin-tone-6', '+1::skin-tone-6'],
])('%j is kept as %j', (name, kept) => expect(emojiName(name)).toBe(kept))

test.each([
  '',
  'nothing_like_it',
  'TADA',
  ':tada:',
  '🎉',
  'tada::skin-tone-3',
  'wave::skin-tone-1',
  'wave::skin-tone-7',
  'wave::skin-tone-3::skin-tone-3',
  'wave::',
  '__proto__',
])('%j is no emoji', name => expect(emojiName(name)).toBeNull())
