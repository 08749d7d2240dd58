import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type Server, startServer } from '../support/server.ts'
import { enter } from './guest.ts'
import { rawHttp, upgrade } from './raw-http.ts'

let server: Server
let named: Server
let token: string
let namedToken: string

beforeAll(async () => {
  server = await startServer()
  named = await startServer({ args: ['--url', 'https://chat.example'] })
  token = (await enter(server.url)).token
  const joined = await fetch(`${named.url}/auth/guest`, {
    method: 'POST',
    headers: { host: 'chat.example' },
    body: '{"name":"Ada"}',
  })
  namedToken = ((await joined.json()) as { token: string }).token
})

afterAll(async () => {
  await Promise.all([server.stop(), named.stop()])
})

/** What a browser on another page could send to a server on 127.0.0.1, with the cookie. */
const foreign: readonly (readonly [what: string, origins: (own: string, port: number) => readonly string[]])[] = [
  ['no Origin at all', () => []],
  ['an empty one', () => ['']],
  ['null', () => ['null']],
  ['https instead of http', own => [own.replace('http:', 'https:')]],
  ['ws as the scheme', own => [own.replace('http:', 'ws:')]],
  ['another port', (_, port) => [`http://127.0.0.1:${port + 1}`]],
  ['no port', () => ['http://127.0.0.1']],
  ['another name of this machine', (_, port) => [`http://localhost:${port}`]],
  ['another form of the address', (_, port) => [`http://127.1:${port}`]],
  ['a host that ends like ours', (_, port) => [`http://evil-127.0.0.1:${port}`]],
  ['a host that begins like ours', (_, port) => [`http://127.0.0.1.evil.example:${port}`]],
  ['a dot behind the host', (_, port) => [`http://127.0.0.1.:${port}`]],
  ['our host as a user name', own => [`${own}@evil.example`]],
  ['upper case', own => [own.toUpperCase()]],
  ['a path behind it', own => [`${own}/`]],
  ['something behind a space', own => [`${own} http://evil.example`]],
  ['a list', own => [`${own}, http://evil.example`]],
  ['two headers, ours first', own => [own, 'http://evil.example']],
  ['two headers, ours last', own => ['http://evil.example', own]],
  ['two headers, both ours', own => [own, own]],
]

describe('[S-09] with a cookie, no socket opens for', () => {
  test.each(foreign)('%s', async (_, origins) => {
    const lines = origins(server.url, server.port).map(origin => `Origin: ${origin}`)
    const answer = await rawHttp(server.port, upgrade([host(), `Cookie: flack=${token}`, ...lines]))
    expect([answer.status, answer.open]).toEqual([403, false])
  })

  test('and none of them was counted as one', async () => {
    expect(await (await fetch(`${server.url}/metrics`)).text()).toContain('\nflack_sockets 0\n')
  })
})

describe('[S-09] where the server has a public name, no socket opens for', () => {
  test.each([
    'http://chat.example',
    'https://chat.example:8443',
    'https://chat.example:443',
    'https://chat.example.',
    'https://CHAT.EXAMPLE',
    'https://evil-chat.example',
    'https://chat.example.evil.example',
    'https://sub.chat.example',
    'https://сhat.example',
    'https://xn--hat-5cd.example',
    'https://chat.example\u200b',
    'null',
  ])('%s', async origin => {
    const lines = ['Host: chat.example', `Cookie: __Host-flack=${namedToken}`, `Origin: ${origin}`]
    const answer = await rawHttp(named.port, upgrade(lines))
    expect([answer.status, answer.open]).toEqual([403, false])
  })

  test('and one opens for the name itself', async () => {
    const lines = ['Host: chat.example', `Cookie: __Host-flack=${namedToken}`, 'Origin: https://chat.example']
    expect((await rawHttp(named.port, upgrade(lines))).status).toBe(101)
  })

  test.each(['evil.example', '127.0.0.1', 'chat.example.', 'chat.example:8443', 'localhost'])(
    'a request to %s is for nobody here (DNS rebinding)',
    async name => {
      const lines = [`Host: ${name}`, `Cookie: __Host-flack=${namedToken}`, `Origin: https://${name}`]
      expect((await rawHttp(named.port, upgrade(lines))).status).toBe(421)
    },
  )
})

test('[S-09] with the own page as Origin the cookie opens a socket', async () => {
  const lines = [host(), `Cookie: flack=${token}`, `Origin: ${server.url}`]
  expect((await rawHttp(server.port, upgrade(lines))).status).toBe(101)
})

test('[S-09] a name that is not an address is not served unless it was set (DNS rebinding)', async () => {
  const rebound = [`Host: evil.example:${server.port}`, `Cookie: flack=${token}`]
  const answer = await rawHttp(server.port, upgrade([...rebound, `Origin: http://evil.example:${server.port}`]))
  expect(answer.status).toBe(421)
})

describe('[S-09] with a bearer token', () => {
  test('no Origin is needed', async () => {
    expect((await rawHttp(server.port, upgrade([host(), `Authorization: Bearer ${token}`]))).status).toBe(101)
  })

  test('the cookie is ignored: a good one does not help a bad token', async () => {
    const lines = [host(), 'Authorization: Bearer nobody', `Cookie: flack=${token}`, `Origin: ${server.url}`]
    expect((await rawHttp(server.port, upgrade(lines))).status).toBe(401)
  })

  test('the socket is that of the token, not of the cookie', async () => {
    const other = await enter(server.url)
    const answer = await fetch(`${server.url}/auth/session`, {
      headers: { authorization: `Bearer ${other.token}`, cookie: `flack=${token}` },
    })
    expect(((await answer.json()) as { user: { id: string } }).user.id).toBe(other.id)
  })
})

describe('[S-08] the page of another site changes nothing', () => {
  test.each(['/auth/guest', '/auth/signout'])('by POST %s', async path => {
    for (const origin of ['null', 'https://evil.example', server.url.replace('http:', 'https:')]) {
      const answer = await fetch(server.url + path, {
        method: 'POST',
        headers: { origin, cookie: `flack=${token}`, 'content-type': 'text/plain' },
        body: '{"name":"Mallory"}',
      })
      expect([origin, answer.status, answer.headers.getSetCookie()]).toEqual([origin, 403, []])
    }
    expect(await whoIs({ cookie: `flack=${token}` })).not.toBeNull()
  })

  test('by GET, or by a method in disguise', async () => {
    const headers = { cookie: `flack=${token}`, 'x-http-method-override': 'POST' }
    expect((await fetch(`${server.url}/auth/signout?_method=POST`, { headers })).status).toBe(404)
    expect(await whoIs(headers)).not.toBeNull()
  })
})

const whoIs = async (headers: Record<string, string>): Promise<unknown> => {
  const answer = await fetch(`${server.url}/auth/session`, { headers })
  return ((await answer.json()) as { user: unknown }).user
}

const host = (): string => `Host: 127.0.0.1:${server.port}`
