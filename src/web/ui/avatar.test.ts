import { expect, test } from 'bun:test'
import { initialsOf, tintOf } from './avatar.tsx'

test.each([
  ['Ada Lovelace', 'AL'],
  ['ada', 'A'],
  ['Grace Brewster Murray Hopper', 'GH'],
  ['👩‍👩‍👧 Family', '👩‍👩‍👧F'],
  ['ليلى', 'ل'],
  [' ', ''],
])('the initials of %j are %j', (name, initials) => expect(initialsOf(name)).toBe(initials))

test('24 people who join one after the other have 24 colours, and neighbours clearly different ones', () => {
  const tints = Array.from({ length: 24 }, (_, at) => tintOf(at + 1))
  expect(new Set(tints).size).toBe(24)
  for (let ordinal = 1; ordinal < 200; ordinal++) {
    for (const near of [ordinal + 1, ordinal + 2]) {
      const apart = Math.abs((tintOf(ordinal) % 12) - (tintOf(near) % 12))
      expect(Math.min(apart, 12 - apart)).toBeGreaterThanOrEqual(2)
    }
  }
})
