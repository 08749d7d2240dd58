import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { openDump } from '../access/dump.ts'
import { enter } from '../access/guest.ts'
import { type Place, placeForProxy, type RunningProxy, runHaproxy, runNginx } from '../operate/proxies.ts'
import { missing } from '../support/missing.ts'
import { type Server, startServer } from '../support/server.ts'
import { NEXT, odd, refused, request, unclear } from './http-cases.ts'
import { type Heard, say } from './raw-request.ts'

let server: Server
let dump: ReturnType<typeof openDump>

beforeAll(async () => {
  server = await startServer()
  await enter(server.url, 'Somebody')
  dump = openDump(server.dataDir)
})

afterAll(async () => {
  dump.close()
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
  expect(await server.stop()).toBe(0)
})

const latin = (text: string) => Buffer.from(text, 'latin1')

describe('[R-21] requests whose end is unclear are refused, and nothing after them is looked at', () => {
  test.each(Object.entries(unclear))('%s', async (_, bytes) => {
    const before = dump.take()
    const { statuses, ended } = await say(server.port, latin(bytes))
    expect([statuses, ended]).toEqual([[400], true])
    expect(dump.take() === before).toBeTrue()
  })
})

describe('[R-21] what is none of our HTTP is refused, and the connection ends', () => {
  test.each(Object.entries(refused))('%s', async (_, [bytes, status]) => {
    const { statuses, ended } = await say(server.port, latin(bytes + NEXT))
    expect([statuses, ended]).toEqual([[status], true])
  })
})

describe('[R-21] odd requests are answered, and so is the next one', () => {
  test.each(Object.entries(odd))('%s', async (_, [bytes, status]) => {
    const { statuses, text } = await say(server.port, latin(bytes + NEXT))
    expect(statuses).toEqual([status, 200])
    expect(text).not.toContain('root:')
  })

  test('1,000 in one piece are answered in their order', async () => {
    const { statuses } = await say(server.port, request('GET /healthz HTTP/1.1').repeat(1000), 1000)
    expect(statuses).toEqual(Array(1000).fill(200))
  })

  test('a chunk may have an extension; a body may wait for 100 Continue', async () => {
    const join = (lines: string[], body: string) =>
      say(server.port, request('POST /auth/guest HTTP/1.1', lines, body), 1)
    const chunked = await join(['Transfer-Encoding: chunked'], 'e;a=b\r\n{"name":"Eve"}\r\n0\r\n\r\n')
    expect(chunked.statuses).toEqual([200])
    const awaited = await join(['Content-Length: 14', 'Expect: 100-continue'], '')
    expect(awaited.statuses).toEqual([100])
  })
})

/** Bun does otherwise than it might and we cannot change it: it hangs up without a word. Nobody is told what is not so. */
const silent: readonly (readonly [what: string, why: string, bytes: string])[] = [
  ['an unknown method', 'Bun knows a closed list', request('BREW /healthz HTTP/1.1')],
  ['a method in lower case', 'Bun knows a closed list', request('get /healthz HTTP/1.1')],
  [
    'a second request in the same piece while the first waits for something',
    'Bun answers only what it can at once',
    request('GET /readyz HTTP/1.1') + NEXT,
  ],
]

describe('[R-21] deviations', () => {
  test.each(silent)('%s is hung up on (%s)', async (_what, _why, bytes) => {
    const { statuses, ended } = await say(server.port, bytes)
    expect([statuses, ended]).toEqual([[], true])
  })

  test('there are three', () => expect(silent).toHaveLength(3))
})

/** What a proxy mends it drops or rewrites, and sends the rest on: then it and we see the same two requests. */
const proxies = [
  {
    name: 'nginx',
    lacks: missing.nginx,
    start: (place: Place) =>
      runNginx(
        place,
        `upstream flack { server 127.0.0.1:${server.port}; keepalive 4; }
        server { listen 127.0.0.1:${place.http}; location / {
          proxy_pass http://flack; proxy_http_version 1.1; proxy_set_header Connection ''; proxy_set_header Host $host; } }`,
      ),
    mends: ['a header that ends in a bare LF', 'a header without a colon'],
  },
  {
    name: 'HAProxy',
    lacks: missing.haproxy,
    start: (place: Place) =>
      runHaproxy(
        place,
        `frontend near\n bind 127.0.0.1:${place.http}\n default_backend flack
        backend flack\n http-reuse always\n server flack 127.0.0.1:${server.port}`,
      ),
    mends: ['a list of lengths', 'a header that ends in a bare LF', 'a folded header'],
  },
]

for (const { name, lacks, start, mends } of proxies) {
  describe.skipIf(lacks !== '')(`[R-21] the same through ${name}${lacks}`, () => {
    let proxy: RunningProxy
    let port = 0

    beforeAll(async () => {
      const place = await placeForProxy()
      port = place.http
      proxy = await start({ ...place, url: `http://127.0.0.1:${port}` })
    })

    afterAll(() => proxy.stop())

    const through = (bytes: string): Promise<Heard> => say(port, latin(bytes))
    const mended = Object.entries(unclear).filter(([what]) => mends.includes(what))
    const ended = Object.entries(unclear).filter(([what]) => !mends.includes(what))

    test.each(ended)('%s: nothing after it is looked at', async (_, bytes) => {
      const before = dump.take()
      const { statuses } = await through(bytes)
      expect(statuses.length).toBeLessThanOrEqual(1)
      expect(dump.take() === before).toBeTrue()
    })

    test.each(mended)('%s: mended, and both see two requests', async (_, bytes) => {
      expect((await through(bytes)).statuses).toHaveLength(2)
    })

    test.each([...Object.entries(refused), ...Object.entries(odd)])('%s: an answer or the end', async (_, [bytes]) => {
      const { statuses, text } = await through(bytes + NEXT)
      expect(statuses.length).toBeLessThanOrEqual(2)
      expect(statuses.filter(status => status >= 500 && status !== 505)).toEqual([])
      expect(text).not.toContain('root:')
    })
  })
}
