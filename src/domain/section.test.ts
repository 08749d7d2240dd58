import { expect, test } from 'bun:test'
import { at, factsOf, type Known } from '../../test/support/facts.ts'
import type { IntentOf } from './intent.ts'
import type { SectionRecord } from './records.ts'
import { sectionScope, setSection } from './section.ts'

const teams: SectionRecord = {
  ...{
    user: 'UADA',
    id: 'LTEAMS',
    rev: 3,
    name: 'Teams',
    rank: 5,
    folded: null,
    sort: null,
    unread: null,
    hidden: null,
    gone: null,
  },
}
const held: Known = ['section', ['UADA', 'LTEAMS'], teams]

const set = (fields: Partial<IntentOf<'section.set'>>, known: readonly Known[] = [], others: SectionRecord[] = []) => {
  const said = { do: 'section.set', section: 'LTEAMS', ...fields } as IntentOf<'section.set'>
  return setSection(factsOf(sectionScope(said, at), known, [['sectionsOf', ['UADA'], others]]), said, at)
}

test('a section is made by its first name, and changed part by part', () => {
  expect(set({ name: '  My   teams ', rank: 2 })).toMatchObject({
    writes: [{ stream: 'UADA', table: 'sections', row: { id: 'LTEAMS', name: 'My teams', rank: 2, gone: null } }],
    ok: { section: 'LTEAMS' },
  })
  expect(set({ folded: true }, [held])).toMatchObject({ writes: [{ row: { name: 'Teams', rank: 5, folded: 1 } }] })
})

test('one that goes is empty, and one that comes again begins anew', () => {
  expect(set({ gone: true }, [held])).toMatchObject({ writes: [{ row: { name: '', rank: 0, gone: 1 } }] })
  const gone: Known = ['section', ['UADA', 'LTEAMS'], { ...teams, name: '', gone: 1 }]
  expect(set({ folded: true }, [gone])).toMatchObject({ refused: { code: 'name_invalid' } })
  expect(set({ name: 'Again' }, [gone])).toMatchObject({ writes: [{ row: { name: 'Again', gone: null } }] })
})

test('a section that every list has is shown as one likes, and neither named nor removed', () => {
  expect(set({ section: 'direct', sort: 'recent' })).toMatchObject({
    writes: [{ row: { id: 'direct', sort: 'recent' } }],
  })
  for (const no of [{ name: 'Mine' }, { gone: true }])
    expect(set({ section: 'direct', ...no })).toMatchObject({ refused: { code: 'invalid' } })
})

test.each(['', '   ', 'x'.repeat(61), 'a\u0000b'])('the name %j is refused', name => {
  expect(set({ name })).toMatchObject({ refused: { code: 'name_invalid' } })
})

test('there is room for a hundred, and the fixed ones do not count', () => {
  const many = Array.from({ length: 100 }, (_, index) => ({ ...teams, id: `LOTHER${index}` }))
  expect(set({ name: 'One more' }, [], many)).toMatchObject({ refused: { code: 'too_many_sections' } })
  expect(set({ folded: true }, [held], many)).toMatchObject({ ok: {} })
  const fixed = ['starred', 'channels', 'direct', 'others'].map(id => ({ ...teams, id }))
  expect(set({ name: 'One more' }, [], [...many.slice(1), ...fixed])).toMatchObject({ ok: {} })
})
