import { beforeEach, expect, test } from 'bun:test'
import { join } from 'node:path'
import { type App, createApp } from '#app/app.ts'
import { createLog } from '#app/log.ts'
import { newId } from '#app/secrets.ts'
import { localBus } from '#bus/local.ts'
import { nameKeys } from '#domain/name-key.ts'
import { nameWords } from '#domain/name-words.ts'
import { type SocketData, socketHandler } from '#edge/bun-sockets.ts'
import { Hub } from '#edge/hub.ts'
import { Session } from '#edge/session.ts'
import { createShares } from '#edge/shares.ts'
import type { Socket } from '#edge/socket.ts'
import { SILENCE_MS } from '#protocol/limits.ts'
import { openStore } from '#store/open.ts'
import { openSqlite } from '#store/sqlite.ts'
import { temporaryFolder } from '../support/leftovers.ts'
import { until } from '../support/wait.ts'

/** What a session does over time, with a clock that stands still until it is told to go. */
let now = 0
let app: App
let actor: { user: string; session: string }

beforeEach(async () => {
  now = 1_000_000
  const engine = openSqlite(join(temporaryFolder('session'), 'flack.db'))
  const fresh = { epoch: newId('E'), workspace: newId('T'), general: newId('C'), bot: newId('U') }
  const store = await openStore(engine, {
    fresh,
    clock: () => now,
    ofName: { words: nameWords, keys: nameKeys },
    schedule: run => setImmediate(run),
  })
  app = await createApp({ store, bus: localBus(), monotonic: () => now, limited: true })
  const entered = await app.accounts.enter('Ada', 'a test')
  if ('refused' in entered) throw new Error(entered.refused.message)
  actor = entered.account
})

test('a socket that is silent for 35 s is closed, and not a moment earlier', async () => {
  const { session, socket } = await greeted()
  now += SILENCE_MS
  session.watchdog()
  expect(socket.closes).toEqual([])
  now += 1
  session.watchdog()
  expect(socket.closes).toEqual([1001])
})

test('every frame counts as a sign of life, also one that is refused', async () => {
  const { session, socket } = await greeted()
  for (const frame of ['{"do":"ping"}', '{', '{"id":1,"do":"nonsense"}', '{"do":"ping"}']) {
    now += SILENCE_MS
    session.message(frame)
    session.watchdog()
  }
  expect(socket.closes).toEqual([])
  now += SILENCE_MS + 1
  session.watchdog()
  expect(socket.closes).toEqual([1001])
})

test('a ping of WebSocket itself counts as a sign of life', async () => {
  const { session, socket, context } = await greeted()
  const { ping } = socketHandler(context, new Set())
  now += SILENCE_MS
  ping?.({ data: session } as unknown as Bun.ServerWebSocket<SocketData>, Buffer.alloc(0))
  now += SILENCE_MS
  session.watchdog()
  expect(socket.closes).toEqual([])
  now += 1
  session.watchdog()
  expect(socket.closes).toEqual([1001])
})

test('[SLOW] a socket with more than 512 KiB waiting is closed with 4008', async () => {
  const { session, socket } = await greeted()
  socket.waiting = 512 * 1024
  session.watchdog()
  expect(socket.closes).toEqual([])
  socket.waiting += 1
  session.watchdog()
  expect(socket.closes).toEqual([4008])
})

test('what is said before the greeting waits for it; more than 64 frames of it close the socket', async () => {
  const { session, socket, greeting } = begun()
  for (let id = 1; id <= 64; id++) session.message(`{"id":${id},"do":"ping"}`)
  expect([socket.sent, socket.closes]).toEqual([[], []])
  await greeting
  expect(socket.sent.map(({ re = 'hello' }) => re)).toEqual(['hello', ...Array.from({ length: 64 }, (_, n) => n + 1)])

  const eager = begun()
  for (let id = 1; id <= 65; id++) eager.session.message(`{"id":${id},"do":"ping"}`)
  expect(eager.socket.closes).toEqual([1008])
  eager.session.closed()
  await eager.greeting
  expect(eager.socket.sent).toEqual([])
})

test('a socket that closes while it is greeted hears nothing', async () => {
  const { session, socket, greeting } = begun()
  session.closed()
  await greeting
  expect([socket.sent, socket.subscriptions]).toEqual([[], []])
})

test('20 invalid frames a minute are forgiven, for ever; 21 are not', async () => {
  const { session, socket } = await greeted()
  for (let minute = 0; minute < 5; minute++) {
    for (let n = 0; n < 20; n++) session.message('{')
    now += 60_000
  }
  expect(socket.closes).toEqual([])
  for (let n = 0; n < 21; n++) session.message('{')
  expect(socket.closes).toEqual([1008])
})

test('retryAfter is the truth: a moment before it is too early, then one more call is free', async () => {
  const { session, socket } = await greeted()
  const ask = async (id: number) => {
    session.message(`{"id":${id},"do":"history","channel":"#general"}`)
    return until(() => socket.sent.find(({ re }) => re === id), { what: `the answer to ${id}` })
  }
  for (let id = 1; id <= 200; id++) expect(await ask(id)).toHaveProperty('ok')
  const { refused } = (await ask(201)) as { refused?: { code: string; retryAfter: number } }
  expect(refused?.code).toBe('rate_limited')
  const wait = (refused?.retryAfter ?? 0) * 1000
  expect(wait).toBe(20)
  now += wait - 1
  expect(await ask(202)).toHaveProperty('refused')
  now += 1
  expect(await ask(203)).toHaveProperty('ok')
})

test('posts are limited for each user and told apart from everything else', async () => {
  const { session, socket } = await greeted()
  for (let id = 1; id <= 31; id++) {
    session.message(`{"id":${id},"do":"message.post","channel":"#general","clientId":"c${id}","text":"x"}`)
  }
  await until(() => socket.sent.filter(({ re }) => re !== undefined).length === 31)
  const answer = (id: number) => socket.sent.find(({ re }) => re === id)
  expect([answer(30), answer(31)]).toEqual([
    expect.objectContaining({ ok: expect.anything() }),
    expect.objectContaining({ refused: expect.objectContaining({ code: 'rate_limited', retryAfter: 0.1 }) }),
  ])
  session.message('{"id":32,"do":"history","channel":"#general"}')
  expect(await until(() => answer(32))).toHaveProperty('ok')
})

/** A socket that remembers. */
class PaperSocket implements Socket {
  readonly sent: Record<string, unknown>[] = []
  readonly closes: number[] = []
  waiting = 0
  #topics = new Set<string>()

  get subscriptions(): string[] {
    return [...this.#topics]
  }

  send = (text: string) => void this.sent.push(JSON.parse(text))
  subscribe = (topic: string) => void this.#topics.add(topic)
  unsubscribe = (topic: string) => void this.#topics.delete(topic)
  getBufferedAmount = () => this.waiting
  cork = (send: () => void) => send()
  close = (code: number) => void this.closes.push(code)
  terminate = () => void this.closes.push(1006)
}

const begun = () => {
  const log = createLog('off', () => {})
  const hub = new Hub(app, { publish: () => {}, subscribers: () => 0 }, log, { now: () => now, after: () => () => {} })
  const socket = new PaperSocket()
  const monotonic = () => now
  const shares = createShares(monotonic, run => void setImmediate(run))
  const context = { app, hub, log, build: 'test', monotonic, limited: true, ...shares }
  const session = new Session(context, actor, socket, 0)
  return { session, socket, context, greeting: session.greet() }
}

const greeted = async () => {
  const { greeting, ...rest } = begun()
  await greeting
  return rest
}
