import { expect, test } from 'bun:test'
import { brief, median, quantile } from './statistics.ts'

test('the median of an even number lies between the two in the middle, whatever their order', () => {
  expect(median([9, 1, 4, 2])).toBe(3)
  expect(median([5, 1, 3])).toBe(3)
  expect(() => median([])).toThrow()
})

test('a quantile is a value that was measured', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1)
  expect(quantile(hundred, 0.99)).toBe(100)
  expect(quantile(hundred, 0.5)).toBe(51)
})

test('large numbers are told with three digits', () => {
  expect([2_345_678, 45_678, 4567, 4.567].map(brief)).toEqual(['2.35 M', '45.7 k', '4567', '4.57'])
})
