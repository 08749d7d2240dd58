import { expect, test } from 'bun:test'
import { dayOf } from './when.ts'

const now = new Date(2026, 0, 2, 0, 30).getTime()
const on = (year: number, month: number, day: number) => dayOf(new Date(year, month - 1, day, 12).getTime(), now)

test('the last two days have names, half an hour after midnight too', () => {
  expect(dayOf(now, now)).toBe('Today')
  expect(dayOf(now - 31 * 60_000, now)).toBe('Yesterday')
  expect(on(2026, 1, 1)).toBe('Yesterday')
})

test('an older day has its date, and its year where that is another', () => {
  expect(on(2025, 12, 31)).toContain('2025')
  expect(dayOf(new Date(2026, 2, 3).getTime(), new Date(2026, 5, 1).getTime())).not.toContain('2026')
})

test('the day after the clocks were changed knows what yesterday was', () => {
  const sunday = new Date(2026, 9, 25, 23, 59)
  const saturday = new Date(2026, 9, 24, 0, 1)
  expect(dayOf(saturday.getTime(), sunday.getTime())).toBe('Yesterday')
})
