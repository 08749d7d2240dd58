import { expect, test } from 'bun:test'
import fc from 'fast-check'
import {
  at,
  channelRecord,
  factsOf,
  type Known,
  messageRecord,
  placeRecord,
  seatRecord,
} from '../../test/support/facts.ts'
import { arrange, arrangeScope, mark, markScope } from './place.ts'

const room: Known = ['channel', ['CROOM'], channelRecord()]
const seat: Known = ['seat', ['CROOM', 'UADA'], seatRecord()]
const place = (read: number): Known => ['place', ['UADA', 'CROOM'], placeRecord({ read })]
const message = (seq: number): Known => ['message', ['CROOM', seq], messageRecord({ seq, post: seq - 1 })]
const marked = (seq: number, known: readonly Known[]) => {
  const said = { do: 'read.mark', channel: 'CROOM', seq } as const
  return mark(factsOf(markScope(said, at), known), said, at)
}

test('[UNREAD] marking moves the cursor up to a message and its ordinal', () => {
  expect(marked(4, [room, seat, place(2), message(4)])).toEqual({
    writes: [
      {
        stream: 'UADA',
        table: 'places',
        row: {
          user: 'UADA',
          channel: 'CROOM',
          state: 'joined',
          read: 4,
          cursor: 3,
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
    ok: { read: 4 },
  })
})

test('the cursor never goes back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 0, max: 50 }), (seq, read) => {
      expect(marked(seq, [room, seat, place(read), message(seq)])).toMatchObject({ ok: { read: Math.max(seq, read) } })
    }),
    { seed: 51 },
  )
})

test('a seq that does not exist, or is read already, changes nothing', () => {
  expect(marked(9, [room, seat, place(2)])).toEqual({ writes: [], ok: { read: 2 } })
  expect(marked(2, [room, seat, place(2), message(2)])).toEqual({ writes: [], ok: { read: 2 } })
})

test('without a seat there is nothing to mark', () => {
  expect(marked(4, [room, message(4)])).toMatchObject({ refused: { code: 'not_a_member' } })
  expect(marked(4, [])).toMatchObject({ refused: { code: 'channel_not_found' } })
})

test('[COMMIT-1] reading locks only the reader’s own stream', () => {
  expect(markScope({ do: 'read.mark', channel: 'CROOM', seq: 1 }, at).streams).toEqual(['UADA'])
})

const arranged = (fields: object, known: readonly Known[]) => {
  const said = { do: 'place.arrange', channel: 'CROOM', ...fields } as const
  return arrange(factsOf(arrangeScope(said, at), known), said, at)
}

test('a conversation is starred, silenced and put into a section one by one, and reading leaves that as it is', () => {
  const starred: Known = ['place', ['UADA', 'CROOM'], placeRecord({ read: 2, star: 1, section: 'LTEAMS' })]
  expect(arranged({ star: true }, [room, seat, place(2)])).toMatchObject({
    writes: [{ table: 'places', row: { read: 2, star: 1, mute: null, section: null } }],
  })
  expect(arranged({ mute: true }, [room, seat, starred])).toMatchObject({
    writes: [{ row: { star: 1, mute: 1, section: 'LTEAMS' } }],
  })
  expect(arranged({ star: true }, [room, seat, starred])).toMatchObject({ writes: [] })
  expect(arranged({ section: null }, [room, seat, starred])).toMatchObject({ writes: [{ row: { section: null } }] })
  expect(marked(4, [room, seat, starred, message(4)])).toMatchObject({ writes: [{ row: { read: 4, star: 1 } }] })
  expect(arranged({ star: true }, [room, place(2)])).toMatchObject({
    refused: { code: 'not_a_member' },
  })
})
