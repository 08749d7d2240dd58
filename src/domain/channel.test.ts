import { describe, expect, test } from 'bun:test'
import {
  at,
  channelRecord,
  factsOf,
  type Known,
  placeRecord,
  seatRecord,
  streamRecord,
} from '../../test/support/facts.ts'
import { create, createScope, join, joinScope, leave } from './channel.ts'
import { nameKeys } from './name-key.ts'

const room: Known = ['channel', ['CROOM'], channelRecord()]
const stream: Known = ['stream', ['CROOM'], streamRecord()]
const seat: Known = ['seat', ['CROOM', 'UADA'], seatRecord()]
const ended: Known = ['seat', ['CROOM', 'UADA'], seatRecord({ state: 'ended' })]
const place: Known = ['place', ['UADA', 'CROOM'], placeRecord()]

describe('creating', () => {
  const created = (name: string, known: readonly Known[] = []) => {
    const said = { do: 'channel.create', name } as const
    const making = { ...at, fresh: 'CNEW' }
    return create(factsOf(createScope(said, making), known), said, making)
  }

  test('makes the channel, its listing, and the creator’s seat and place, under the name as it is stored', () => {
    const made = created(' #Team  Alpha ')
    expect(made).toMatchObject({
      ok: { channel: 'CNEW', name: 'team-alpha' },
      counters: [{ stream: 'CNEW', seats: 1 }],
    })
    expect('writes' in made && made.writes.map(({ stream, table }) => `${stream} ${table}`)).toEqual([
      'CNEW channels',
      'directory listings',
      'CNEW seats',
      'UADA places',
    ])
    expect(made).toMatchObject({ begins: [{ user: 'UADA', stream: 'CNEW' }] })
  })

  test('is refused under a name that is taken, which is told as it is written', () => {
    const listing = {
      id: 'CROOM',
      rev: 1,
      name: 'team-alpha',
      ...nameKeys('team-alpha'),
      created: 1,
      newcomers: null,
      archived: null,
      gone: null,
    }
    const { facts } = createScope({ do: 'channel.create', name: 'Team Alpha' }, at)
    const [, key = ''] = facts.find(([look]) => look === 'listingByName') ?? []
    const taken: Known = ['listingByName', [String(key)], listing]
    expect(created('TEAM ALPHA', [taken])).toEqual({
      refused: {
        code: 'name_taken',
        message: 'There is already a channel #team-alpha.',
        reason: 'channel_taken',
        name: 'team-alpha',
      },
    })
  })

  test('is refused under a name that cannot be', () => {
    expect(created('a/b')).toMatchObject({ refused: { code: 'name_invalid' } })
    expect(created('#')).toEqual({
      refused: { code: 'name_invalid', message: 'Please type a name.', reason: 'name_empty' },
    })
  })

  test('[COMMIT-1] locks the directory, so that two cannot take one name', () => {
    expect(createScope({ do: 'channel.create', name: 'x' }, at).streams).toContain('directory')
  })
})

describe('joining', () => {
  const said = { do: 'channel.join', channel: 'CROOM' } as const
  const joined = (known: readonly Known[]) => join(factsOf(joinScope(said, at), known), said, at)

  test.each([
    ['for the first time', [room, stream]],
    ['again', [room, stream, ended, place]],
  ] as const)('%s takes a seat, with everything said so far counted as read', (_, known) => {
    expect(joined(known)).toEqual({
      writes: [
        {
          stream: 'CROOM',
          table: 'seats',
          row: { channel: 'CROOM', user: 'UADA', state: 'joined', at: at.now, admin: null, posts: null, named: null },
        },
        {
          stream: 'UADA',
          table: 'places',
          row: {
            user: 'UADA',
            channel: 'CROOM',
            state: 'joined',
            read: 5,
            cursor: 4,
            own: [],
            mentioned: [],
            closed: null,
            star: null,
            mute: null,
            section: null,
            level: null,
            admin: null,
            posts: null,
          },
        },
      ],
      counters: [{ stream: 'CROOM', seats: 4 }],
      begins: [{ user: 'UADA', stream: 'CROOM' }],
      ok: { channel: 'CROOM' },
    })
  })

  test('where one has a seat writes nothing, and moves no cursor', () => {
    expect(joined([room, stream, seat, place])).toEqual({ writes: [], ok: { channel: 'CROOM' } })
  })

  test('what is not there is refused', () => {
    expect(joined([])).toMatchObject({ refused: { code: 'channel_not_found' } })
  })
})

describe('leaving', () => {
  const left = (
    known: readonly Known[],
    circumstances = at as typeof at | (Omit<typeof at, 'general'> & { general: string }),
  ) => {
    const said = { do: 'channel.leave', channel: 'CROOM' } as const
    return leave(factsOf(joinScope(said, circumstances), known), said, circumstances)
  }

  test('[HUB-3] ends seat and place, keeps the cursor, and takes the user’s sockets off', () => {
    expect(left([room, stream, seat, place])).toEqual({
      writes: [
        {
          stream: 'CROOM',
          table: 'seats',
          row: { channel: 'CROOM', user: 'UADA', state: 'ended', at: at.now, admin: null, posts: null, named: null },
        },
        {
          stream: 'UADA',
          table: 'places',
          row: {
            user: 'UADA',
            channel: 'CROOM',
            state: 'ended',
            read: 2,
            cursor: 1,
            own: [],
            mentioned: [],
            closed: null,
            star: null,
            mute: null,
            section: null,
            level: null,
            admin: null,
            posts: null,
          },
        },
      ],
      counters: [{ stream: 'CROOM', seats: 2 }],
      keeps: [],
      ends: [{ user: 'UADA', stream: 'CROOM' }],
      ok: { channel: 'CROOM' },
    })
  })

  test('without a seat, or #general, is refused', () => {
    expect(left([room, stream, ended])).toMatchObject({ refused: { code: 'not_a_member' } })
    expect(left([room, stream, seat], { ...at, general: 'CROOM' })).toMatchObject({
      refused: { code: 'cant_leave_general' },
    })
  })
})
