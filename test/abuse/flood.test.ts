import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { type Answer, Connection, codeOf } from '../access/connection.ts'
import { connect, enter, type Member } from '../access/guest.ts'
import { full } from '../support/full.ts'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'

const calls = full ? 5000 : 1000
/** Ids that `ask` does not use. */
const FLOOD = 1_000_000

let server: Server
let witness: Member
let posts = 0

beforeEach(async () => {
  server = await startServer({ args: ['--trust-proxy', 'on'] })
  witness = await connect(server.url, 'Witness')
})

afterEach(async () => {
  // Whatever happened, others are served.
  expect(codeOf(await witness.socket.ask(post('Still here.')))).toBe('ok')
  witness.socket.close()
  expect(await server.stop()).toBe(0)
})

const post = (text: string) => ({ do: 'message.post', channel: '#general', clientId: `flood-${++posts}`, text })

describe('[R-17] of a flood on one socket about 200 and 50 a second are looked at', () => {
  test.each<[string, object]>([
    ['typing', { do: 'typing', channel: '#general' }],
    ['read.mark', { do: 'read.mark', channel: '#general', seq: 1 }],
    ['sync', { do: 'sync', epoch: '', stream: '#', since: 0 }],
    ['history', { do: 'history', channel: '#general' }],
    ['watch', { do: 'watch', channel: '#general' }],
    ['channel.join', { do: 'channel.join', channel: '#general' }],
  ])('%s', async (_, command) => {
    const { socket } = await connect(server.url)
    const general = await generalOf(witness)
    const said = 'stream' in command ? { ...command, stream: general } : command
    const started = performance.now()
    for (let n = 0; n < calls; n++) socket.say({ ...said, id: FLOOD + n })
    const others = Promise.all(Array.from({ length: 10 }, () => witness.socket.ask(post('Good morning.'))))
    const answers = await Promise.all(Array.from({ length: calls }, (_, n) => socket.answerTo(FLOOD + n)))
    const looked = answers.filter(answer => codeOf(answer) === 'ok').length
    expect(looked).toBeWithin(200, 202 + (50 * (performance.now() - started)) / 1000)
    expect((await others).map(codeOf)).toEqual(Array(10).fill('ok'))
    await isOpenAfterWaiting(() => socket.ask(said))
    socket.close()
  })

  test('of what somebody types others hear no more than once a second', async () => {
    const { id: user, socket } = await connect(server.url)
    const started = performance.now()
    for (let id = 0; id < 200; id++) socket.say({ do: 'typing', channel: '#general', id })
    await Promise.all(Array.from({ length: 200 }, (_, id) => socket.answerTo(id)))
    await witness.socket.settled()
    const heard = witness.socket.frames.filter(({ now }) => JSON.stringify(now ?? '').includes(user))
    expect(heard.length).toBeWithin(1, 3 + (performance.now() - started) / 1000)
    socket.close()
  })
})

test('[R-17] 20 bots at once: each gets its share and no more, and nobody else less', async () => {
  const bots = await Promise.all(Array.from({ length: 20 }, () => connect(server.url)))
  const started = performance.now()
  const kept = bots.map(async ({ socket }) => {
    for (let id = 0; id < 100; id++) socket.say({ ...post('Beep.'), id })
    const answers = await Promise.all(Array.from({ length: 100 }, (_, id) => socket.answerTo(id)))
    return answers.filter(answer => codeOf(answer) === 'ok').length
  })
  const others = await Promise.all(Array.from({ length: 20 }, () => witness.socket.ask(post('Good morning.'))))
  const counts = await Promise.all(kept)
  const seconds = (performance.now() - started) / 1000
  expect(others.map(codeOf)).toEqual(Array(20).fill('ok'))
  for (const count of counts) expect(count).toBeWithin(30, 32 + 10 * seconds)
  for (const { socket } of bots) socket.close()
})

describe('[R-17] sockets of one person', () => {
  test('100 may be open; one more is refused, and possible once another has gone', async () => {
    const { token } = await enter(server.url)
    const sockets = await Promise.all(Array.from({ length: 100 }, () => Connection.greeted(server.url, token)))
    // By now another one might be opened again, if it were only for how often.
    const rested = performance.now() + 1000
    await until(() => performance.now() >= rested)
    const refused = await opens(token)
    expect([refused.status, await refused.json()]).toEqual([429, expect.objectContaining({ error: 'rate_limited' })])
    expect(refused.headers.get('retry-after')).toBe('1')
    sockets.pop()?.close()
    await until(async () => (await opens(token)).status === 101, { what: 'room for another' })
    for (const socket of sockets) socket.close()
  })

  test('who connects again and again is told to wait, and is let in after that', async () => {
    const { token } = await enter(server.url)
    const started = performance.now()
    const statuses: number[] = []
    let wait = 0
    for (let n = 0; n < 200; n++) {
      const { status, headers } = await opens(token)
      statuses.push(status)
      wait = Number(headers.get('retry-after') ?? wait)
    }
    const greeted = statuses.filter(status => status === 101).length
    expect(greeted).toBeWithin(100, 102 + (5 * (performance.now() - started)) / 1000)
    expect(new Set(statuses)).toEqual(new Set([101, 429]))
    const again = performance.now() + wait * 1000
    await until(() => performance.now() >= again)
    expect((await opens(token)).status).toBe(101)
  })
})

describe('[R-17] those who join are counted by the address that the proxy tells', () => {
  const join = (address: string) =>
    fetch(`${server.url}/auth/guest`, { method: 'POST', body: '{}', headers: { 'x-forwarded-for': address } })

  /** As fast as it goes; answers how many were looked at, and checks that those were as many as may come from one place. */
  const storm = async (addressOf: (n: number) => string): Promise<void> => {
    const statuses: number[] = []
    let asked = 0
    const attack = async () => {
      while (asked < 3400) statuses.push((await join(addressOf(asked++))).status)
    }
    const started = performance.now()
    await Promise.all(Array.from({ length: 40 }, attack))
    const taken = statuses.filter(status => status === 400).length
    expect(taken).toBeWithin(3000, 3002 + (20 * (performance.now() - started)) / 1000)
    expect(statuses.filter(status => status === 429)).toHaveLength(3400 - taken)
  }

  test('one IPv4 address: its neighbour is not held up, and what a client claims itself counts for nothing', async () => {
    await storm(() => '203.0.113.7')
    const refused = await join('203.0.113.7')
    if (refused.status === 429) expect(Number(refused.headers.get('retry-after'))).toBe(1)
    expect((await join('203.0.113.8')).status).toBe(400)
    expect((await join('2001:db8::1')).status).toBe(400)
    // What a client claims itself comes before what the proxy adds.
    const claimed = await Promise.all(Array.from({ length: 100 }, (_, n) => join(`198.51.100.${n}, 203.0.113.7`)))
    expect(claimed.filter(({ status }) => status === 429).length).toBeGreaterThan(50)
  })

  test('a /64 of IPv6, in which each comes from an address of its own: the next /64 is not held up', async () => {
    await storm(n => `2001:db8:0:7:${(n + 1).toString(16)}::${(3400 - n).toString(16)}`)
    const again = await Promise.all(
      Array.from({ length: 100 }, (_, n) => join(`2001:DB8::7:0:0:${n.toString(16)}:beef`)),
    )
    expect(again.filter(({ status }) => status === 429).length).toBeGreaterThan(50)
    expect((await join('2001:db8:0:8::1')).status).toBe(400)
    expect((await join('2001:db8:1:7::1')).status).toBe(400)
  })
})

/** Opens a socket and drops it: what the answer to the request was. */
const opens = async (token: string): Promise<Response> => {
  const response = await fetch(`${server.url}/ws`, {
    headers: {
      authorization: `Bearer ${token}`,
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    },
  })
  if (response.status === 101) await response.body?.cancel()
  return response
}

const generalOf = async ({ socket }: Member): Promise<string> => {
  const hello = await socket.hears(frame => 'hello' in frame, 'the greeting')
  return (hello.hello as { general: string }).general
}

/** `retryAfter` is the truth: who is refused once more and waits so long is not refused again. */
const isOpenAfterWaiting = async (ask: () => Promise<Answer>): Promise<void> => {
  const { refused } = await ask()
  if (refused === undefined) return
  expect(refused.retryAfter).toBeWithin(0.001, 0.021)
  const due = performance.now() + (refused.retryAfter ?? 0) * 1000
  await until(() => performance.now() >= due)
  expect(codeOf(await ask())).toBe('ok')
}
