import { expect, test } from 'bun:test'
import { fieldsOf, isSameMatter, laneOf } from './acts.ts'
import type { Act } from './api.ts'
import type { Kept } from './outbox-store.ts'
import { Sections } from './sections.ts'

type SetSection = Extract<Act, { do: 'section.set' }>

const setting = (act: Omit<SetSection, 'do'>): Kept => ({ act: { do: 'section.set', ...act } }) as unknown as Kept
const row = (rev: number, id: string, more = {}) => ({ row: 'section', rev, id, ...more }) as const
const names = (sections: Sections) => [...sections.all.value.values()].flatMap(({ name }) => name || [])

test('own sections stand by rank, and over the rows what the server does not know yet', () => {
  const sections = new Sections()
  sections.put(row(3, 'L2', { name: 'Second', rank: 20 }))
  sections.put(row(4, 'L1', { name: 'First', rank: 10 }))
  expect(names(sections)).toEqual(['First', 'Second'])
  sections.overlay([
    setting({ section: 'L3', name: 'Between', rank: 15 }),
    setting({ section: 'L1', rank: 30 }),
    setting({ section: 'direct', folded: true }),
  ])
  expect(names(sections)).toEqual(['Between', 'Second', 'First'])
  expect(sections.all.value.get('direct')).toMatchObject({ folded: true, sort: null })
  sections.overlay([setting({ section: 'L2', gone: true })])
  expect(names(sections)).toEqual(['First'])
  sections.put(row(5, 'L2', { gone: true }))
  sections.put(row(2, 'L2', { name: 'Old' }))
  sections.overlay([])
  expect(names(sections)).toEqual(['First'])
  sections.drop()
  expect(names(sections)).toEqual([])
})

test('an act is there once the rows say the same', () => {
  const sections = new Sections()
  const fold = { do: 'section.set', section: 'L1', folded: true } as const
  expect(sections.isSo(fold)).toBe(false)
  sections.put(row(1, 'L1', { name: 'One', rank: 1 }))
  expect(sections.isSo(fold)).toBe(false)
  sections.put(row(2, 'L1', { name: 'One', rank: 1, folded: true }))
  expect(sections.isSo(fold)).toBe(true)
  expect(sections.isSo({ do: 'section.set', section: 'L1', gone: true })).toBe(false)
})

test('folding twice is one matter, folding and naming are two', () => {
  const fold = (folded: boolean): Act => ({ do: 'section.set', section: 'L1', folded })
  const name: Act = { do: 'section.set', section: 'L1', name: 'One' }
  expect(isSameMatter(fold(true), fold(false))).toBe(true)
  expect(isSameMatter(fold(true), name)).toBe(false)
  expect(laneOf(fold(true))).toBe(laneOf(name))
  const star: Act = { do: 'place.arrange', channel: 'C00000001', star: true }
  expect(isSameMatter(star, { ...star, star: false })).toBe(true)
  expect(isSameMatter(star, { do: 'place.arrange', channel: 'C00000001', mute: true })).toBe(false)
  expect(fieldsOf({ clientId: 'x', act: star } as Kept)).toEqual({ ...star, clientId: 'x' })
})
