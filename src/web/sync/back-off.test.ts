import { expect, test } from 'bun:test'
import { backOff } from './back-off.ts'

test('waiting grows from half a second to half a minute, and never further', () => {
  expect([0, 1, 2, 3].map(failures => backOff(failures, 1))).toEqual([500, 1000, 2000, 4000])
  expect(backOff(50, 1)).toBe(30_000)
  expect(backOff(Number.POSITIVE_INFINITY, 1)).toBe(30_000)
})

test('the jitter is full: anything from nothing on', () => {
  expect(backOff(6, 0)).toBe(0)
  expect(backOff(6, 0.25)).toBe(7500)
})
