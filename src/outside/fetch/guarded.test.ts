import { afterAll, afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { createSocket } from 'node:dgram'
import { Resolver } from 'node:dns/promises'
import { gzipSync } from 'node:zlib'
import { patience } from '../../../test/support/pace.ts'
import { NoAnswer, type Wanted } from './fetch.ts'
import { guardedFetch } from './guarded.ts'

/** Two servers of one port: one stands for the internet, the other one for what is inside. */
const OUTSIDE = '127.0.0.2'
const INSIDE = '127.0.0.1'

type Answering = (request: Request) => Response | Promise<Response>
let answer: Answering
const asked: { url: string; headers: Headers }[] = []
const visits: string[] = []
const outside = Bun.serve({
  hostname: OUTSIDE,
  port: 0,
  fetch: request => {
    // What it was is forgotten once it is answered.
    asked.push({ url: request.url, headers: new Headers(request.headers) })
    return answer(request)
  },
})
const { port } = outside
const inside = Bun.serve({
  hostname: INSIDE,
  port: Number(port),
  fetch: ({ url }) => {
    visits.push(url)
    return new Response('secret', { headers: { 'content-type': 'text/html' } })
  },
})
afterAll(async () => {
  await Promise.all([outside.stop(true), inside.stop(true)])
})

const html = (body: BodyInit = '<p>hello', headers: Record<string, string> = {}) =>
  new Response(body, { headers: { 'content-type': 'text/html; charset=UTF-8', ...headers } })

beforeEach(() => {
  answer = () => html()
  asked.length = 0
})
afterEach(() => expect(visits).toEqual([]))

const wanted: Wanted = { accept: ['text/html'], bytes: 10_000, ms: patience(5000) }
const resolving = (...answers: string[][]) => {
  let n = 0
  return async () => answers[Math.min(n++, answers.length - 1)] ?? []
}
const mayReach = (address: string, to: number) => address === OUTSIDE && to === port
const door = (resolve: (host: string) => Promise<readonly string[]> = resolving([OUTSIDE])) =>
  guardedFetch({ resolve, mayReach })
const page = `http://example.test:${port}/page?a=1`

/** What somebody who named an address gets to know. */
const told = (asking: Promise<unknown>): Promise<string> =>
  asking.then(
    () => 'an answer',
    error => (error instanceof NoAnswer ? error.message : `another error: ${String(error)}`),
  )
const NOTHING = new NoAnswer().message

describe('[S-22] the door', () => {
  test('brings what a server says, asked under its name and as nobody in particular', async () => {
    expect(await door()(page, wanted)).toMatchObject({
      url: page,
      status: 200,
      type: 'text/html',
      charset: 'utf-8',
      cut: false,
    })
    const [request] = asked
    expect([request?.headers.get('host'), request?.url]).toEqual([`example.test:${port}`, page])
    expect([...(request?.headers.keys() ?? [])].sort()).toEqual(['accept', 'accept-encoding', 'host', 'user-agent'])
  })

  test.each(
    [
      [
        'http:///',
        'http://',
        'https:',
        '//example.test/',
        'example.test',
        '',
        'http://[',
        `http://${'a'.repeat(3000)}.test/`,
      ],
      [
        'file:///etc/passwd',
        'ftp://example.test/',
        'gopher://example.test/',
        'data:text/html,x',
        'javascript:alert(1)',
        'unix:/run/docker.sock',
        'ws://example.test/',
        'blob:http://example.test/x',
      ],
      [
        'http://ada@example.test/',
        'http://ada:secret@example.test/',
        `http://${OUTSIDE}@${INSIDE}:${port}/`,
        `http://example.test:${port}@${INSIDE}/`,
      ],
      [
        `http://${INSIDE}:${port}/`,
        `http://127.1:${port}/`,
        `http://0x7f000001:${port}/`,
        `http://2130706433:${port}/`,
        `http://0177.0.0.1:${port}/`,
        `http://0:${port}/`,
      ],
      [
        `http://[::1]:${port}/`,
        `http://[::ffff:127.0.0.1]:${port}/`,
        `http://[::127.0.0.1]:${port}/`,
        `http://[64:ff9b::7f00:1]:${port}/`,
        `http://[fe80::1%25lo]:${port}/`,
      ],
      [
        `http:\\\\${INSIDE}:${port}\\`,
        `http://１２７.0.0.1:${port}/`,
        `http://127。0。0。1:${port}/`,
        `h\ttp://${INSIDE}:${port}/`,
        `http://${INSIDE}:${port}\n/`,
      ],
    ].map(urls => [urls]),
  )('asks nobody for %p and what is like it', async urls => {
    for (const url of urls) expect([url, await told(door()(url, wanted))]).toEqual([url, NOTHING])
    expect(asked).toEqual([])
  })

  test.each(['1', '22', '25', '8080', '6379', '65535'])('asks nobody at port %s', async other => {
    expect(await told(guardedFetch({ resolve: resolving(['1.1.1.1']) })(`http://example.test:${other}/`, wanted))).toBe(
      NOTHING,
    )
  })

  test('follows a name that changes in between nowhere: the address that was looked at is the one that is asked', async () => {
    answer = ({ url }) => (url.includes('again') ? html() : Response.redirect(`http://example.test:${port}/again`, 302))
    expect(await told(door(resolving([OUTSIDE], [INSIDE]))(page, wanted))).toBe(NOTHING)
    expect(asked.length).toBe(1)
  })

  test('asks nobody where only one of all addresses is inside', async () => {
    for (const addresses of [[OUTSIDE, INSIDE], [INSIDE, OUTSIDE], [OUTSIDE, '::1'], ['not an address', OUTSIDE], []])
      expect(await told(door(resolving(addresses))(page, wanted))).toBe(NOTHING)
    expect(asked).toEqual([])
  })

  test('asks a name server of ours once, and never where its second answer leads', async () => {
    const names = await nameServer([OUTSIDE, INSIDE])
    const resolver = new Resolver()
    resolver.setServers([`127.0.0.1:${names.port}`])
    const ask = door(host => resolver.resolve4(host))
    expect(await ask(page, wanted)).toMatchObject({ status: 200 })
    expect(await told(ask(page, wanted))).toBe(NOTHING)
    expect(asked.length).toBe(1)
    names.close()
  })

  test.each([301, 302, 303, 307, 308])('looks again at where a %i leads', async status => {
    for (const location of [
      `http://${INSIDE}:${port}/`,
      `http://[::1]:${port}/`,
      `//${INSIDE}:${port}/`,
      'file:///etc/passwd',
      'http://ada:secret@example.test/',
      'http://',
      'javascript:1',
    ]) {
      answer = () => new Response(null, { status, headers: { location } })
      expect([location, await told(door()(page, wanted))]).toEqual([location, NOTHING])
    }
    answer = ({ url }) =>
      url.endsWith('/2') ? html() : new Response(null, { status, headers: { location: '/2', 'set-cookie': 'a=1' } })
    asked.length = 0
    expect((await door()(page, wanted)).url).toBe(`http://example.test:${port}/2`)
    expect(asked.map(({ headers }) => headers.get('cookie'))).toEqual([null, null])
  })

  test('follows three redirects, and no fourth', async () => {
    const leading =
      (left: number): Answering =>
      ({ url }) => {
        const n = Number(new URL(url).searchParams.get('n') ?? left)
        return n === 0 ? html() : Response.redirect(`http://example.test:${port}/?n=${n - 1}`, 302)
      }
    answer = leading(3)
    expect((await door()(page, wanted)).status).toBe(200)
    answer = leading(4)
    expect(await told(door()(page, wanted))).toBe(NOTHING)
  })

  test('a POST goes where it was sent, or nowhere', async () => {
    answer = () =>
      new Response(null, {
        status: 307,
        headers: { location: `http://${INSIDE}:${port}/`, 'content-type': 'text/html' },
      })
    expect((await door()(page, { ...wanted, body: { type: 'application/json', text: '{}' } })).status).toBe(307)
  })

  test('reads so many bytes and says that there were more, also of what was packed', async () => {
    const endless = new ReadableStream({ pull: controller => controller.enqueue(new Uint8Array(65_536).fill(97)) })
    answer = () => html(endless)
    const long = await door()(page, wanted)
    expect([long.bytes.length, long.cut]).toEqual([10_000, true])
    answer = () => html(gzipSync(Buffer.alloc(50_000_000)), { 'content-encoding': 'gzip' })
    const before = process.memoryUsage().rss
    const bomb = await door()(page, wanted)
    expect([bomb.bytes.length, bomb.cut]).toEqual([10_000, true])
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000)
  })

  test('gives up in time: a name, an answer, a body that never come', async () => {
    const never = () => new Promise<never>(() => {})
    const soon = { ...wanted, ms: 200 }
    expect(await told(door(never)(page, soon))).toBe(NOTHING)
    answer = never
    expect(await told(door()(page, soon))).toBe(NOTHING)
    answer = () => html(new ReadableStream({ start: controller => controller.enqueue(new Uint8Array([60])) }))
    expect(await told(door()(page, soon))).toBe(NOTHING)
  })

  test.each(['application/octet-stream', 'image/png', 'text/htmlx', '', 'text/html-but-not'])(
    'does not read %p for a page',
    async type => {
      answer = () => new Response('x', { headers: { 'content-type': type } })
      expect(await told(door()(page, wanted))).toBe(NOTHING)
    },
  )

  test('takes no way round through a proxy of the environment', async () => {
    process.env.http_proxy = `http://${INSIDE}:${port}`
    expect((await door()(page, wanted)).status).toBe(200)
    delete process.env.http_proxy
  })

  test('says the same of what is forbidden, of what is shut and of what is not there', async () => {
    const shut = guardedFetch({ resolve: resolving([OUTSIDE]), mayReach: () => true })
    expect(await told(shut('http://example.test:1/', wanted))).toBe(NOTHING)
    expect(await told(door(() => Promise.reject(new Error('ENOTFOUND')))(page, wanted))).toBe(NOTHING)
    expect(await told(guardedFetch()(`http://localhost:${port}/`, wanted))).toBe(NOTHING)
    expect(await told(guardedFetch()('http://localhost/', wanted))).toBe(NOTHING)
  })
})

/** Answers each question with the next of these addresses, to be forgotten at once. */
async function nameServer(addresses: string[]): Promise<{ port: number; close(): void }> {
  const socket = createSocket('udp4')
  let n = 0
  socket.on('message', (question, { port: to, address }) => {
    const end = question.indexOf(0, 12) + 5
    const head = Buffer.from(question.subarray(0, 12))
    head.writeUInt16BE(0x8180, 2)
    head.writeUInt16BE(1, 6)
    head.writeUInt32BE(0, 8)
    const octets = String(addresses[Math.min(n++, addresses.length - 1)])
      .split('.')
      .map(Number)
    const record = Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...octets])
    socket.send(Buffer.concat([head, question.subarray(12, end), record]), to, address)
  })
  await new Promise<void>(done => socket.bind(0, '127.0.0.1', done))
  return { port: socket.address().port, close: () => socket.close() }
}
