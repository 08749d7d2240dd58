import { expect, test } from 'bun:test'
import { openSqlite } from '#store/sqlite.ts'
import { bob, enter, id, join, ok, openTestStore, request, settle, team } from '../../test/support/commands.ts'
import { people } from './people.ts'
import { roster } from './roster.ts'

const crowd = async (names: readonly string[], seated: readonly string[]) => {
  const store = await openTestStore(openSqlite(':memory:'))
  await settle(store)
  for (const [index, name] of names.entries()) {
    await ok(store.commit(enter(id('U', 100 + index), name)))
    if (seated.includes(name)) await ok(store.commit(join(id('U', 100 + index), team)))
  }
  return async (typed: string, channel: string | null = team, limit = 20) => {
    const { rows, members } = await people(store, typed, channel, limit)
    return [rows.slice(0, members).map(({ name }) => name), rows.slice(members).map(({ name }) => name)]
  }
}

test('members of the channel come first, whose names begin so before those of whom a later word does', async () => {
  const typed = await crowd(['Grace Hopper', 'Hop Along', 'Hope', 'Al Hopkins', 'Théo'], ['Grace Hopper', 'Hope'])
  expect(await typed('hop')).toEqual([
    ['Hope', 'Grace Hopper'],
    ['Hop Along', 'Al Hopkins'],
  ])
  expect(await typed('hop', null)).toEqual([[], ['Hop Along', 'Hope', 'Al Hopkins', 'Grace Hopper']])
  expect(await typed('hop gr')).toEqual([['Grace Hopper'], []])
  expect(await typed('THE')).toEqual([[], ['Théo']])
  expect(await typed('hop', team, 3)).toEqual([['Hope', 'Grace Hopper'], ['Hop Along']])
})

test('of members the letters may come with others between them, of everybody else not', async () => {
  const typed = await crowd(['Grace Hopper', 'Greta Harper'], ['Grace Hopper'])
  expect(await typed('grhp')).toEqual([['Grace Hopper'], []])
})

test('before anything is typed it is the members, by name', async () => {
  const typed = await crowd(['Zoë', 'Émile'], ['Zoë', 'Émile'])
  expect((await typed(''))[0]).toEqual(['Ada', 'Bob', 'Émile', 'Zoë'])
})

test('all people come by pages, each once, also who has two words that begin so, and whom a title names', async () => {
  const store = await openTestStore(openSqlite(':memory:'))
  await settle(store)
  const crowd = Array.from({ length: 120 }, (_, index) => `Ann${String(index).padStart(3, '0')} Anders`)
  for (const [index, name] of crowd.entries()) await ok(store.commit(enter(id('U', 100 + index), name)))
  await ok(store.commit(request(bob, { do: 'profile.edit', title: 'Anvil maker' })))
  const pages = async (query: string) => {
    const found: string[][] = []
    for (let after: string | undefined, goesOn = true; goesOn; goesOn = after !== undefined) {
      const { rows, next } = await roster(store, { query, ...(after !== undefined && { after }) })
      found.push(rows.map(({ name }) => name))
      after = next
    }
    return found
  }
  const all = await pages('an')
  expect(all.map(page => page.length)).toEqual([50, 50, 21])
  expect(all.flat().sort()).toEqual([...crowd, 'Bob'].sort())
  expect(await pages('ann007 an')).toEqual([['Ann007 Anders']])
  expect(await pages('nobody')).toEqual([[]])
  expect((await pages('')).flat().length).toBe(123)
})
