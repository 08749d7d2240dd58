import { expect, test } from 'bun:test'
import { randomFrom, sentence } from './words.ts'

test('seeded texts are the same every time, and differ from one another', () => {
  const texts = Array.from({ length: 500 }, (_, index) => sentence(index))
  expect(texts).toEqual(Array.from({ length: 500 }, (_, index) => sentence(index)))
  expect(new Set(texts).size).toBeGreaterThan(490)
  expect(texts.every(text => text.split(' ').every(word => /^[a-z]+$/.test(word)))).toBe(true)
  const random = randomFrom(7)
  const drawn = Array.from({ length: 1000 }, random)
  expect(drawn.every(value => value >= 0 && value < 1)).toBe(true)
})
