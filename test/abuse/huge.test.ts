import { afterAll, beforeAll, expect, test } from 'bun:test'
import { codeOf } from '../access/connection.ts'
import { connect, enter, type Member } from '../access/guest.ts'
import { full } from '../support/full.ts'
import { patience } from '../support/pace.ts'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { say } from './raw-request.ts'
import { frame, opening, type RawFrame, RawSocket, TEXT } from './raw-socket.ts'
import { delayIn, filesBackTo, filesOf, watchMemory } from './vitals.ts'

/** What announces more than it is, or comes in more pieces than anybody needs: of each kind so many at once. */
const attackers = full ? 100 : 20
const fragments = 1_000_000
const MEMORY_MIB = 32
/** Only with --full, where nothing else runs: until all of them are closed, and how long anybody else may wait meanwhile. */
const CLOSED_MS = full ? 1000 : Number.POSITIVE_INFINITY
const DELAY_MS = full ? 100 : Number.POSITIVE_INFINITY
const bounds = full ? ', within 1 s and delaying nobody by more than 100 ms' : ' (the times only with --full)'

let server: Server
let witness: Member
let token = ''

beforeAll(async () => {
  server = await startServer({ args: ['--limits', 'off'] })
  witness = await connect(server.url)
  token = (await enter(server.url)).token
})

afterAll(async () => {
  expect(codeOf(await witness.socket.ask({ do: 'history', channel: '#general' }))).toBe('ok')
  witness.socket.close()
  expect(await server.stop()).toBe(0)
})

test.each<[string, number, readonly Buffer[]]>([
  ['a header that announces 2^31 bytes', 1009, [frame(TEXT, '', { announced: 2n ** 31n })]],
  ['a header that announces 2^63 - 1 bytes', 1009, [frame(TEXT, '', { announced: 2n ** 63n - 1n })]],
  [
    '16 fragments of 64 KiB',
    1009,
    Array.from({ length: 16 }, (_, n) => frame(n === 0 ? TEXT : 0, 'x'.repeat(65_536), { fin: n === 15 })),
  ],
  ['a frame of 256 KiB and a byte', 1009, [frame(TEXT, 'x'.repeat(262_145))]],
  ['compressed bytes, though nobody agreed to that', 1002, [frame(TEXT, Buffer.alloc(1000), { rsv: 4 })]],
])(
  `[R-18] %s: closed with %d${bounds}, and nothing is kept for it`,
  async (what, code, sends) => {
    const files = filesOf(server.pid)
    const memory = watchMemory(server.pid)
    await inTime(what, sends, async socket => expect(await socket.ends()).toBe(code))
    expect(codeOf(await witness.socket.ask({ do: 'history', channel: '#general' }))).toBe('ok')
    await filesBackTo(server.pid, files)
    expect(memory.stop()).toBeLessThan(MEMORY_MIB)
  },
  patience(30_000),
)

/** All attackers send at once. What others do on the machine only makes it slower, so it may be tried three times. */
const inTime = async (what: string, sends: readonly Buffer[], isOver: (socket: RawSocket) => Promise<unknown>) => {
  for (let tries = 1; ; tries++) {
    const [took, delay] = await strike(sends, isOver)
    console.log(`${what}, ${attackers} times: over after ${took} ms, others waited ${delay} ms`)
    if (took <= CLOSED_MS && delay <= DELAY_MS) return
    if (tries === 3) throw new Error(`Over after ${took} ms, and others waited ${delay} ms.`)
  }
}

const strike = async (sends: readonly Buffer[], isOver: (socket: RawSocket) => Promise<unknown>) => {
  const crowd = await Promise.all(Array.from({ length: attackers }, () => RawSocket.greeted(server.port, token)))
  await delayIn(server.url)
  const started = performance.now()
  for (const socket of crowd) for (const bytes of sends) socket.write(bytes)
  expect(codeOf(await witness.socket.ask({ do: 'history', channel: '#general' }))).toBe('ok')
  await Promise.all(crowd.map(isOver))
  const took = performance.now() - started
  for (const socket of crowd) socket.destroy()
  return [Math.round(took), Math.round(await delayIn(server.url))] as const
}

test(
  `[R-18] ${fragments} fragments of one byte: closed with 1009${bounds}`,
  async () => {
    const memory = watchMemory(server.pid)
    await inTime('fragments of one byte', [many(' ')], async socket => expect(await socket.ends()).toBe(1009))
    expect(memory.stop()).toBeLessThan(MEMORY_MIB)
  },
  patience(60_000),
)

test(
  `[R-18] ${fragments} fragments of nothing, ten at once: read to their end, and others are served`,
  async () => {
    const memory = watchMemory(server.pid)
    const crowd = await Promise.all(Array.from({ length: 10 }, () => RawSocket.greeted(server.port, token)))
    const bytes = many('')
    for (const socket of crowd) socket.write(bytes)
    expect(codeOf(await witness.socket.ask({ do: 'history', channel: '#general' }))).toBe('ok')
    const isRefusal = ({ payload }: RawFrame) => payload.includes('"invalid_frame"')
    await Promise.all(crowd.map(socket => socket.hears(isRefusal, 'the answer to an empty object')))
    expect(memory.stop()).toBeLessThan(MEMORY_MIB)
    for (const socket of crowd) socket.destroy()
  },
  patience(60_000),
)

/** An empty object in many pieces. */
const many = (each: string): Buffer => {
  const pieces = Array(fragments).fill(frame(0, each, { fin: false }))
  return Buffer.concat([frame(TEXT, '{', { fin: false }), ...pieces, frame(0, '}')])
}

test('[R-18] 8,192 headers, or one of 1 MiB, at the upgrade: refused at once', async () => {
  const names = Object.fromEntries(Array.from({ length: 8192 }, (_, n) => [`X-${n}`, 'y']))
  const refused = await say(server.port, opening(token, names))
  expect([refused.statuses, refused.ended]).toEqual([[431], true])
  const long = await say(server.port, opening(token, { 'X-Long': 'y'.repeat(1024 * 1024) }))
  expect([long.statuses, long.ended]).toEqual([[431], true])
})

test('[R-18] half a frame holds no more than what came of it', async () => {
  const memory = watchMemory(server.pid)
  const crowd = await Promise.all(Array.from({ length: attackers }, () => RawSocket.greeted(server.port, token)))
  const half = frame(TEXT, 'x'.repeat(262_144)).subarray(0, 131_072)
  for (const socket of crowd) socket.write(half)
  await until(() => crowd.every(({ tcp }) => tcp.bytesWritten > half.length), { what: 'all halves to leave' })
  expect(codeOf(await witness.socket.ask({ do: 'history', channel: '#general' }))).toBe('ok')
  // What Bun grows a buffer by, and no multiple of what was announced.
  expect(memory.stop()).toBeLessThan((attackers * 262_144) / 1024 ** 2 + 32)
  for (const socket of crowd) socket.destroy()
})
