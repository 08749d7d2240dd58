import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { parseAnswer, parseInbound, parseServerFrame } from './codec.ts'
import { inbound } from './commands.ts'
import { isRetryable, refusals } from './refusals.ts'
import { rowKey } from './rows.ts'
import { microsOf, millisOf, tsOf } from './ts.ts'

const post = { id: 7, do: 'message.post', channel: '#general', clientId: 'a', text: 'A word.' }
const refusedAs = (frame: object | string) => {
  const parsed = parseInbound(typeof frame === 'string' ? frame : JSON.stringify(frame))
  return 'refused' in parsed ? [parsed.id, parsed.refused.code] : [parsed.id, 'said']
}

describe('a frame of a client', () => {
  test('becomes its command, with the id apart and without what the command does not know', () => {
    expect(parseInbound(JSON.stringify({ ...post, author: 'U1', seq: 9 }))).toEqual({
      id: 7,
      said: { do: 'message.post', channel: '#general', clientId: 'a', text: 'A word.' },
    })
  })

  test('a ping needs no id, everything else does', () => {
    expect(parseInbound('{"do":"ping"}')).toEqual({ id: null, said: { do: 'ping' } })
    expect(refusedAs({ do: 'places' })).toEqual([null, 'invalid_frame'])
    expect(refusedAs({ id: 0, do: 'ping' })).toEqual([0, 'said'])
  })

  test.each([-1, 1.5, '7', null, {}, [[7]], true, 2 ** 53])('the id %j is none', id => {
    expect(refusedAs({ ...post, id })).toEqual([null, 'invalid_frame'])
  })

  test.each(['', '7', 'null', '"x"', '[]', '{', '[{"id":1}]'])('%s is not a frame', text => {
    expect(refusedAs(text)).toEqual([null, 'invalid_frame'])
  })

  test.each(['nothing', 'constructor', '__proto__', 'toString', 7, null, [['ping']]])('%j is no command', name => {
    expect(refusedAs({ id: 1, do: name })).toEqual([1, 'unknown_command'])
  })

  test('a wrong field is named, and what stood in it is not repeated', () => {
    const parsed = parseInbound(JSON.stringify({ ...post, text: { secret: 1 } }))
    expect(parsed).toMatchObject({
      id: 7,
      refused: { code: 'invalid', message: 'The field "text" is missing or wrong.' },
    })
  })

  test.each(['', 'x'.repeat(65), 'a\0', 'a\nb', 'a\ud800', '\udc00'])('%j is no clientId', clientId => {
    expect(refusedAs({ ...post, clientId })).toEqual([7, 'invalid'])
  })

  test.each(['a', 'x'.repeat(64), '\u{1f389}'.repeat(32), 'Ä-ö_ü'])('%j is a clientId', clientId => {
    expect(refusedAs({ ...post, clientId })).toEqual([7, 'said'])
  })

  test('whatever comes, there is an answer and no exception, and nothing of a foreign shape gets through', () => {
    const value = fc.oneof(fc.jsonValue(), fc.string(), fc.constantFrom('#general', 'a', 1))
    const names = fc.constantFrom(...Object.keys(inbound), 'other')
    const keys = fc.constantFrom('channel', 'clientId', 'text', 'name', 'seq', 'ids', 'before', '__proto__', 'id')
    const frames = fc.tuple(names, fc.array(fc.tuple(keys, value))).map(([name, fields]) => {
      const said = fields.map(([key, each]) => `${JSON.stringify(key)}:${JSON.stringify(each)}`)
      return `{${[`"id":1`, `"do":${JSON.stringify(name)}`, ...said].join()}}`
    })
    fc.assert(
      fc.property(fc.oneof(frames, fc.string(), fc.json()), text => {
        const parsed = parseInbound(text)
        if ('refused' in parsed) return Object.hasOwn(refusals, parsed.refused.code)
        const known = ['do', ...Object.keys(inbound[parsed.said.do].said.entries)]
        return (
          Object.getPrototypeOf(parsed.said) === Object.prototype &&
          Object.keys(parsed.said).every(key => known.includes(key))
        )
      }),
      { seed: 11, numRuns: 2000 },
    )
  })
})

describe('a frame of the server', () => {
  test.each([
    '{"re":7,"ok":{"seq":1}}',
    '{"re":null,"refused":{"code":"invalid_frame","message":"No."}}',
    '{"now":{"pong":true}}',
    '{"digest":{"C0000000000":3}}',
    '{"stream":"C0000000000","since":1,"rev":2,"rows":[]}',
  ])('%s is read as it is', text => expect(parseServerFrame(text)).toEqual(JSON.parse(text)))

  test.each(['', '[]', '{}', '{"later":1}', '{"stream":"C0000000000","since":-1,"rev":2,"rows":[]}'])(
    '%s is none, and to be ignored',
    text => expect(parseServerFrame(text)).toBeNull(),
  )

  test('rows of a kind that only a newer server knows are left out, wherever rows stand', () => {
    const known = { row: 'workspace', rev: 2, id: 'T0000000000', name: 'Flack' }
    const rows = [{ row: 'poll', rev: 1, id: 'P1' }, known, { row: 'toString' }, {}, null]
    const change = { stream: 'T0000000000', since: 0, rev: 2 }
    const read = (frame: object): unknown => parseServerFrame(JSON.stringify(frame))
    expect(read({ ...change, rows })).toEqual({ ...change, rows: [known] })
    expect(parseAnswer('sync', { ...change, rows, more: false })).toEqual({
      ...{ ...change, rows: [known], more: false },
    } as never)
    const hello = {
      protocol: 1,
      build: 'b',
      epoch: 'E',
      workspace: 'T0000000000',
      me: { id: 'U0000000000', name: 'Ada' },
      general: 'C0000000000',
      streams: {},
      places: [],
      more: false,
    }
    const mine = { stream: 'U0000000000', since: 0, rev: 2 }
    expect(read({ hello: { ...hello, mine: { ...mine, rows } } })).toEqual({
      hello: { ...hello, mine: { ...mine, rows: [known] } },
    })
  })

  test('a code of a newer server is understood as final', () => {
    expect(parseServerFrame('{"re":1,"refused":{"code":"brand_new","message":"No."}}')).not.toBeNull()
    expect(['rate_limited', 'unavailable', 'name_taken', 'brand_new', 'toString'].map(isRetryable)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
    const table = Object.entries(refusals).filter(([, { client }]) => client === 'retry')
    expect(Object.keys(refusals).filter(isRetryable)).toEqual(table.map(([code]) => code))
  })
})

describe('what only a newer server says', () => {
  const message = {
    row: 'message',
    rev: 3,
    seq: 1,
    ts: '1.000000',
    author: 'U00000000',
    clientId: 'a',
    text: 'a',
    post: 1,
  }
  const reaction = { row: 'reaction', rev: 4, seq: 1, name: 'tada', count: 1, people: ['U00000000'], first: 1 }

  test('a value of a row that is not known here drops the row, and not the frame', () => {
    const change = { stream: 'C0000000000', since: 2, rev: 5 }
    const rows = [message, { ...message, rev: 4, seq: 2, deleted: 'by policy' }, { ...reaction, count: 'many' }]
    expect(parseServerFrame(JSON.stringify({ ...change, rows }))).toEqual({ ...change, rows: [message] } as never)
  })

  test('the same in each list of an answer; a list of ids stays what it is', () => {
    const page = { rows: [message], users: [], from: 1, to: 1, more: false }
    const beside = [reaction, { ...reaction, name: 'wave', people: 'all' }]
    expect(parseAnswer('history', { ...page, beside })).toEqual({ ...page, beside: [reaction] } as never)
    expect(parseAnswer('reactors', { users: ['U00000000'], rows: [] })).toEqual({ users: ['U00000000'], rows: [] })
  })

  test('of a greeting that cannot be read protocol and build are told, and nothing else', () => {
    expect(parseServerFrame('{"hello":{"protocol":2,"build":"b2","me":7}}')).toEqual({
      foreign: { protocol: 2, build: 'b2' },
    })
    expect(parseServerFrame('{"hello":{"protocol":"two"}}')).toBeNull()
  })
})

test('[TS] a ts and its microseconds are each other’s reverse', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), micros => {
      expect(microsOf(tsOf(micros))).toBe(micros)
      expect(tsOf(micros)).toMatch(/^\d+\.\d{6}$/)
      expect(millisOf(tsOf(micros))).toBe(Math.floor(micros / 1000))
    }),
    { seed: 12 },
  )
})

test('a row’s key is unique in its stream', () => {
  expect(rowKey({ row: 'seat', rev: 1, user: 'U0000000000', state: 'joined', at: 0 })).toBe('U0000000000')
  expect(rowKey({ row: 'place', rev: 1, channel: 'C0000000000', state: 'joined', read: 0, cursor: 0 })).toBe(
    'C0000000000',
  )
  expect(rowKey({ row: 'workspace', rev: 1, id: 'T0000000000', name: 'Flack' })).toBe('T0000000000')
})
