import { BINARY, CLOSE, closing, frame, PING, PONG, TEXT } from './raw-socket.ts'

/**
 * RFC 6455 by categories of Autobahn's test suite. A case sends bytes over an open socket; `expects` says what comes:
 * the payloads of frames as `opcode:payload`, in order, and at last `open` (the socket still answers) or the code with
 * which it was closed. What our protocol adds is known: a text frame that is no command is
 * answered by a refusal, which is written `refused`.
 */
export type Case = { name: string; sends: readonly Buffer[]; expects: readonly string[] }

const bytes = (...list: number[]): Buffer => Buffer.from(list)
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')
const one = (name: string, send: Buffer | readonly Buffer[], ...expects: string[]): Case => ({
  name,
  sends: Buffer.isBuffer(send) ? [send] : send,
  expects,
})

const PROTOCOL_ERROR = '1002'
const BAD_DATA = '1007'

const text = (payload: Buffer | string, options = {}) => frame(TEXT, payload, options)
const rest = (payload: Buffer | string, fin = true) => frame(0, payload, { fin })
const part = (payload: Buffer | string) => frame(TEXT, payload, { fin: false })

/** A command that says nothing, of so many bytes. */
const command = (size: number): string => `{"id":1,"do":"ping","pad":"${'*'.repeat(size - 29)}"}`
const answered = '1:{"re":1,"ok":{}}'

const framing: Case[] = [
  ...[30, 125, 126, 127, 128, 65_535, 65_536, 131_072, 262_144].map(size =>
    one(`a text of ${size} bytes`, text(command(size)), answered, 'open'),
  ),
  one('an empty text', text(''), 'refused', 'open'),
  ...[0, 1, 125, 126, 127, 128, 65_535, 65_536].map(size =>
    one(`a binary message of ${size} bytes`, frame(BINARY, Buffer.alloc(size, 0xfe)), 'refused', 'open'),
  ),
  one('a text of 125 bytes, its length in two', text(command(125), { lengthBytes: 2 }), answered, 'open'),
  one('a text of 30 bytes, its length in eight', text(command(30), { lengthBytes: 8 }), answered, 'open'),
  one('a text of 65,535 bytes, its length in eight', text(command(65_535), { lengthBytes: 8 }), answered, 'open'),
  one(
    'a text byte by byte',
    [...text(command(60))].map(byte => bytes(byte)),
    answered,
    'open',
  ),
  one('two texts in one piece', Buffer.concat([text(command(40)), text(command(40))]), answered, answered, 'open'),
  one('one mask of zeros', maskedWithZeros(command(40)), answered, 'open'),
]

function maskedWithZeros(payload: string): Buffer {
  const body = Buffer.from(payload)
  return Buffer.concat([bytes(0x81, 0x80 | body.length, 0, 0, 0, 0), body])
}

const pings: Case[] = [
  one('a ping without payload is answered', frame(PING), '10:', 'open'),
  one('a ping with a text', frame(PING, 'Hello'), '10:Hello', 'open'),
  one(
    'a ping with bytes that are no text',
    frame(PING, hex('00ff fefd fcfb 00ff')),
    `10:${hex('00fffefdfcfb00ff').toString('latin1')}`,
    'open',
  ),
  one(
    'a ping of 125 bytes',
    frame(PING, Buffer.alloc(125, 0xfe)),
    `10:${Buffer.alloc(125, 0xfe).toString('latin1')}`,
    'open',
  ),
  one('a ping of 126 bytes', frame(PING, Buffer.alloc(126, 0xfe)), PROTOCOL_ERROR),
  one(
    'a ping of 125 bytes, byte by byte',
    [...frame(PING, Buffer.alloc(125, 0x2a))].map(byte => bytes(byte)),
    `10:${'*'.repeat(125)}`,
    'open',
  ),
  one('a pong that nobody asked for', frame(PONG), 'open'),
  one('a pong with a payload that nobody asked for', frame(PONG, 'unsolicited'), 'open'),
  one('such a pong, then a ping', [frame(PONG, 'unsolicited'), frame(PING, 'x')], '10:x', 'open'),
  one('a pong of 126 bytes', frame(PONG, Buffer.alloc(126)), PROTOCOL_ERROR),
  one(
    'ten pings',
    Array.from({ length: 10 }, (_, n) => frame(PING, `ping ${n}`)),
    ...Array.from({ length: 10 }, (_, n) => `10:ping ${n}`),
    'open',
  ),
  one(
    'ten pings in one piece',
    Buffer.concat(Array.from({ length: 10 }, (_, n) => frame(PING, `ping ${n}`))),
    ...Array.from({ length: 10 }, (_, n) => `10:ping ${n}`),
    'open',
  ),
  one(
    'a ping inside a fragmented text',
    [part('{"id":1,'), frame(PING, 'inside'), rest('"do":"ping"}')],
    '10:inside',
    answered,
    'open',
  ),
  one('a ping in two fragments', [frame(PING, 'a', { fin: false }), rest('b')], PROTOCOL_ERROR),
  one('a pong in two fragments', [frame(PONG, 'a', { fin: false }), rest('b')], PROTOCOL_ERROR),
]

const reserved: Case[] = [
  ...[1, 2, 3, 4, 5, 6, 7].flatMap(rsv => [
    one(`a text with the reserved bits ${rsv}`, text(command(40), { rsv }), PROTOCOL_ERROR),
    one(
      `a good text, then one with the reserved bits ${rsv}`,
      [text(command(40)), text(command(40), { rsv })],
      answered,
      PROTOCOL_ERROR,
    ),
  ]),
  ...[1, 4].flatMap(rsv => [
    one(`a ping with the reserved bits ${rsv}`, frame(PING, '', { rsv }), PROTOCOL_ERROR),
    one(`a close with the reserved bits ${rsv}`, frame(CLOSE, closing(1000), { rsv }), PROTOCOL_ERROR),
    one(`a binary message with the reserved bits ${rsv}`, frame(BINARY, 'x', { rsv }), PROTOCOL_ERROR),
  ]),
  one(
    'a second fragment with a reserved bit',
    [part('{"id":1,'), frame(0, '"do":"ping"}', { rsv: 4 })],
    PROTOCOL_ERROR,
  ),
]

const opcodes: Case[] = [3, 4, 5, 6, 7, 11, 12, 13, 14, 15].flatMap(opcode => [
  one(`the opcode ${opcode}`, frame(opcode), PROTOCOL_ERROR),
  one(`the opcode ${opcode} with a payload`, frame(opcode, 'reserved'), PROTOCOL_ERROR),
  one(`a good text, then the opcode ${opcode}`, [text(command(40)), frame(opcode)], answered, PROTOCOL_ERROR),
])

const fragments: Case[] = [
  one('a text in two fragments', [part('{"id":1,'), rest('"do":"ping"}')], answered, 'open'),
  one(
    'a text in two fragments, in one piece',
    Buffer.concat([part('{"id":1,'), rest('"do":"ping"}')]),
    answered,
    'open',
  ),
  one(
    'a text in fragments of one byte',
    [part(''), ...[...command(40)].map(byte => rest(byte, false)), rest('')],
    answered,
    'open',
  ),
  one('three empty fragments', [part(''), rest('', false), rest('')], 'refused', 'open'),
  one('a text between empty fragments', [part(''), rest(command(40), false), rest('')], answered, 'open'),
  one('a binary message in two fragments', [frame(BINARY, 'a', { fin: false }), rest('b')], 'refused', 'open'),
  one(
    '262,144 bytes in 64 fragments',
    Array.from({ length: 64 }, (_, n) =>
      frame(n === 0 ? TEXT : 0, command(262_144).slice(n * 4096, (n + 1) * 4096), { fin: n === 63 }),
    ),
    answered,
    'open',
  ),
  one('a continuation of nothing', rest('x'), PROTOCOL_ERROR),
  one('a continuation of nothing that is not the last', rest('x', false), PROTOCOL_ERROR),
  one('a continuation after a whole text', [text(command(40)), rest('x')], answered, PROTOCOL_ERROR),
  one('a text within a fragmented text', [part('a'), text('b')], PROTOCOL_ERROR),
  one('a beginning within a fragmented text', [part('a'), part('b')], PROTOCOL_ERROR),
  one('a binary message within a fragmented text', [part('a'), frame(BINARY, 'b')], PROTOCOL_ERROR),
  one('a close within a fragmented text', [part('{"id":1,'), frame(CLOSE, closing(1000))], '1000'),
  one(
    'a fragmented text after another',
    [part('{"id":1,'), rest('"do":"ping"}'), part('{"id":1,'), rest('"do":"ping"}')],
    answered,
    answered,
    'open',
  ),
]

/** Within a JSON text, so that what is good is a command. */
const inText = (inner: Buffer): Buffer =>
  Buffer.concat([Buffer.from('{"id":1,"do":"ping","x":"'), inner, Buffer.from('"}')])

const good: readonly (readonly [string, string])[] = [
  ['ASCII', '48656c6c6f'],
  ['two bytes', 'c2b5'],
  ['Greek', 'ceba e1bdb9 cf83 cebc ceb5'],
  ['the first of two bytes', 'c280'],
  ['the last of two bytes', 'dfbf'],
  ['the first of three bytes', 'e0a080'],
  ['the last before the surrogates', 'ed9fbf'],
  ['the first after the surrogates', 'ee8080'],
  ['the replacement character', 'efbfbd'],
  ['a noncharacter, U+FFFF', 'efbfbf'],
  ['the first of four bytes', 'f0908080'],
  ['an emoji', 'f09f8e89'],
  ['the last of all, U+10FFFF', 'f48fbfbf'],
]

const bad: readonly (readonly [string, string])[] = [
  ['a continuation byte alone', '80'],
  ['the last continuation byte alone', 'bf'],
  ['two continuation bytes', '80bf'],
  ['the start of two bytes alone', 'c3'],
  ['the start of three bytes alone', 'e2'],
  ['three bytes without the last', 'e282'],
  ['the start of four bytes alone', 'f0'],
  ['four bytes without the last', 'f09f8e'],
  ['a start and something else', 'c328'],
  ['FE', 'fe'],
  ['FF', 'ff'],
  ['an overlong slash in two bytes', 'c0af'],
  ['an overlong slash in three', 'e080af'],
  ['an overlong slash in four', 'f08080af'],
  ['an overlong NUL', 'c080'],
  ['the longest overlong of two bytes', 'c1bf'],
  ['the longest overlong of three', 'e09fbf'],
  ['the longest overlong of four', 'f08fbfbf'],
  ['the first high surrogate', 'eda080'],
  ['the last low surrogate', 'edbfbf'],
  ['a pair of surrogates', 'eda080edb080'],
  ['beyond U+10FFFF', 'f4908080'],
  ['five bytes', 'f888808080'],
  ['six bytes', 'fc8480808080'],
]

const utf8: Case[] = [
  ...good.map(([name, code]) => one(`${name}`, text(inText(hex(code))), answered, 'open')),
  ...good.slice(1, 6).map(([name, code]) => {
    const whole = inText(hex(code))
    return one(
      `${name}, a fragment for each byte`,
      [...whole].map((byte, at) => frame(at === 0 ? TEXT : 0, bytes(byte), { fin: at === whole.length - 1 })),
      answered,
      'open',
    )
  }),
  one(
    'a split inside an emoji',
    [
      part(Buffer.concat([Buffer.from('{"id":1,"do":"ping","x":"'), hex('f09f')])),
      rest(Buffer.concat([hex('8e89'), Buffer.from('"}')])),
    ],
    answered,
    'open',
  ),
  one(
    'a ping between the halves of an emoji',
    [
      part(Buffer.concat([Buffer.from('{"id":1,"do":"ping","x":"'), hex('f09f')])),
      frame(PING, 'p'),
      rest(Buffer.concat([hex('8e89'), Buffer.from('"}')])),
    ],
    '10:p',
    answered,
    'open',
  ),
  ...bad.map(([name, code]) => one(`${name}: no text`, text(inText(hex(code))), BAD_DATA)),
  ...bad
    .slice(8, 14)
    .map(([name, code]) =>
      one(
        `${name} in the second of two fragments`,
        [part('{"x":"'), rest(Buffer.concat([hex(code), Buffer.from('"}')]))],
        BAD_DATA,
      ),
    ),
  one('an emoji whose second half never comes', [part(hex('f09f')), rest('')], BAD_DATA),
  one('what is no UTF-8, in a binary message', frame(BINARY, hex('fffe80')), 'refused', 'open'),
]

const closes: Case[] = [
  one('a close without payload', frame(CLOSE), '1005'),
  one('a close with a reason', frame(CLOSE, closing(1000, 'Good bye')), '1000'),
  one('a close with a reason of 123 bytes', frame(CLOSE, closing(1000, '*'.repeat(123))), '1000'),
  one('a close of 126 bytes', frame(CLOSE, closing(1000, '*'.repeat(124))), PROTOCOL_ERROR),
  one('a close of one byte', frame(CLOSE, bytes(3)), PROTOCOL_ERROR),
  one('a close whose reason is no UTF-8', frame(CLOSE, closing(1000, hex('ceba ff'))), BAD_DATA),
  one('a close whose reason is half a character', frame(CLOSE, closing(1000, hex('f09f'))), BAD_DATA),
  one('a close in two fragments', [frame(CLOSE, closing(1000), { fin: false }), rest('')], PROTOCOL_ERROR),
  one('two closes', [frame(CLOSE, closing(1000)), frame(CLOSE, closing(1000))], '1000'),
  one('a text after a close is not heard', Buffer.concat([frame(CLOSE, closing(1000)), text(command(40))]), '1000'),
  one('a ping after a close is not answered', Buffer.concat([frame(CLOSE, closing(1000)), frame(PING, 'x')]), '1000'),
  one(
    'a text before a close is answered',
    Buffer.concat([text(command(40)), frame(CLOSE, closing(1000))]),
    answered,
    '1000',
  ),
]

/** Of a close code whether a client may send it: the registry's, libraries' (3000 to 3999) and programs' (4000 to 4999). */
export const maySend = (code: number): boolean =>
  (code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code)) || (code >= 3000 && code <= 4999)

const masks: Case[] = [TEXT, BINARY, PING, PONG, CLOSE, 0].map(opcode =>
  one(
    `a frame without a mask, opcode ${opcode}`,
    frame(opcode, opcode === CLOSE ? closing(1000) : '', { mask: false }),
    PROTOCOL_ERROR,
  ),
)

const limits: Case[] = [
  one('one byte more than 262,144', text(command(262_145)), '1009'),
  one('one byte more than 262,144 in two fragments', [part('x'.repeat(262_144)), rest('x')], '1009'),
  one('a header that announces 2^31 bytes', text('', { announced: 2n ** 31n }), '1009'),
  one('a header that announces 2^32 bytes', text('', { announced: 2n ** 32n }), '1009'),
  one('a header that announces 2^63 - 1 bytes', text('', { announced: 2n ** 63n - 1n }), '1009'),
  one('a header that announces 2^64 - 1 bytes, which is negative', text('', { announced: 2n ** 64n - 1n }), '1009'),
  one(
    'a fragment that announces 2^63 - 1 more bytes',
    [part('x'), frame(0, '', { announced: 2n ** 63n - 1n })],
    '1009',
  ),
]

/** By category, with its number in Autobahn's suite. */
export const categories: Readonly<Record<string, readonly Case[]>> = {
  '1 framing': framing,
  '2 pings and pongs': pings,
  '3 reserved bits': reserved,
  '4 opcodes': opcodes,
  '5 fragments': fragments,
  '6 UTF-8': utf8,
  '7 closes': closes,
  '9 limits': limits,
  masks: masks,
}
