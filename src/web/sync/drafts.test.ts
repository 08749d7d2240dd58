import { expect, test } from 'bun:test'
import { FakeWorld, GENERAL, OTHER } from '../../../test/support/fake-world.ts'
import { createDrafts, DRAFTS, type KeptDrafts } from './drafts.ts'

test('a draft is there again at once, in another page too', () => {
  const { environment } = new FakeWorld()
  createDrafts(environment).set(GENERAL, 'half a thought')
  expect(createDrafts(environment).get(GENERAL)).toBe('half a thought')
  expect(createDrafts(environment).get(OTHER)).toBe('')
})

test('two tabs do not overwrite the drafts of each other', () => {
  const { environment } = new FakeWorld()
  const [one, two] = [createDrafts(environment), createDrafts(environment)]
  one.set(GENERAL, 'of one')
  two.set(OTHER, 'of two')
  one.set(GENERAL, '')
  expect([one.get(GENERAL), one.get(OTHER)]).toEqual(['', 'of two'])
})

test('sending in one tab leaves what another one writes in the same channel', () => {
  const { environment } = new FakeWorld()
  const [one, two] = [createDrafts(environment), createDrafts(environment)]
  one.set(GENERAL, 'of one')
  two.set(GENERAL, 'of two')
  one.set(GENERAL, '')
  expect(createDrafts(environment).get(GENERAL)).toBe('of two')
  two.set(GENERAL, '')
  expect(createDrafts(environment).get(GENERAL)).toBe('')
})

test('a field follows what another tab makes of the same draft, and of no other', () => {
  const { memory } = new FakeWorld().environment
  const tabs = [new Set<(message: unknown) => void>(), new Set<(message: unknown) => void>()] as const
  const [one, two] = tabs.map((own, at) =>
    createDrafts({
      memory,
      broadcast: {
        post: message => {
          for (const hear of tabs[1 - at] ?? []) hear(message)
        },
        listen: hear => {
          own.add(hear)
          return () => own.delete(hear)
        },
      },
    }),
  ) as [KeptDrafts, KeptDrafts]
  const field: string[] = []
  one.set(GENERAL, 'shared')
  const stop = one.follow(GENERAL, text => field.push(text))
  expect(two.get(GENERAL)).toBe('shared')
  two.set(GENERAL, 'shared, and more')
  two.set(OTHER, 'something else')
  two.set(GENERAL, '')
  expect(field).toEqual(['shared, and more', ''])
  two.set(GENERAL, 'begun there')
  one.set(GENERAL, 'begun there')
  two.set(GENERAL, 'another text')
  expect(field).toEqual(['shared, and more', ''])
  one.set(GENERAL, 'of one')
  expect(one.get(GENERAL)).toBe('of one')
  stop()
  two.set(GENERAL, 'unheard')
  expect(field).toHaveLength(2)
})

test('what cannot be read is no draft', () => {
  const world = new FakeWorld()
  for (const spoiled of ['{', '[]', '"text"', `{"${GENERAL}": 7}`]) {
    world.memory.set(DRAFTS, spoiled)
    expect(createDrafts(world.environment).get(GENERAL)).toBe('')
  }
})
