import { expect, test } from 'bun:test'
import { initialsOf } from './avatar.tsx'

test.each([
  ['Ada Lovelace', 'AL'],
  ['ada', 'A'],
  ['Grace Brewster Murray Hopper', 'GH'],
  ['👩‍👩‍👧 Family', '👩‍👩‍👧F'],
  ['ليلى', 'ل'],
  [' ', ''],
])('the initials of %j are %j', (name, initials) => expect(initialsOf(name)).toBe(initials))
