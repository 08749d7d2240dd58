import { expect, test } from 'bun:test'
import { at, factsOf, type Known } from '../../test/support/facts.ts'
import { found, foundScope } from './workspace.ts'

const said = {
  do: 'workspace.found',
  id: 'TTEAM',
  name: 'Flack',
  general: 'CGENERAL',
  bot: 'UBOT',
  welcome: 'Hello!',
} as const
const founded = (known: readonly Known[] = []) => found(factsOf(foundScope(said), known), said, at)

test('a new workspace has #general, Flack, and a welcome by Flack, once', () => {
  expect(founded()).toMatchObject({
    writes: [
      { table: 'workspaces', row: { id: 'TTEAM', general: 'CGENERAL' } },
      { table: 'users', row: { id: 'UBOT', name: 'Flack', kind: 'bot' } },
      { table: 'channels', row: { id: 'CGENERAL', name: 'general' } },
      { table: 'listings', row: { id: 'CGENERAL', name: 'general' } },
      { table: 'messages', row: { channel: 'CGENERAL', seq: 1, post: 1, author: 'UBOT', text: 'Hello!' } },
    ],
    counters: [{ stream: 'CGENERAL', seq: 1, posts: 1 }],
  })
})

test('founding it again changes nothing', () => {
  const workspace = { id: 'TTEAM', rev: 1, name: 'Flack', general: 'CGENERAL', owner: null, accent: '' }
  expect(founded([['workspace', ['TTEAM'], workspace]])).toEqual({ writes: [], ok: { isNew: false } })
})
