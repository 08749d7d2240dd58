import { afterAll, beforeAll, expect, test } from 'bun:test'
import { codeOf } from '../access/connection.ts'
import { connect, enter, type Member } from '../access/guest.ts'
import { full } from '../support/full.ts'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { say } from './raw-request.ts'
import { frame, opening, RawSocket, TEXT } from './raw-socket.ts'
import { filesBackTo, filesOf, watchMemory } from './vitals.ts'

/** What announces more than it is, or comes in more pieces than anybody needs: of each kind so many at once. */
const attackers = full ? 100 : 20
const fragments = full ? 1_000_000 : 50_000

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
  '[R-18] %s: closed with %d, and nothing is kept for it',
  async (_, code, sends) => {
    const files = filesOf(server.pid)
    const memory = watchMemory(server.pid)
    const crowd = await Promise.all(Array.from({ length: attackers }, () => RawSocket.greeted(server.port, token)))
    for (const socket of crowd) for (const bytes of sends) socket.write(bytes)
    expect(await Promise.all(crowd.map(socket => socket.ends()))).toEqual(Array(attackers).fill(code))
    for (const socket of crowd) socket.destroy()
    expect(codeOf(await witness.socket.ask({ do: 'history', channel: '#general' }))).toBe('ok')
    await filesBackTo(server.pid, files)
    expect(memory.stop()).toBeLessThan(32)
  },
  30_000,
)

test(`[R-18] ${fragments} fragments of one byte, and as many of none: read as far as a frame may go, and others are served`, async () => {
  const memory = watchMemory(server.pid)
  const bytes = await RawSocket.greeted(server.port, token)
  const nothing = await RawSocket.greeted(server.port, token)
  bytes.write(Buffer.concat([frame(TEXT, '{', { fin: false }), many(frame(0, ' ', { fin: false })), frame(0, '}')]))
  nothing.write(Buffer.concat([frame(TEXT, '{', { fin: false }), many(frame(0, '', { fin: false })), frame(0, '}')]))
  expect(codeOf(await witness.socket.ask({ do: 'history', channel: '#general' }))).toBe('ok')
  const isRefusal = ({ payload }: { payload: Buffer }) => payload.includes('"invalid_frame"')
  await nothing.hears(isRefusal, 'the answer to an empty object')
  if (fragments < 262_144) await bytes.hears(isRefusal, 'the answer to an empty object')
  else expect(await bytes.ends()).toBe(1009)
  expect(memory.stop()).toBeLessThan(64)
  for (const socket of [bytes, nothing]) socket.destroy()
}, 60_000)

const many = (each: Buffer): Buffer => Buffer.concat(Array(fragments).fill(each))

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
