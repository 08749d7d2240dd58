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

test('the 24 colours are given out evenly, and an id keeps its own', () => {
  const given = new Map<number, number>()
  for (let person = 0; person < 12_000; person++) {
    const tint = tintOf(`U${person.toString(32).toUpperCase().padStart(10, '0')}`)
    given.set(tint, (given.get(tint) ?? 0) + 1)
  }
  expect([...given.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: 24 }, (_, at) => at))
  for (const count of given.values()) expect(Math.abs(count - 500)).toBeLessThan(100)
  expect(tintOf('U0ABCDEFGH')).toBe(tintOf('U0ABCDEFGH'))
})
