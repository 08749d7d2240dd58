import { describe, expect, test } from 'bun:test'
import { at, factsOf, type Known, streamRecord, userRecord } from '../../test/support/facts.ts'
import { end, endScope } from './ending.ts'
import { nameKeys } from './name-key.ts'
import { enter, enterScope, rename, renameScope } from './user.ts'

const ada: Known = ['user', ['UADA'], userRecord()]
const named = (user: ReturnType<typeof userRecord>): Known => ['userByName', [user.nameKey], user]

describe('entering', () => {
  const entered = (name: string, known: readonly Known[] = []) => {
    const session = { id: 'SNEW', hash: 'hash', device: 'a browser' }
    const said = { do: 'user.enter', id: 'UNEW', name, session } as const
    const circumstances = { ...at, actor: 'UNEW' }
    return enter(factsOf(enterScope(said, circumstances), known), said, circumstances)
  }

  test('makes the user with the next ordinal, a seat and place in #general with its past counted as read, and the session', () => {
    const general: Known = ['stream', ['CGENERAL'], streamRecord({ id: 'CGENERAL' })]
    const row = { id: 'UNEW', name: 'Grace H', ...nameKeys('Grace H'), kind: 'human', created: at.now, ordinal: 8 }
    const people: Known = ['stream', ['people'], streamRecord({ id: 'people', seats: 7 })]
    expect(entered('  Grace  H ', [general, people])).toMatchObject({
      writes: [
        { stream: 'people', table: 'users', row },
        { stream: 'CGENERAL', table: 'seats', row: { user: 'UNEW', state: 'joined' } },
        { stream: 'UNEW', table: 'places', row: { channel: 'CGENERAL', read: 5, cursor: 4, own: [], mentioned: [] } },
        {
          stream: 'UNEW',
          table: 'sessions',
          row: { id: 'SNEW', user: 'UNEW', hash: 'hash', created: at.now, ended: null },
        },
      ],
      counters: [
        { stream: 'CGENERAL', seats: 4 },
        { stream: 'people', seats: 8 },
      ],
      ok: { id: 'UNEW', name: 'Grace H' },
    })
  })

  test('under a taken, a reserved or an impossible name is refused', () => {
    expect(entered('ADA', [named(userRecord())])).toEqual({
      refused: {
        code: 'name_taken',
        message: 'Somebody here is already called Ada.',
        reason: 'person_taken',
        name: 'Ada',
      },
    })
    expect(entered('Admin')).toEqual({
      refused: { code: 'name_invalid', message: 'That name is reserved.', reason: 'name_reserved' },
    })
    expect(entered('\u202e')).toMatchObject({ refused: { code: 'name_invalid' } })
  })
})

describe('renaming', () => {
  const renamed = (name: string, known: readonly Known[] = [ada]) => {
    const said = { do: 'profile.rename', name } as const
    return rename(factsOf(renameScope(said, at), known), said, at)
  }

  test('writes the user’s one row, whole, with the new key', () => {
    expect(renamed('Grace')).toEqual({
      writes: [
        {
          stream: 'people',
          table: 'users',
          row: userRecord({ name: 'Grace', ...nameKeys('Grace') }),
        },
      ],
      drops: [{ table: 'words', key: ['ada', 'UADA'] }],
      keeps: [{ table: 'words', row: { word: 'grace', user: 'UADA' } }],
      ok: { name: 'Grace' },
    })
  })

  test('to the same name writes nothing; to another spelling of it is allowed', () => {
    expect(renamed(' Ada ', [ada, named(userRecord())])).toEqual({ writes: [], ok: { name: 'Ada' } })
    expect(renamed('ADA', [ada, named(userRecord())])).toMatchObject({ ok: { name: 'ADA' } })
  })

  test('to somebody else’s name is refused', () => {
    const bob = userRecord({ id: 'UBOB', name: 'Bob', ...nameKeys('Bob') })
    expect(renamed('B\u043eb', [ada, named(bob)])).toMatchObject({ refused: { code: 'name_taken' } })
  })
})

describe('ending a session', () => {
  const session = { id: 'SADA', user: 'UADA', rev: 1, hash: 'hash', device: '', created: 1, ended: null }
  const ended = (known: readonly Known[]) => {
    const said = { do: 'session.end', session: 'SADA' } as const
    return end(factsOf(endScope(said, at), known), said, at)
  }

  test('[HUB-3] says when, and takes off its sockets', () => {
    expect(ended([['session', ['SADA'], session]])).toMatchObject({
      writes: [{ stream: 'UADA', table: 'sessions', row: { id: 'SADA', ended: at.now } }],
      ends: [{ session: 'SADA' }],
    })
  })

  test('twice is once', () => {
    expect(ended([['session', ['SADA'], { ...session, ended: 5 }]])).toEqual({ writes: [], ok: {} })
  })

  test('of somebody else is the same as one that never was', () => {
    expect(ended([['session', ['SADA'], { ...session, user: 'UBOB' }]])).toEqual(ended([]))
    expect(ended([])).toMatchObject({ refused: { code: 'session_not_found' } })
  })
})
