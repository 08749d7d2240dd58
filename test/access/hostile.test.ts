import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test'
import { FRAME_BYTES, PAGE_MESSAGES } from '#protocol/limits.ts'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { Connection, codeOf } from './connection.ts'
import { openDump } from './dump.ts'
import { connect, type Member } from './guest.ts'

let server: Server
let dump: ReturnType<typeof openDump>
const sockets: Connection[] = []

beforeAll(async () => {
  server = await startServer()
  dump = openDump(server.dataDir)
})

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close()
})

afterAll(async () => {
  dump.close()
  await server.stop()
})

describe('texts', () => {
  test.each([
    ['nothing', '', 'text_invalid'],
    ['spaces', '   ', 'text_invalid'],
    ['white space of all kinds', ' \t\r\n\u00a0\u2003\u3000\ufeff', 'text_invalid'],
    ['NUL', 'a\0b', 'text_invalid'],
    ['half a pair', 'a\ud800b', 'text_invalid'],
    ['the other half', '\udc00', 'text_invalid'],
    ['a pair the wrong way round', '\udc00\ud800', 'text_invalid'],
    ['40,001 characters', 'x'.repeat(40_001), 'text_too_long'],
    ['40,001 spaces', ' '.repeat(40_001), 'text_too_long'],
    ['20,001 emoji, which are 40,002 characters', '\u{1f389}'.repeat(20_001), 'text_too_long'],
    ['164 KiB of UTF-8', '\u20ac'.repeat(56_000), 'text_too_long'],
  ])('%s: refused, and nothing is kept', async (_, text, code) => {
    const { socket } = await member()
    const before = dump.take()
    expect(codeOf(await socket.ask(post(text)))).toBe(code)
    expect(dump.take()).toBe(before)
  })

  test.each([
    ['one character', 'x'],
    ['40,000 characters', 'x'.repeat(40_000)],
    ['20,000 emoji', '\u{1f389}'.repeat(20_000)],
    ['120,000 bytes of UTF-8', '\u20ac'.repeat(40_000)],
    ['40,000 controls, which JSON writes as 240,000 bytes', '\u0001'.repeat(40_000)],
    ['escapes of a terminal', '\u001b[2J\u001b]0;x\u0007'],
    ['overrides of the direction', '\u202egpj.exe\u2066'],
    ['what looks like a frame', '{"re":null,"refused":{"code":"invalid_frame"}}'],
    ['markup', '<script>alert(1)</script><img src=x onerror=alert(1)>'],
    ['lines of all kinds', 'a\r\nb\u2028c\u2029d\u0085e'],
  ])('%s: kept as it is', async (_, text) => {
    const { socket } = await member()
    expect(codeOf(await socket.ask(post(text)))).toBe('ok')
    const { ok } = await socket.ask({ do: 'history', channel: '#general', limit: 1 })
    expect(ok?.rows).toEqual([expect.objectContaining({ text })])
  })

  test('[SIZE] a page of the longest texts is cut to a frame, and leads on to the rest', async () => {
    const { socket } = await member()
    for (let n = 0; n < 5; n++) await socket.ask(post('\u20ac'.repeat(40_000)))
    const page = await socket.ask({ do: 'history', channel: '#general', limit: 5 })
    expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThanOrEqual(FRAME_BYTES)
    expect(page.ok?.more).toBeTrue()
  })

  test('[SIZE] so is one that many people have written, together with their names', async () => {
    const { socket } = await member()
    const people = await Promise.all(
      Array.from({ length: PAGE_MESSAGES }, (_, n) => connect(server.url, `${'\u5f20'.repeat(56)} ${n}`)),
    )
    const rows = []
    for (const person of people) {
      expect(codeOf(await person.socket.ask(post('x'.repeat(2370))))).toBe('ok')
      person.socket.close()
    }
    for (let before: number | undefined; rows.length < people.length; ) {
      const page = await socket.ask({ do: 'history', channel: '#general', before })
      expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThanOrEqual(FRAME_BYTES)
      const { rows: older, users } = page.ok as { rows: { seq: number; author: string }[]; users: { id: string }[] }
      expect(users.map(({ id }) => id).sort()).toEqual([...new Set(older.map(({ author }) => author))].sort())
      rows.unshift(...older)
      before = rows[0]?.seq
    }
    expect(rows.slice(-people.length).map(({ author }) => author)).toEqual(people.map(({ id }) => id))
  })
})

describe('frames', () => {
  test.each([
    ['no JSON', 'hello'],
    ['an empty one', ''],
    ['half of one', '{"id":1,"do":"ping"'],
    ['two in one', '{"id":1,"do":"ping"}{"id":2,"do":"ping"}'],
    ['an array', '[{"id":1,"do":"ping"}]'],
    ['a number', '7'],
    ['a string', '"ping"'],
    ['null', 'null'],
    ['no id', '{"do":"history","channel":"#general"}'],
    ['a negative id', '{"id":-1,"do":"ping"}'],
    ['a fractional id', '{"id":1.5,"do":"ping"}'],
    ['an endless id', '{"id":1e400,"do":"ping"}'],
    ['an id beyond what is counted exactly', '{"id":9007199254740992,"do":"ping"}'],
    ['an id that is a string', '{"id":"1","do":"ping"}'],
    ['an id that is null', '{"id":null,"do":"ping"}'],
    ['an id that is an object', '{"id":{"valueOf":1},"do":"ping"}'],
    ['10,000 arrays in each other', '['.repeat(10_000)],
    ['10,000 objects in each other', `${'{"id":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
    ['a byte order mark', '\ufeff{"id":1,"do":"ping"}'],
    ['single quotes', "{'id':1,'do':'ping'}"],
  ])('%s: invalid_frame, and the socket lives', async (_, frame) => {
    const { socket } = await member()
    socket.raw(frame)
    const answer = await socket.hears(({ re }) => re === null, 'the refusal')
    expect(answer.refused).toEqual({ code: 'invalid_frame', message: expect.any(String) })
    await socket.settled()
  })

  test.each([new Uint8Array(0), new TextEncoder().encode('{"id":1,"do":"ping"}'), new Uint8Array([0xff, 0xfe])])(
    'a binary one: invalid_frame',
    async frame => {
      const { socket } = await member()
      socket.raw(frame)
      expect((await socket.hears(({ re }) => re === null, 'the refusal')).refused).toMatchObject({
        code: 'invalid_frame',
      })
      await socket.settled()
    },
  )

  test('deep nesting where anything may stand is nothing', async () => {
    const { socket } = await member()
    socket.raw(`{"id":1,"do":"ping","more":${'['.repeat(10_000)}${']'.repeat(10_000)}}`)
    expect(codeOf(await socket.answerTo(1))).toBe('ok')
    socket.raw(`{"id":2,"do":"history","channel":${'['.repeat(10_000)}${']'.repeat(10_000)}}`)
    expect(codeOf(await socket.answerTo(2))).toBe('invalid')
  })

  test('[SIZE] a frame of 256 KiB is read; one byte more closes the socket with 1009', async () => {
    const { socket } = await member()
    const frame = (bytes: number) => `{"id":1,"do":"ping","pad":"${'x'.repeat(bytes - 29)}"}`
    expect(frame(FRAME_BYTES).length).toBe(FRAME_BYTES)
    socket.raw(frame(FRAME_BYTES))
    expect(codeOf(await socket.answerTo(1))).toBe('ok')
    socket.raw(frame(FRAME_BYTES + 1))
    expect(await socket.ends()).toBe(1009)
  })

  test('the same id twice is answered twice', async () => {
    const { socket } = await member()
    socket.say({ id: 5, do: 'ping' })
    socket.say({ id: 5, do: 'ping' })
    await socket.settled()
    expect(socket.frames.filter(({ re }) => re === 5)).toHaveLength(2)
  })

  test('20 that cannot be parsed are answered; the next one closes the socket with 1008, and nobody else’s', async () => {
    const { socket } = await member()
    const other = await member()
    for (let n = 0; n < 20; n++) socket.raw('{')
    await socket.settled()
    expect(socket.frames.filter(({ re }) => re === null)).toHaveLength(20)
    socket.raw('{')
    expect(await socket.ends()).toBe(1008)
    await other.socket.settled()
  })

  test('what comes before the greeting is answered after it, in order', async () => {
    const { token } = await member()
    const socket = new Connection(server.url, token)
    sockets.push(socket)
    await socket.opened
    for (let id = 1; id <= 10; id++) socket.say({ id, do: 'ping' })
    await socket.answerTo(10)
    expect(socket.frames.map(frame => frame.re ?? Object.keys(frame)[0])).toEqual([
      'hello',
      1,
      2,
      3,
      4,
      5,
      6,
      7,
      8,
      9,
      10,
    ])
  })
})

describe('too much', () => {
  test('of 1,000 posts at once no more are kept than the limit says, and each other one is told when to try again', async () => {
    const { id, socket } = await member()
    const other = await member()
    const started = performance.now()
    for (let n = 0; n < 1000; n++) socket.say({ ...post(`Flood ${n}`), id: n })
    const untouched = await Promise.all(Array.from({ length: 10 }, () => other.socket.ask(post('Good morning.'))))
    const answers = await Promise.all(Array.from({ length: 1000 }, (_, n) => socket.answerTo(n)))
    const seconds = (performance.now() - started) / 1000

    expect(untouched.map(codeOf)).toEqual(Array(10).fill('ok'))
    const kept = answers.filter(({ ok }) => ok).length
    expect(kept).toBeWithin(30, 30 + 10 * seconds + 2)
    expect(storedBy(id)).toBe(kept)
    const refused = answers.flatMap(answer => answer.refused ?? [])
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['rate_limited']))
    for (const { retryAfter = 0 } of refused) expect(retryAfter).toBeWithin(0.001, 0.101)

    const again = performance.now() + (refused.at(-1)?.retryAfter ?? 0) * 1000
    await until(() => performance.now() >= again)
    expect(codeOf(await socket.ask(post('Sorry.')))).toBe('ok')
  })

  test('a second socket of the same user does not help', async () => {
    const { id, token, socket } = await member()
    const second = await Connection.greeted(server.url, token)
    sockets.push(second)
    const started = performance.now()
    const pair = [socket, second]
    for (let n = 0; n < 200; n++) for (const each of pair) each.say({ ...post('Twice'), id: n })
    await Promise.all(pair.flatMap(each => Array.from({ length: 200 }, (_, n) => each.answerTo(n))))
    expect(storedBy(id)).toBeGreaterThanOrEqual(30)
    expect(storedBy(id)).toBeLessThanOrEqual(31 + (10 * (performance.now() - started)) / 1000)
  })

  test.each([
    ['questions', { do: 'places' }],
    ['unknown commands', { do: 'nonsense' }],
    ['wrong fields', { do: 'history', channel: 7 }],
    ['renames', { do: 'profile.rename', name: '' }],
  ])('of 400 %s at once about 200 are looked at', async (_, command) => {
    const { socket } = await member()
    const started = performance.now()
    for (let id = 0; id < 400; id++) socket.say({ ...command, id })
    const answers = await Promise.all(Array.from({ length: 400 }, (_, id) => socket.answerTo(id)))
    const looked = answers.filter(answer => codeOf(answer) !== 'rate_limited').length
    expect(looked).toBeWithin(200, 202 + (50 * (performance.now() - started)) / 1000)
  })

  test('a socket watches 16 channels and no more', async () => {
    const { socket } = await member()
    const made = await Promise.all(
      Array.from({ length: 17 }, (_, n) => socket.ask({ do: 'channel.create', name: `watched-${n}` })),
    )
    const watcher = await member()
    const codes = []
    for (const { ok } of made) codes.push(codeOf(await watcher.socket.ask({ do: 'watch', channel: ok?.channel })))
    expect(codes).toEqual([...Array(16).fill('ok'), 'too_many_watches'])
    await watcher.socket.ask({ do: 'unwatch', channel: made[0]?.ok?.channel })
    expect(codeOf(await watcher.socket.ask({ do: 'watch', channel: made[16]?.ok?.channel }))).toBe('ok')
  })

  test('a history of more than 100, or users of more than 200, is not asked for', async () => {
    const { socket } = await member()
    expect(codeOf(await socket.ask({ do: 'history', channel: '#general', limit: 101 }))).toBe('invalid')
    expect(codeOf(await socket.ask({ do: 'users', ids: Array(201).fill('U0000000000') }))).toBe('invalid')
  })
})

let clientIds = 0

const post = (text: string) => ({ do: 'message.post', channel: '#general', clientId: `hostile-${++clientIds}`, text })

const member = async (): Promise<Member> => {
  const someone = await connect(server.url)
  sockets.push(someone.socket)
  return someone
}

/** How many messages of somebody are in the database. Each is there as its row and as its command (COMMIT-3). */
const storedBy = (author: string): number => (dump.take().split(`"${author}","hostile-`).length - 1) / 2
