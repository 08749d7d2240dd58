import { expect, test } from 'bun:test'
import { at, factsOf, type Known } from '../../test/support/facts.ts'
import { choose, chooseScope } from './preference.ts'

const chosen = (value: number, known: readonly Known[] = []) => {
  const said = { do: 'preference.set', name: 'textSize', value } as const
  return choose(factsOf(chooseScope(said, at), known), said, at)
}

test('a choice is one row of the own stream, and the same again is none', () => {
  expect(chosen(16)).toEqual({
    writes: [{ stream: 'UADA', table: 'preferences', row: { user: 'UADA', name: 'textSize', value: 16 } }],
    ok: { name: 'textSize', value: 16 },
  })
  const row: Known = ['preference', ['UADA', 'textSize'], { user: 'UADA', name: 'textSize', rev: 3, value: 16 }]
  expect(chosen(16, [row])).toMatchObject({ writes: [] })
  expect(chosen(17, [row])).toMatchObject({ writes: [{ row: { value: 17 } }] })
})

test('a value that no page could show is refused', () => {
  expect(chosen(19)).toMatchObject({ refused: { code: 'invalid' } })
  expect(chosen(15.5)).toMatchObject({ refused: { code: 'invalid' } })
})
