import { expect, test } from 'bun:test'
import { tidy } from './tidy.ts'

test.each([
  ['\n\nhi\n\n\n', 'hi'],
  ['hi  \t', 'hi'],
  ['  indented\n\n  and more\n ', '  indented\n\n  and more'],
  [' \n\t\n  code', '  code'],
  ['\u00a0\n\u3000\nwide\u3000', 'wide'],
  ['one  \n\n  two', 'one  \n\n  two'],
  [' \n\n ', ''],
  ['', ''],
])('%j is sent as %j', (typed, sent) => expect(tidy(typed)).toBe(sent))
