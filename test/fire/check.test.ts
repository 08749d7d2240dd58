import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { full } from '../support/full.ts'
import { patience } from '../support/pace.ts'
import { badHistories } from './bad-histories.ts'
import { check } from './check.ts'
import { validHistory } from './valid-history.ts'

describe('the checker finds exactly what is wrong in a bad history (H-1)', () => {
  for (const { rule, what, history, finals } of badHistories) {
    test(`[${rule}] ${what}`, () => {
      expect(check(history, finals).map(violation => violation.rule)).toEqual([rule])
    })
  }
})

test(
  'the checker finds nothing in thousands of random valid histories (H-1)',
  () => {
    const step = fc.record({ who: fc.nat(), what: fc.nat() })
    let messages = 0
    const property = fc.property(fc.array(step, { maxLength: 120, size: 'max' }), steps => {
      const { history, finals } = validHistory(steps)
      messages += finals[0]?.messages.length ?? 0
      expect(check(history, finals)).toEqual([])
    })
    fc.assert(property, { seed: 20_260_101, numRuns: full ? 10_000 : 3_000 })
    expect(messages).toBeGreaterThan(10_000)
  },
  patience(60_000),
)
