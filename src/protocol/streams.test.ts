import { expect, test } from 'bun:test'
import * as v from 'valibot'
import { ChannelId, StreamId } from './ids.ts'
import { isChannel, isChannelId, kindOf } from './streams.ts'

test.each([
  ['C0GENERAL1', 'channel'],
  ['D0ADAGRACE', 'channel'],
  ['G0THETHREE', 'channel'],
  ['U0ADAADAAD', 'user'],
  ['T0WORKSPAC', 'workspace'],
  ['directory', 'directory'],
  ['people', 'people'],
  ['', null],
  ['E0EPOCHEPO', null],
  ['constructor', null],
] as const)('%s is a stream of the kind %s', (stream, kind) => {
  expect(kindOf(stream)).toBe(kind)
  expect(isChannel(stream)).toBe(kind === 'channel')
})

test('every stream that the wire takes has a kind, and channels are those that the schema of their ids takes', () => {
  for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') {
    const id = `${letter}00000001`
    expect(v.safeParse(StreamId, id).success).toBe(kindOf(id) !== null)
    expect(v.safeParse(ChannelId, id).success).toBe(isChannel(id))
  }
})

test('a name is not taken for an id', () => {
  for (const name of ['general', 'Chat', 'C', 'C0GENERAL1 ', 'c0general1', '#C0GENERAL1'])
    expect(isChannelId(name)).toBe(false)
  for (const id of ['C0GENERAL1', 'D0ADAGRACE', 'G0THETHREE']) expect(isChannelId(id)).toBe(true)
})
