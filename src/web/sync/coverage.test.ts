import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { type Coverage, cover, covers, newestOf } from './coverage.ts'

const interval = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 8 }))

test('[SYNC-4] coverage holds exactly what was added, in rising intervals that do not touch', () => {
  fc.assert(
    fc.property(fc.array(interval, { maxLength: 12 }), added => {
      const coverage = added.reduce<Coverage>((held, [from, length]) => cover(held, from, from + length), [])
      for (let seq = 0; seq <= 60; seq++) {
        expect(covers(coverage, seq)).toBe(added.some(([from, length]) => from <= seq && seq <= from + length))
      }
      coverage.slice(1).forEach(([from], index) => {
        expect(from).toBeGreaterThan((coverage[index]?.[1] ?? 0) + 1)
      })
    }),
    { seed: 4 },
  )
})

test('[SYNC-4] a page that closes a gap joins both sides', () => {
  const apart = cover(cover([], 1, 100), 201, 300)
  expect(newestOf(apart)).toEqual([201, 300])
  expect(cover(apart, 101, 200)).toEqual([[1, 300]])
})

test('of nothing nothing is the newest', () => {
  expect(newestOf([])).toBeNull()
})
