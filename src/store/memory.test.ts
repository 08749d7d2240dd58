import { expect, test } from 'bun:test'
import { type AnyRecord, Memory } from './memory.ts'

const stream = (rev: number): AnyRecord => ({ id: 'C1', rev, floor: 0, seq: 0, posts: 0, ts: 0, seats: 0, moved: 0 })

test('the newest state is what is remembered, and that something is not there', () => {
  const memory = new Memory()
  memory.keep('stream', new Map([['C1', stream(1)]]))
  memory.keep('stream', new Map([['C1', stream(2)]]))
  memory.keep('seat', new Map([['C1 U1', null]]))
  expect(memory.get('stream', 'C1')).toEqual(stream(2))
  expect(memory.get('seat', 'C1 U1')).toBe(null)
  expect(memory.get('seat', 'C1 U2')).toBe(undefined)
})

test('other facts are not remembered', () => {
  const memory = new Memory()
  memory.keep('command', new Map([['U1 c', null]]))
  expect(memory.get('command', 'U1 c')).toBe(undefined)
})

test('it never holds more than it may', () => {
  const memory = new Memory()
  for (let batch = 0; batch < 100; batch++) {
    memory.keep('seat', new Map(Array.from({ length: 512 }, (_, user) => [`C${batch} U${user}`, null])))
  }
  const held = Array.from({ length: 100 }, (_, batch) => memory.get('seat', `C${batch} U0`) === null)
  expect(held.filter(Boolean).length * 512).toBeLessThanOrEqual(20_000)
  expect(held.at(-1)).toBe(true)
})

test('what is kept again takes no further place', () => {
  const memory = new Memory()
  memory.keep('stream', new Map([['C0', stream(1)]]))
  for (let batch = 0; batch < 100; batch++) {
    memory.keep('seat', new Map(Array.from({ length: 512 }, (_, user) => [`C1 U${user}`, null])))
  }
  expect(memory.get('stream', 'C0')).toEqual(stream(1))
})
