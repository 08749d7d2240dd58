import { expect, test } from 'bun:test'
import {
  at,
  channelRecord,
  factsOf,
  type Known,
  type KnownList,
  messageRecord,
  seatRecord,
  streamRecord,
} from '../../test/support/facts.ts'
import { deleteScope, edit, editScope, remove } from './own-message.ts'
import type { ChannelRecord, MessageRecord } from './records.ts'

const mine = (over: Partial<MessageRecord> = {}) => messageRecord({ author: 'UADA', ...over })
const known = (message: MessageRecord | null, channel: Partial<ChannelRecord> = {}, seated = true): Known[] => {
  const all: Known[] = [
    ['channel', ['CROOM'], channelRecord(channel)],
    ['stream', ['CROOM'], streamRecord()],
  ]
  if (seated) all.push(['seat', ['CROOM', 'UADA'], seatRecord()])
  if (message) all.push(['message', ['CROOM', 4], message])
  return all
}

const editing = { do: 'message.edit', channel: 'CROOM', seq: 4, text: 'Better.' } as const
const edited = (facts: Known[], over: { text?: string; base?: number } = {}) => {
  const intent = { ...editing, ...over }
  return edit(factsOf(editScope(intent, at), facts), intent, at)
}

test('[EDIT] a new text keeps number, author and moment, and puts the old one aside', () => {
  const before = mine()
  expect(edited(known(before))).toEqual({
    writes: [{ stream: 'CROOM', table: 'messages', row: { ...before, text: 'Better.', edited: at.now, changed: 1 } }],
    keeps: [
      { table: 'versions', row: { channel: 'CROOM', seq: 4, version: 7, text: 'A word.', at: 1_600_000_000_000 } },
    ],
    ok: { seq: 4, rev: 10 },
  })
})

test('[EDIT] what an edited message said dates from its edit', () => {
  expect(edited(known(mine({ edited: 1_650_000_000_000 })))).toMatchObject({
    keeps: [{ row: { at: 1_650_000_000_000 } }],
  })
})

test('[EDIT] the same text again changes nothing, whatever it was made from', () => {
  expect(edited(known(mine()), { text: 'A word.', base: 1 })).toEqual({ writes: [], ok: { seq: 4, rev: 7 } })
})

test.each([
  ['no message', known(null), {}, 'message_not_found'],
  ["somebody else's", known(messageRecord()), {}, 'not_author'],
  ['without a seat', known(mine(), {}, false), {}, 'not_a_member'],
  ['deleted meanwhile', known(mine({ deleted: 1, text: '' })), {}, 'message_not_found'],
  ['to nothing', known(mine()), { text: ' \n' }, 'text_invalid'],
  ['above the limit', known(mine()), { text: 'x'.repeat(40_001) }, 'text_too_long'],
  ['made from an older row', known(mine()), { base: 6 }, 'edit_conflict'],
])('[EDIT] an edit is refused: %s', (_, facts, over, code) => {
  expect(edited(facts, over)).toMatchObject({ refused: { code } })
})

test('[EDIT] an edit made from the newest row is taken', () => {
  expect(edited(known(mine()), { base: 7 })).toMatchObject({ ok: { seq: 4 } })
})

test('[EDIT] a message is edited for as long as the workspace allows, and the same text again always', () => {
  const since = (ms: number) => mine({ ts: (at.now - ms) * 1000 })
  const allowed: Known = ['policy', ['editFor'], { name: 'editFor', rev: 1, value: 5 }]
  expect(edited([...known(since(300_000)), allowed])).toMatchObject({ ok: { seq: 4 } })
  expect(edited([...known(since(300_001)), allowed])).toMatchObject({
    refused: { code: 'not_allowed', reason: 'edit_late', limit: 5 },
  })
  expect(edited([...known(since(300_001)), allowed], { text: 'A word.' })).toMatchObject({ writes: [] })
})

const deleting = { do: 'message.delete', channel: 'CROOM', seq: 4 } as const
const deleted = (facts: Known[], listed: KnownList[] = []) =>
  remove(factsOf(deleteScope(deleting, at), facts, listed), deleting, at)

test('[EDIT] a deletion leaves a tombstone and empties all that stood beside it, in one commit', () => {
  const reaction = {
    channel: 'CROOM',
    seq: 4,
    name: 'tada',
    rev: 8,
    count: 2,
    people: ['UBOB', 'UADA'],
    first: 5,
    gone: null,
  }
  const before = mine({ edited: 5 })
  expect(deleted(known(before, { deleted: [1, 9] }), [['reactionsOn', ['CROOM', 4], [reaction]]])).toMatchObject({
    writes: [
      { table: 'messages', row: { ...before, text: '', edited: null, deleted: 1, changed: 1 } },
      { table: 'reactions', row: { ...reaction, count: 0, people: [], gone: 1 } },
      { table: 'channels', row: { deleted: [1, 3, 9] } },
    ],
    drops: [
      { table: 'versions', key: ['CROOM', 4] },
      { table: 'reactors', key: ['CROOM', 4] },
    ],
    keeps: [{ table: 'jobs', row: { kind: 'scrub', key: 'scrub 1700000010000', due: 1_700_000_010_000 } }],
    ok: { seq: 4 },
  })
})

test('[UNREAD] of the deleted ordinals the newest hundred are told', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index + 10)
  expect(deleted(known(mine({ post: 3 }), { deleted: hundred }))).toMatchObject({
    writes: [{}, { row: { deleted: hundred } }],
  })
  expect(deleted(known(mine({ post: 500 }), { deleted: hundred }))).toMatchObject({
    writes: [{}, { row: { deleted: [...hundred.slice(1), 500] } }],
  })
})

test('[EDIT] deleting twice is as deleting once', () => {
  expect(deleted(known(mine({ deleted: 1, text: '' })))).toEqual({ writes: [], ok: { seq: 4 } })
})

test.each([
  ['no message', known(null), 'message_not_found'],
  ["somebody else's", known(messageRecord()), 'not_author'],
  ["somebody else's tombstone", known(messageRecord({ deleted: 1, text: '' })), 'not_author'],
  ['without a seat', known(mine(), {}, false), 'not_a_member'],
])('[EDIT] a deletion is refused: %s', (_, facts, code) => {
  expect(deleted(facts)).toMatchObject({ refused: { code } })
})
