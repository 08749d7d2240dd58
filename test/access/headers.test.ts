import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { createHash } from 'node:crypto'
import { readFileSync, renameSync } from 'node:fs'
import { httpRules } from '#app/registry.ts'
import { type Server, startServer } from '../support/server.ts'
import { someAsset } from './calls.ts'
import { enter } from './guest.ts'
import { rawHttp } from './raw-http.ts'

let server: Server
let named: Server
let token: string
/** The page for an address that leads nowhere. */
let lost: string

beforeAll(async () => {
  server = await startServer()
  named = await startServer({ args: ['--url', 'https://chat.example'] })
  token = (await enter(server.url, 'Ada')).token
  lost = await (await fetch(`${server.url}/nowhere`, { headers: { accept: 'text/html' } })).text()
})

afterAll(async () => {
  await Promise.all([server.stop(), named.stop()])
})

/** The one script or style inside a page, as browsers compare it. */
const inside = (html: string, tag: 'script' | 'style'): string => {
  const found = [...html.matchAll(new RegExp(`<${tag}>(.*?)</${tag}>`, 'gs'))]
  expect(found).toHaveLength(1)
  return `'sha256-${createHash('sha256')
    .update(found[0]?.[1] ?? '')
    .digest('base64')}'`
}

const index = (): string => readFileSync(`${import.meta.dir}/../../dist/web/index.html`, 'utf8')

/** What every answer says, byte for byte; `origin` is where the request went, '' where the server has no such name. */
const expected = (socket: string) => ({
  'content-security-policy': [
    "default-src 'none'",
    `script-src 'self' ${inside(index(), 'script')}`,
    `style-src 'self' ${inside(lost, 'style')}`,
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types flack',
    `connect-src 'self'${socket}`,
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(self), geolocation=(), microphone=(self), payment=(), usb=()',
})

type Try = {
  status: number
  method?: string
  path: string
  signedIn?: true
  headers?: Record<string, string>
  body?: string
}

/** An answer of every route, and every kind of error that can be had from outside. */
const tries: readonly Try[] = [
  { status: 200, path: '/' },
  { status: 200, path: '/', method: 'HEAD' },
  { status: 200, path: '/?next=//evil.example' },
  { status: 200, path: '/c/general' },
  { status: 200, path: '/c/general/1' },
  { status: 200, path: `/assets/${someAsset()}` },
  { status: 200, path: `/assets/${someAsset()}`, headers: { 'accept-encoding': 'br' } },
  { status: 404, path: '/assets/nothing.js' },
  { status: 200, path: '/owner/nothing' },
  { status: 200, path: '/owner/nothing', signedIn: true },
  { status: 401, path: '/owner/nothing', method: 'POST' },
  { status: 404, path: '/owner/nothing', method: 'POST', signedIn: true },
  { status: 403, path: '/owner/nothing', method: 'POST', headers: { origin: 'https://evil.example' } },
  { status: 200, path: '/worker.js' },
  { status: 200, path: '/healthz' },
  { status: 200, path: '/readyz' },
  { status: 200, path: '/metrics' },
  { status: 404, path: '/metrics', headers: { 'x-forwarded-for': '127.0.0.1' } },
  { status: 200, path: '/auth/session', signedIn: true },
  { status: 200, path: '/auth/session' },
  { status: 200, path: '/auth/guest', method: 'POST', body: '{"name":"Grace"}' },
  { status: 200, path: '/auth/guest', method: 'POST', body: '{}', signedIn: true },
  { status: 400, path: '/auth/guest', method: 'POST', body: '{}' },
  { status: 409, path: '/auth/guest', method: 'POST', body: '{"name":"Ada"}' },
  { status: 422, path: '/auth/guest', method: 'POST', body: '{"name":""}' },
  { status: 403, path: '/auth/guest', method: 'POST', headers: { origin: 'null' } },
  { status: 400, path: '/auth/sign-in', method: 'POST', body: '{}' },
  { status: 401, path: '/auth/sign-in', method: 'POST', body: '{"by":"password","name":"Ada","password":"no"}' },
  { status: 409, path: '/auth/sign-in', method: 'POST', signedIn: true },
  { status: 403, path: '/auth/sign-in', method: 'POST', headers: { origin: 'https://evil.example' } },
  { status: 401, path: '/auth/credentials', method: 'POST' },
  { status: 403, path: '/auth/credentials', method: 'POST', headers: { origin: 'https://evil.example' } },
  { status: 200, path: '/sign-in' },
  { status: 200, path: '/settings' },
  { status: 200, path: '/invite/nothing' },
  { status: 404, path: '/auth/invitation', method: 'POST', body: '{"token":"nothing"}' },
  { status: 403, path: '/auth/invitation', method: 'POST', headers: { origin: 'https://evil.example' } },
  { status: 200, path: '/auth/ways' },
  { status: 404, path: '/auth/provider/nobody?code=1&state=2' },
  { status: 401, path: '/auth/signout', method: 'POST' },
  { status: 403, path: '/auth/signout', method: 'POST', headers: { origin: 'https://evil.example' } },
  { status: 426, path: '/ws', signedIn: true },
  { status: 403, path: '/ws', headers: { origin: 'https://evil.example' } },
  { status: 401, path: '/ws', headers: { authorization: 'Bearer nobody' } },
  { status: 401, path: '/files', method: 'POST' },
  { status: 412, path: '/files', method: 'POST', signedIn: true },
  { status: 400, path: '/files', method: 'POST', signedIn: true, headers: { 'tus-resumable': '1.0.0' } },
  { status: 403, path: '/files', method: 'POST', headers: { origin: 'https://evil.example' } },
  { status: 403, path: '/files/F0000000000', method: 'PATCH', headers: { origin: 'https://evil.example' } },
  { status: 404, path: '/files/F0000000000', method: 'DELETE', signedIn: true, headers: { 'tus-resumable': '1.0.0' } },
  { status: 404, path: '/files/F0000000000', method: 'HEAD', signedIn: true, headers: { 'tus-resumable': '1.0.0' } },
  { status: 401, path: '/files/F0000000000/a.txt' },
  { status: 404, path: '/files/F0000000000/a.txt', signedIn: true },
  { status: 404, path: '/files/../../etc/passwd', signedIn: true },
  { status: 404, path: '/files/%2e%2e%2fflack.db/a', signedIn: true },
  { status: 404, path: '/nowhere' },
  { status: 404, path: '/%00%zz' },
  { status: 404, path: '//evil.example/x' },
  { status: 404, path: '/auth/guest' },
  { status: 404, path: '/auth/signout' },
  { status: 404, path: '/', method: 'POST' },
  { status: 404, path: '/ws', method: 'PUT' },
  { status: 404, path: '/auth/session', method: 'DELETE' },
  { status: 404, path: '/auth/guest', method: 'OPTIONS', headers: { origin: 'https://evil.example' } },
]

describe('[S-20] the same headers, and no way to elsewhere', () => {
  test.each(tries.map(each => [each.status, each.method ?? 'GET', each.path, each] as const))(
    '%d for %s %s',
    async (status, method, path, { signedIn, headers = {}, body }) => {
      const credentials: Record<string, string> = signedIn ? { authorization: `Bearer ${token}` } : {}
      const answer = await ask(path, { method, headers: { ...credentials, ...headers }, ...(body && { body }) })
      expect(answer.status).toBe(status)
      expectHeaders(answer, ` ws://127.0.0.1:${server.port}`)
    },
  )

  test('every route of the registry was among them', () => {
    const tried = (route: string) => {
      const [method = '', path = ''] = route.replace('*', '').split(' ')
      return tries.some(
        each => (each.method ?? 'GET') === method && (path === '/' ? each.path === '/' : each.path.startsWith(path)),
      )
    }
    expect(Object.keys(httpRules).filter(route => !tried(route))).toEqual([])
  })

  test('also where the host is unknown, whatever it looks like', async () => {
    for (const host of [
      'evil.example',
      'a b',
      '[::1',
      '%%%',
      '127.0.0.1.',
      'localhost.',
      '[fe80::1%;x]',
      '"><script>',
      'x'.repeat(3000),
    ]) {
      const answer = await rawHttp(server.port, ['GET / HTTP/1.1', `Host: ${host}`])
      expect([host, answer.status]).toEqual([host, 421])
      expectHeaders({ headers: new Headers([...answer.headers]), status: 421 }, '')
    }
  })

  test('also for a probe that names no host', async () => {
    const answer = await rawHttp(server.port, ['GET /healthz HTTP/1.0'])
    expect(answer.status).toBe(200)
    expectHeaders({ headers: new Headers([...answer.headers]), status: 200 }, '')
    expect((await rawHttp(server.port, ['GET / HTTP/1.0'])).status).toBe(421)
  })

  test('also where the server itself has failed', async () => {
    const broken = await startServer()
    renameSync(broken.dataDir, `${broken.dataDir}-gone`)
    const answer = await fetch(`${broken.url}/readyz`)
    renameSync(`${broken.dataDir}-gone`, broken.dataDir)
    expect(answer.status).toBeGreaterThanOrEqual(500)
    expectHeaders(answer, '')
    expect(await answer.text()).not.toContain(broken.dataDir)
    await broken.stop()
  })

  test('and where too many join at once', async () => {
    const trusting = await startServer({ args: ['--trust-proxy', 'on'] })
    const join = () =>
      fetch(`${trusting.url}/auth/guest`, { method: 'POST', body: '{', headers: { 'x-forwarded-for': '192.0.2.7' } })
    let answer = await join()
    for (let tries = 0; answer.status === 400 && tries < 4000; tries += 50) {
      const answers = await Promise.all(Array.from({ length: 50 }, join))
      answer = answers.find(({ status }) => status !== 400) ?? answer
    }
    expect(answer.status).toBe(429)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expectHeaders(answer, ` ws://127.0.0.1:${trusting.port}`)
    const other = await fetch(`${trusting.url}/auth/guest`, {
      method: 'POST',
      body: '{',
      headers: { 'x-forwarded-for': '192.0.2.8' },
    })
    expect(other.status).toBe(400)
    await trusting.stop()
  })
})

test('[S-20] on https browsers are told to stay there; on http they are not', async () => {
  const answer = await fetch(named.url, { headers: { host: 'chat.example' } })
  expect(answer.headers.get('strict-transport-security')).toBe('max-age=31536000')
  expectHeaders(answer, ' wss://chat.example')
  expect((await fetch(server.url)).headers.has('strict-transport-security')).toBeFalse()
})

test('[S-20] a name that the client makes up is never repeated in a policy', async () => {
  const answer = await rawHttp(server.port, ['GET / HTTP/1.1', 'Host: evil.example', 'X-Forwarded-Host: worse.example'])
  expect([...answer.headers.values()].join('\n')).not.toMatch(/evil|worse/)
})

test('[S-21] only what has a hash in its name may be kept, and nothing that depends on who asks', async () => {
  const cached = async (path: string) =>
    (await ask(path, { headers: { authorization: `Bearer ${token}` } })).headers.get('cache-control')
  expect(await cached(`/assets/${someAsset()}`)).toBe('public, max-age=31536000, immutable')
  expect(await cached('/')).toBe('no-cache')
  for (const path of ['/auth/session', '/readyz', '/metrics', '/nowhere', '/ws'])
    expect(await cached(path)).toBe('no-store')
})

test('[S-20] what Bun itself refuses before we see it says nothing at all', async () => {
  const bare = [`Host: 127.0.0.1:${server.port}`]
  const answers = [
    await rawHttp(server.port, ['hello']),
    await rawHttp(server.port, ['GET / HTTP/1.1', ...bare, `X-Long: ${'x'.repeat(40_000)}`]),
    await rawHttp(server.port, ['POST /auth/guest HTTP/1.1', ...bare, 'Content-Length: 2000000']),
    await rawHttp(server.port, [
      'POST /auth/guest HTTP/1.1',
      ...bare,
      'Content-Length: 3',
      'Transfer-Encoding: chunked',
    ]),
  ]
  expect(answers.map(({ status }) => status)).toEqual([400, 431, 413, 400])
  expect(answers.map(({ body }) => body)).toEqual(['', '', '', ''])
})

const ask = (path: string, init: RequestInit): Promise<Response> =>
  fetch(server.url + path, { redirect: 'manual', ...init })

const expectHeaders = ({ headers, status }: { headers: Headers; status: number }, socket: string) => {
  const wanted = expected(socket)
  expect(Object.fromEntries(Object.keys(wanted).map(name => [name, headers.get(name)]))).toEqual(wanted)
  expect(headers.has('cache-control')).toBeTrue()
  expect(status).not.toBeWithin(300, 400)
  for (const name of ['location', 'refresh', 'access-control-allow-origin', 'server', 'x-powered-by']) {
    expect([name, headers.get(name)]).toEqual([name, null])
  }
}
