import { describe, expect, test } from 'bun:test'
import {
  channelRecord,
  at as circumstances,
  factsOf,
  type Known,
  placeRecord,
  seatRecord,
  streamRecord,
  userRecord,
} from '../../test/support/facts.ts'
import { close, closeScope, directLetter, open, openScope } from './direct.ts'

const at = { ...circumstances, fresh: 'DNEW' }
const people = (...ids: string[]): Known[] => ids.map(id => ['user', [id], userRecord({ id })])
const opened = (users: string[], known: readonly Known[]) => {
  const said = { do: 'direct.open', users } as const
  return open(factsOf(openScope(said, at), known), said, at)
}

describe('[ROOM] opening a direct conversation', () => {
  test('seats everybody in it at once, with nothing to be seen before the first message', () => {
    const made = opened(['UBOB'], people('UADA', 'UBOB'))
    expect(made).toMatchObject({
      ok: { channel: 'DNEW' },
      counters: [{ stream: 'DNEW', seats: 2 }],
      begins: [
        { user: 'UADA', stream: 'DNEW' },
        { user: 'UBOB', stream: 'DNEW' },
      ],
    })
    const places = 'writes' in made ? made.writes.filter(({ table }) => table === 'places') : []
    expect(places.map(({ row }) => 'closed' in row && row.closed)).toEqual([0, 0])
  })

  test('finds the one that these people have, whoever asks and however they are named', () => {
    const known: Known[] = [
      ...people('UADA', 'UBOB'),
      ['direct', ['UADA UBOB'], { people: 'UADA UBOB', channel: 'DOLD' }],
    ]
    for (const users of [['UBOB'], ['UBOB', 'UADA'], ['UBOB', 'UBOB']]) {
      expect(opened(users, known)).toEqual({ writes: [], ok: { channel: 'DOLD' } })
    }
  })

  test('[COMMIT-1] locks the set of people, made before anything is looked up, and all of their streams', () => {
    expect(openScope({ do: 'direct.open', users: ['UBOB'] }, at)).toMatchObject({
      streams: ['direct UADA UBOB', 'DNEW', 'UADA', 'UBOB'],
      opens: ['direct UADA UBOB', 'DNEW'],
    })
  })

  test('with more than two is a group, with oneself is not', () => {
    const letter = (...users: string[]) => directLetter({ do: 'direct.open', users }, 'UADA')
    expect([letter(), letter('UADA'), letter('UBOB'), letter('UBOB', 'UCLEO')]).toEqual(['D', 'D', 'D', 'G'])
  })

  test('takes nine people at most, and only those who are there', () => {
    const nine = Array.from({ length: 9 }, (_, n) => `UBOB${n}`)
    expect(opened(nine, [])).toMatchObject({ refused: { code: 'too_many_people' } })
    expect(opened(nine.slice(1), people('UADA', ...nine))).toMatchObject({ ok: { channel: 'DNEW' } })
    expect(opened(['UNOBODY'], people('UADA'))).toMatchObject({ refused: { code: 'user_not_found' } })
  })
})

describe('[ROOM] closing it', () => {
  const closed = (kind: 'dm' | 'public', place = placeRecord({ closed: 0 })) => {
    const said = { do: 'direct.close', channel: 'CROOM' } as const
    const known: Known[] = [
      ['channel', ['CROOM'], channelRecord({ kind })],
      ['seat', ['CROOM', 'UADA'], seatRecord()],
      ['stream', ['CROOM'], streamRecord({ posts: 4 })],
      ['place', ['UADA', 'CROOM'], place],
    ]
    return close(factsOf(closeScope(said, at), known), said, at)
  }

  test('hides it until there are more posts than now', () => {
    expect(closed('dm')).toMatchObject({ writes: [{ table: 'places', row: { closed: 4 } }] })
    expect(closed('dm', placeRecord({ closed: 4 }))).toMatchObject({ writes: [] })
  })

  test('is not how a channel is left', () => {
    expect(closed('public')).toMatchObject({ refused: { code: 'not_allowed' } })
  })
})
