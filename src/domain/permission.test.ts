import { describe, expect, test } from 'bun:test'
import type { Who } from '#protocol/policies.ts'
import type { RefusalCode } from '#protocol/refusals.ts'
import { channelRecord, seatRecord } from '../../test/support/facts.ts'
import { type ChannelAction, mayNot } from './permission.ts'
import type { ChannelKind } from './records.ts'

const none = null
const joined = seatRecord()
const ended = seatRecord({ state: 'ended' })

/** By hand: the action, the seat, whether it is #general, and the code of the refusal. */
const table: readonly (readonly [ChannelAction, typeof joined | null, boolean, RefusalCode | null])[] = [
  ['read', none, false, null],
  ['read', joined, false, null],
  ['read', ended, false, null],
  ['join', none, false, null],
  ['join', joined, false, null],
  ['join', ended, false, null],
  ['post', none, false, 'not_a_member'],
  ['post', joined, false, null],
  ['post', ended, false, 'not_a_member'],
  ['mark', none, false, 'not_a_member'],
  ['mark', joined, false, null],
  ['mark', ended, false, 'not_a_member'],
  ['type', none, false, 'not_a_member'],
  ['type', joined, false, null],
  ['type', ended, false, 'not_a_member'],
  ['leave', none, false, 'not_a_member'],
  ['leave', joined, false, null],
  ['leave', ended, false, 'not_a_member'],
  ['post', joined, true, null],
  ['leave', joined, true, 'cant_leave_general'],
  ['leave', none, true, 'not_a_member'],
]

test.each(table)('%s with the seat %j (#general: %p) is refused as %p', (action, seat, isGeneral, code) => {
  expect(mayNot(action, { channel: channelRecord(), seat, isGeneral })?.code ?? null).toBe(code)
})

test('a channel that is not there is the same answer to everything and everybody', () => {
  const answers = table.map(([action, seat, isGeneral]) =>
    JSON.stringify(mayNot(action, { channel: null, seat, isGeneral })),
  )
  expect([...new Set(answers)]).toEqual(['{"code":"channel_not_found","message":"There is no such channel."}'])
})

describe('[ROOM] a room that is not public', () => {
  const kinds = ['private', 'dm', 'group'] as const
  const actions = [...new Set(table.map(([action]) => action)), 'close', 'invite', 'rename', 'erase'] as const

  test('is to everybody without a seat, owners too, as if it were not there', () => {
    for (const kind of kinds)
      for (const seat of [none, ended])
        for (const role of ['member', 'admin', 'owner'] as const)
          for (const action of actions) {
            const hidden = mayNot(action, { channel: channelRecord({ kind }), seat, isGeneral: false, role })
            expect(hidden).toEqual(mayNot(action, { channel: null, seat: null, isGeneral: false, role }))
          }
  })

  test('is not left where it belongs to a set of people, but closed', () => {
    const codes = kinds.map(kind =>
      (['leave', 'close'] as const).map(
        action => mayNot(action, { channel: channelRecord({ kind }), seat: joined, isGeneral: false })?.code ?? null,
      ),
    )
    expect(codes).toEqual([
      [null, 'not_allowed'],
      ['not_allowed', null],
      ['not_allowed', null],
    ])
  })
})

/** By hand: what a member, an admin of the channel, an admin and an owner of the workspace may do, each with a seat. */
const upkeep: readonly (readonly [ChannelAction, ChannelKind, ...(0 | 1)[]])[] = [
  ['invite', 'public', 1, 1, 1, 1],
  ['invite', 'private', 1, 1, 1, 1],
  ['invite', 'group', 0, 0, 0, 0],
  ['remove', 'public', 0, 1, 1, 1],
  ['remove', 'private', 0, 1, 1, 1],
  ['remove', 'group', 0, 0, 0, 0],
  ['rename', 'public', 0, 1, 1, 1],
  ['rename', 'private', 0, 1, 1, 1],
  ['rename', 'dm', 0, 0, 0, 0],
  ['rename', 'group', 1, 1, 1, 1],
  ['describe', 'public', 1, 1, 1, 1],
  ['describe', 'dm', 0, 0, 0, 0],
  ['archive', 'public', 0, 1, 1, 1],
  ['hide', 'public', 0, 1, 1, 1],
  ['hide', 'group', 1, 1, 1, 1],
  ['publish', 'private', 0, 0, 1, 1],
  ['publish', 'group', 0, 0, 0, 0],
  ['erase', 'public', 0, 0, 0, 1],
  ['erase', 'private', 0, 0, 0, 1],
  ['erase', 'dm', 0, 0, 0, 0],
]

test.each(upkeep)('%s of a %s room is for those who may', (action, kind, ...may) => {
  const channel = channelRecord({ kind })
  const who = [
    { seat: joined },
    { seat: seatRecord({ admin: 1 }) },
    { seat: joined, role: 'admin' },
    { seat: joined, role: 'owner' },
  ] as const
  expect(who.map(each => (mayNot(action, { channel, isGeneral: false, ...each }) ? 0 : 1))).toEqual(may as (0 | 1)[])
})

test('an admin of the workspace looks after a public channel without a seat, a member does not', () => {
  const codes = (['rename', 'archive', 'remove', 'describe', 'post'] as const).map(action =>
    (['admin', 'member'] as const).map(
      role => mayNot(action, { channel: channelRecord(), seat: none, isGeneral: false, role })?.code ?? null,
    ),
  )
  expect(codes).toEqual([
    [null, 'not_a_member'],
    [null, 'not_a_member'],
    [null, 'not_a_member'],
    ['not_a_member', 'not_a_member'],
    ['not_a_member', 'not_a_member'],
  ])
})

test('an archived channel is read and left, and nothing else happens in it', () => {
  const channel = channelRecord({ archived: 1 })
  const seat = seatRecord({ admin: 1 })
  const refused = (
    ['read', 'mark', 'leave', 'unarchive', 'post', 'edit', 'delete', 'react', 'type', 'invite', 'rename'] as const
  ).filter(action => mayNot(action, { channel, seat, isGeneral: false })?.code === 'is_archived')
  expect(refused).toEqual(['post', 'edit', 'delete', 'react', 'type', 'invite', 'rename'])
  expect(mayNot('join', { channel, seat: none, isGeneral: false })?.code).toBe('is_archived')
  expect(mayNot('read', { channel, seat: none, isGeneral: false })).toBeNull()
})

test('a deleted channel is as if it had never been', () => {
  expect(mayNot('read', { channel: channelRecord({ gone: 1 }), seat: joined, isGeneral: false })?.code).toBe(
    'channel_not_found',
  )
})

describe('what is left to a policy', () => {
  /** By hand: of a member, an admin of the channel, an admin and an owner of the workspace, each with a seat. */
  const decided: readonly (readonly [ChannelAction, ChannelKind, Who, ...(0 | 1)[]])[] = [
    ['describe', 'public', 'channel admins', 0, 1, 1, 1],
    ['describe', 'private', 'owners', 0, 0, 0, 1],
    ['describe', 'group', 'owners', 1, 1, 1, 1],
    ['remove', 'public', 'everybody', 1, 1, 1, 1],
    ['remove', 'private', 'admins', 0, 0, 1, 1],
    ['remove', 'group', 'everybody', 0, 0, 0, 0],
    ['call', 'public', 'channel admins', 0, 1, 1, 1],
    ['call', 'dm', 'owners', 1, 1, 1, 1],
    ['moderate', 'public', 'admins', 0, 0, 1, 1],
    ['moderate', 'private', 'nobody', 0, 0, 0, 0],
    ['moderate', 'dm', 'channel admins', 0, 0, 0, 0],
    ['look back', 'public', 'channel admins', 0, 1, 1, 1],
    ['look back', 'dm', 'owners', 0, 0, 0, 1],
  ]

  test.each(decided)('%s of a %s room, left to %s', (action, kind, who, ...may) => {
    const channel = channelRecord({ kind })
    const actors = [
      { seat: joined },
      { seat: seatRecord({ admin: 1 }) },
      { seat: joined, role: 'admin' },
      { seat: joined, role: 'owner' },
    ] as const
    const verdicts = actors.map(each => mayNot(action, { channel, isGeneral: false, decided: who, ...each }))
    expect(verdicts.map(verdict => (verdict ? 0 : 1))).toEqual(may as (0 | 1)[])
  })

  test('is looked back upon without a seat in a public channel, and called in with one alone', () => {
    const codes = (['look back', 'call'] as const).map(
      action =>
        mayNot(action, { channel: channelRecord(), seat: none, isGeneral: false, role: 'admin', decided: 'admins' })
          ?.code ?? null,
    )
    expect(codes).toEqual([null, 'not_a_member'])
  })
})
