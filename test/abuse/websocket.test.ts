import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { enter } from '../access/guest.ts'
import { patience } from '../support/pace.ts'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { ACCEPT, CLOSE, closing, frame, KEY, opening, PONG, type RawFrame, RawSocket, TEXT } from './raw-socket.ts'
import { type Case, categories, maySend } from './websocket-cases.ts'

/** RFC 6455 by sockets of our own, after the categories of Autobahn's suite. */

/**
 * Where Bun does otherwise and we cannot change it: opening requests that should be refused and are not. Pinned, so that
 * a new version of Bun which does better is noticed too.
 */
const deviations = [
  { name: 'HTTP/1.0', why: 'Bun does not tell which version a request has', first: 'GET /ws HTTP/1.0', status: 101 },
]

/** No code may be missing: each one that two bytes can say up to 5,000, and the last of all. */
const CLOSE_CODES = [...Array(5001).keys(), 65_535]
/** So many sockets at once. */
const LOT = 250

let server: Server
let token = ''

beforeAll(async () => {
  server = await startServer({ args: ['--limits', 'off'] })
  token = (await enter(server.url)).token
})

afterAll(async () => {
  // One that answers has survived it all.
  const last = await RawSocket.greeted(server.port, token)
  last.destroy()
  expect(await server.stop()).toBe(0)
})

for (const [category, cases] of Object.entries(categories)) {
  describe(`[R-19] ${category}`, () => {
    test.each(cases.map(each => [each.name, each] as const))('%s', async (_, each) => {
      expect(await play(each)).toEqual([...each.expects])
    })
  })
}

test(
  `[R-19] 7 closes: each of ${CLOSE_CODES.length} codes is answered by itself or by 1002`,
  async () => {
    const wrong: string[] = []
    const answerTo = async (code: number): Promise<void> => {
      const socket = await RawSocket.greeted(server.port, token)
      socket.write(frame(CLOSE, closing(code)))
      const answer = await socket.ends()
      socket.destroy()
      if (answer !== (maySend(code) ? code : 1002)) wrong.push(`${code}: ${answer}`)
    }
    for (let at = 0; at < CLOSE_CODES.length; at += LOT)
      await Promise.all(CLOSE_CODES.slice(at, at + LOT).map(answerTo))
    expect(wrong).toEqual([])
  },
  patience(60_000),
)

test('[R-19] there are at least 150 cases, none of them twice, and Bun deviates in one thing', () => {
  const names = Object.entries(categories).flatMap(([category, cases]) =>
    cases.map(({ name }) => `${category}: ${name}`),
  )
  expect(new Set(names).size).toBe(names.length)
  expect(names.length).toBeGreaterThanOrEqual(150)
  expect(deviations).toHaveLength(1)
})

/** What comes back, as a case's `expects` says it. */
const play = async ({ sends }: Case): Promise<string[]> => {
  const socket = await RawSocket.greeted(server.port, token)
  const before = socket.frames.length
  for (const bytes of sends) {
    socket.write(bytes)
    // So that it arrives in pieces of its own.
    await new Promise(resolve => setImmediate(resolve))
  }
  socket.write(frame(TEXT, '{"id":999,"do":"ping"}'))
  const isLast = ({ payload }: RawFrame) => payload.includes('"re":999')
  await until(() => socket.ended || socket.frames.some(isLast), { what: 'an answer or the end' })
  const open = socket.frames.some(isLast)
  const heard = socket.frames.slice(before).filter(each => !isLast(each) && each.opcode !== CLOSE)
  const ending = open ? 'open' : String(await socket.ends())
  socket.destroy()
  return [...heard.map(written), ending]
}

const written = ({ fin, rsv, opcode, payload }: RawFrame): string => {
  if (!fin || rsv !== 0) return `a frame with fin ${fin} and reserved bits ${rsv}`
  if (opcode === TEXT && payload.includes('"invalid_frame"')) return 'refused'
  return `${opcode}:${payload.toString(opcode === PONG ? 'latin1' : 'utf8')}`
}

describe('[R-19] the opening request', () => {
  const open = async (request: string) => {
    const socket = new RawSocket(server.port)
    socket.write(request)
    await until(() => socket.head !== '' || socket.ended, { what: 'an answer' })
    socket.destroy()
    return { status: Number(socket.head.split(' ')[1] ?? 0), head: socket.head }
  }

  test('as the RFC has it: 101, and the right answer to the key', async () => {
    const { status, head } = await open(opening(token))
    expect(status).toBe(101)
    expect(head).toMatch(/^upgrade: websocket$/im)
    expect(head).toMatch(/^connection: upgrade$/im)
    expect(/^sec-websocket-accept: (\S+)$/im.exec(head)?.[1]).toBe(ACCEPT)
    expect(head).not.toMatch(/^sec-websocket-(extensions|protocol):/im)
  })

  test.each<[string, Record<string, string | null>]>([
    ['upper and lower case do not matter', { Upgrade: 'WebSocket', Connection: 'upgrade' }],
    ['what else there is in Connection does not matter', { Connection: 'keep-alive, Upgrade' }],
    [
      'compression is offered and not taken',
      { 'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits' },
    ],
    ['unknown extensions are not taken', { 'Sec-WebSocket-Extensions': 'x-nonsense, __proto__; constructor=1' }],
  ])('%s: 101', async (_, headers) => {
    const { status, head } = await open(opening(token, headers))
    expect(status).toBe(101)
    expect(head).not.toMatch(/^sec-websocket-extensions:/im)
  })

  test.each<[string, Record<string, string | null>]>([
    ['no key', { 'Sec-WebSocket-Key': null }],
    ['an empty key', { 'Sec-WebSocket-Key': '' }],
    ['a key that is too short', { 'Sec-WebSocket-Key': 'c2hvcnQ=' }],
    ['no version', { 'Sec-WebSocket-Version': null }],
    ['version 8', { 'Sec-WebSocket-Version': '8' }],
    ['version 99', { 'Sec-WebSocket-Version': '99' }],
    ['no Upgrade', { Upgrade: null }],
    ['another Upgrade', { Upgrade: 'h2c' }],
    ['no Connection: Upgrade', { Connection: 'keep-alive' }],
    ['a body', { 'Content-Length': '5' }],
  ])('%s: refused', async (name, headers) => {
    const { status } = await open(opening(token, headers) + (name === 'a body' ? 'hello' : ''))
    expect([400, 426]).toContain(status)
  })

  test.each(deviations)('deviation: $name is taken, since $why', async ({ first, status }) => {
    expect((await open(opening(token, {}, first))).status).toBe(status)
  })

  test.each(['POST /ws HTTP/1.1', 'HEAD /ws HTTP/1.1', 'PUT /ws HTTP/1.1'])('%s: refused', async first => {
    expect((await open(opening(token, {}, first))).status).not.toBe(101)
  })

  /** What RFC 6455 and 9110 let nobody say twice, whatever the second one says. */
  test.each<[string, number]>([
    [`Sec-WebSocket-Key: ${KEY}`, 426],
    ['Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==', 426],
    ['Sec-WebSocket-Version: 13', 426],
    ['Sec-WebSocket-Version: 8', 426],
    ['Host: 127.0.0.1', 421],
    ['Host: evil.example', 421],
    ['Authorization: Bearer nobodys', 401],
  ])('a second header %j: refused, wherever it stands', async (line, status) => {
    for (const request of twice(line)) expect((await open(request)).status).toBe(status)
  })

  test.each([
    'Upgrade: websocket',
    'Upgrade: h2c',
    'Connection: Upgrade',
    'Connection: keep-alive',
    'Sec-WebSocket-Extensions: permessage-deflate\r\nSec-WebSocket-Extensions: permessage-deflate',
  ])('a second header %j, which is one more of a list: 101, and no extension', async line => {
    for (const request of twice(line)) {
      const { status, head } = await open(request)
      expect(status).toBe(101)
      expect(head).toMatch(/^upgrade: websocket$/im)
      expect(head).not.toMatch(/^sec-websocket-extensions:/im)
    }
  })

  test.each(['chat', 'chat, superchat', '__proto__', 'chat\r\nSec-WebSocket-Protocol: superchat'])(
    'the subprotocol %j is offered: we speak none, and say so by naming none',
    async offer => {
      for (const request of twice(`Sec-WebSocket-Protocol: ${offer}`)) {
        const { status, head } = await open(request)
        expect(status).toBe(101)
        expect(head).not.toMatch(/^sec-websocket-protocol:/im)
      }
    },
  )

  test('a token that nobody has: 401', async () => {
    expect((await open(opening('nobodys'))).status).toBe(401)
  })
})

/** The opening request with one more header, before and after all others. */
const twice = (line: string): string[] => [
  opening(token).replace('\r\n', `\r\n${line}\r\n`),
  opening(token).replace(/\r\n\r\n$/, `\r\n${line}\r\n\r\n`),
]
