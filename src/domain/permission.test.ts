import { expect, test } from 'bun:test'
import type { RefusalCode } from '#protocol/refusals.ts'
import { channelRecord, seatRecord } from '../../test/support/facts.ts'
import { type ChannelAction, mayNot } from './permission.ts'

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
