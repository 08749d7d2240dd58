import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { at, channelRecord, factsOf, type Known, seatRecord, streamRecord } from '../../test/support/facts.ts'
import { appended, post, postScope } from './message.ts'

const said = { do: 'message.post', channel: 'CROOM', clientId: 'a', text: 'A word.' } as const
const room: Known = ['channel', ['CROOM'], channelRecord()]
const seat: Known = ['seat', ['CROOM', 'UADA'], seatRecord()]
const stream: Known = ['stream', ['CROOM'], streamRecord()]
const posted = (known: readonly Known[], text: string = said.text) =>
  post(factsOf(postScope(said, at), known), { ...said, text }, at)

test('[COMMIT-5] a post takes the next seq, the next ordinal and a ts of now, and moves the counters with them', () => {
  const ts = at.now * 1000
  expect(posted([room, seat, stream])).toEqual({
    writes: [
      {
        stream: 'CROOM',
        table: 'messages',
        row: {
          ...{ channel: 'CROOM', author: 'UADA', clientId: 'a', text: 'A word.', thread: 0, seq: 6, post: 5, ts },
          ...{ edited: null, deleted: null, changed: null, kind: null, data: null, files: null },
        },
      },
    ],
    counters: [{ stream: 'CROOM', seq: 6, posts: 5, ts, moved: ts }],
    ok: { seq: 6, ts: '1700000000.000000' },
  })
})

test('[COMMIT-4] a post writes one stream, whoever else is there', () => {
  expect(postScope(said, at).streams).toEqual(['CROOM'])
})

test('a post without a seat, into nothing, or without a text that can be kept is refused', () => {
  expect(posted([room, stream])).toMatchObject({ refused: { code: 'not_a_member' } })
  expect(posted([])).toMatchObject({ refused: { code: 'channel_not_found' } })
  expect(posted([room, seat, stream], ' ')).toMatchObject({ refused: { code: 'text_invalid' } })
  expect(posted([room, seat, stream], 'x'.repeat(40_001))).toMatchObject({ refused: { code: 'text_too_long' } })
})

test('who may not post is not told what is wrong with the text', () => {
  expect(posted([room], '')).toMatchObject({ refused: { code: 'not_a_member' } })
})

test('[TS] ts rises with seq, also when the clock stands still or goes back', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2_000_000_000_000 }), { minLength: 1 }), clocks => {
      let before = streamRecord({ seq: 0, posts: 0, ts: 0 })
      for (const now of clocks) {
        const [counters] =
          appended(before, { channel: 'CROOM', author: 'UADA', clientId: 'a', text: 'x' }, now).counters ?? []
        const after = { ...before, ...counters }
        expect([after.seq, after.posts]).toEqual([before.seq + 1, before.posts + 1])
        expect(after.ts).toBeGreaterThan(before.ts)
        expect(after.ts).toBeGreaterThanOrEqual(now * 1000)
        before = after
      }
    }),
    { seed: 41 },
  )
})
