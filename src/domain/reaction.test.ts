import { expect, test } from 'bun:test'
import {
  at,
  channelRecord,
  factsOf,
  type Known,
  type KnownList,
  messageRecord,
  seatRecord,
} from '../../test/support/facts.ts'
import { addReaction, reactScope, removeReaction } from './reaction.ts'
import type { ReactionRecord } from './records.ts'

const room: Known[] = [
  ['channel', ['CROOM'], channelRecord()],
  ['seat', ['CROOM', 'UADA'], seatRecord()],
  ['message', ['CROOM', 4], messageRecord()],
]
const key = { channel: 'CROOM', seq: 4 }
const tada = (over: Partial<ReactionRecord>): ReactionRecord => ({
  ...{ ...key, name: 'tada', rev: 8, count: 0, people: [], first: 5, gone: null },
  ...over,
})
const mine: Known[] = [
  ['reactor', ['CROOM', 4, 'tada', 'UADA'], { ...key, name: 'tada', user: 'UADA', at: 1 }],
  ['mark', ['UADA', 'CROOM', 4], { ...key, user: 'UADA', rev: 3, names: ['+1', 'tada'] }],
]
const who = (...users: string[]): KnownList => [
  'reactors',
  ['CROOM', 4, 'tada'],
  users.map((user, at) => ({ ...key, name: 'tada', user, at })),
]

const added = (facts: Known[], listed: KnownList[] = [], name = 'tada') => {
  const intent = { do: 'reaction.add', ...key, name } as const
  return addReaction(factsOf(reactScope(intent, at), facts, listed), intent, at)
}
const removed = (facts: Known[], listed: KnownList[] = []) => {
  const intent = { do: 'reaction.remove', ...key, name: 'tada' } as const
  return removeReaction(factsOf(reactScope(intent, at), facts, listed), intent, at)
}

test('the first of its kind is counted, told with its author, and marked as theirs', () => {
  expect(added(room)).toMatchObject({
    writes: [
      {
        stream: 'CROOM',
        table: 'reactions',
        row: { name: 'tada', count: 1, people: ['UADA'], first: at.now, gone: null },
      },
      { stream: 'UADA', table: 'marks', row: { ...key, user: 'UADA', names: ['tada'] } },
    ],
    keeps: [{ table: 'reactors', row: { ...key, name: 'tada', user: 'UADA', at: at.now } }],
    ok: { count: 1 },
  })
})

test('the sixth is counted and not told by name; the moment of the first stays', () => {
  const reaction = tada({ count: 5, people: ['U1', 'U2', 'U3', 'U4', 'U5'] })
  expect(added([...room, ['reaction', ['CROOM', 4, 'tada'], reaction]])).toMatchObject({
    writes: [{ row: { count: 6, people: reaction.people, first: 5 } }, {}],
    ok: { count: 6 },
  })
})

test('one that was gone appears anew', () => {
  const reaction = tada({ gone: 1 })
  expect(added([...room, ['reaction', ['CROOM', 4, 'tada'], reaction]])).toMatchObject({
    writes: [{ row: { count: 1, people: ['UADA'], first: at.now, gone: null } }, {}],
  })
})

test('adding what is there and removing what is not change nothing', () => {
  const reaction: Known = ['reaction', ['CROOM', 4, 'tada'], tada({ count: 1, people: ['UADA'] })]
  expect(added([...room, ...mine, reaction])).toEqual({ writes: [], ok: { count: 1 } })
  expect(removed(room)).toEqual({ writes: [], ok: { count: 0 } })
})

test('who takes theirs back makes room for the sixth', () => {
  const reaction: Known = [
    'reaction',
    ['CROOM', 4, 'tada'],
    tada({ count: 7, people: ['U1', 'UADA', 'U3', 'U4', 'U5'] }),
  ]
  expect(removed([...room, ...mine, reaction], [who('U1', 'UADA', 'U3', 'U4', 'U5', 'U6')])).toMatchObject({
    writes: [
      { row: { count: 6, people: ['U1', 'U3', 'U4', 'U5', 'U6'], gone: null } },
      { table: 'marks', row: { names: ['+1'] } },
    ],
    drops: [{ table: 'reactors', key: ['CROOM', 4, 'tada', 'UADA'] }],
    ok: { count: 6 },
  })
})

test('[ROWS] with the last one a reaction is gone, and its row stays', () => {
  const reaction: Known = ['reaction', ['CROOM', 4, 'tada'], tada({ count: 1, people: ['UADA'] })]
  expect(removed([...room, ...mine, reaction], [who('UADA')])).toMatchObject({
    writes: [{ row: { count: 0, people: [], gone: 1 } }, {}],
    ok: { count: 0 },
  })
})

test('names that mean one emoji are one', () => {
  expect(added(room, [], 'thumbsup')).toMatchObject({ writes: [{ row: { name: '+1' } }, { row: { names: ['+1'] } }] })
})

test('at most fifty kinds stand on a message; one more of a kind that is there is taken', () => {
  const fifty: KnownList = [
    'reactionsOn',
    ['CROOM', 4],
    Array.from({ length: 50 }, (_, index) => tada({ name: `e${index}`, count: 1 })),
  ]
  expect(added(room, [fifty])).toMatchObject({ refused: { code: 'too_many_reactions' } })
  const reaction: Known = ['reaction', ['CROOM', 4, 'tada'], tada({ count: 1, people: ['UBOB'] })]
  expect(added([...room, reaction], [fifty])).toMatchObject({ ok: { count: 2 } })
})

test.each([
  ['no such emoji', room, 'no_such_thing', 'emoji_unknown'],
  ['no message', room.slice(0, 2), 'tada', 'message_not_found'],
  [
    'a tombstone',
    [...room.slice(0, 2), ['message', ['CROOM', 4], messageRecord({ deleted: 1 })]],
    'tada',
    'message_not_found',
  ],
  ['no seat', [room[0], room[2]], 'tada', 'not_a_member'],
])('a reaction is refused: %s', (_, facts, name, code) => {
  expect(added(facts as Known[], [], name)).toMatchObject({ refused: { code } })
})
