import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type Server, startServer } from '../support/server.ts'
import { nobody } from '../support/strangers.ts'
import { Connection } from './connection.ts'
import { enter } from './guest.ts'

let server: Server
let behindProxy: Server

beforeAll(async () => {
  server = await startServer({ args: ['--log', 'debug'] })
  behindProxy = await startServer({ args: ['--url', 'https://chat.example http://lan.example'] })
})

afterAll(async () => {
  await Promise.all([server.stop(), behindProxy.stop()])
})

test('[S-07] on http the session is one plain HttpOnly cookie, bound to no domain', async () => {
  const cookie = await joined(server, {})
  expect(cookie).toMatch(/^flack=flk_[\w-]{43}; Path=\/; Max-Age=31536000; HttpOnly; SameSite=Lax$/)
})

test('[S-07] behind https it is a __Host- cookie and Secure', async () => {
  const cookie = await joined(behindProxy, { host: 'chat.example' })
  expect(cookie).toMatch(/^__Host-flack=flk_[\w-]{43}; Path=\/; Max-Age=31536000; HttpOnly; SameSite=Lax; Secure$/)
})

test('[S-07] a server that has both origins gives each its own cookie', async () => {
  expect(await joined(behindProxy, { host: 'lan.example' })).toStartWith('flack=')
})

test('[S-07] without the setting nobody can make the server believe in https', async () => {
  const forged = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'chat.example', forwarded: 'proto=https' }
  expect(await joined(server, forged)).toStartWith('flack=')
})

test('[S-07] behind a trusted proxy the forwarded scheme decides', async () => {
  const trusting = await startServer({ args: ['--trust-proxy', 'on'] })
  expect(await joined(trusting, { 'x-forwarded-proto': 'https' })).toStartWith('__Host-flack=')
  expect(await joined(trusting, {})).toStartWith('flack=')
  await trusting.stop()
})

test('[S-07] behind a trusted proxy that serves one name on both, each scheme has its own cookie', async () => {
  const both = await startServer({ args: ['--trust-proxy', 'on', '--url', 'https://chat.example http://chat.example'] })
  const host = 'chat.example'
  expect(await joined(both, { host, 'x-forwarded-proto': 'https' })).toStartWith('__Host-flack=')
  expect(await joined(both, { host })).toStartWith('flack=')
  await both.stop()
})

test('[S-07] signing out ends the cookie with the same attributes', async () => {
  const cookie = (await joined(behindProxy, { host: 'chat.example' })).split(';')[0] ?? ''
  const left = await fetch(`${behindProxy.url}/auth/signout`, {
    method: 'POST',
    headers: { host: 'chat.example', cookie },
  })
  expect(left.headers.getSetCookie()).toEqual(['__Host-flack=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure'])
  const after = await fetch(`${behindProxy.url}/auth/session`, { headers: { host: 'chat.example', cookie } })
  expect(await after.json()).toEqual(nobody)
})

test('[S-07] only joining and leaving set a cookie', async () => {
  const { token } = await enter(server.url)
  for (const path of ['/', '/c/general', '/auth/session', '/healthz', '/readyz', '/metrics', '/ws', '/nowhere']) {
    const answer = await fetch(server.url + path, { headers: { cookie: `flack=${token}` } })
    expect([path, ...answer.headers.getSetCookie()]).toEqual([path])
  }
})

test('[S-06] the session is a new one for everybody who joins, also when a token is brought along', async () => {
  const chosen = 'flk_BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB'
  expect(await joined(server, { cookie: `flack=${chosen}` })).not.toContain(chosen)
})

describe('[S-07] the token is nowhere but in the cookie and the answer to joining', () => {
  test('not in the log, in the page, or in what other answers and frames say', async () => {
    const { token } = await enter(server.url)
    const socket = await Connection.greeted(server.url, token)
    await socket.settled()
    const bodies = await Promise.all(
      ['/', '/c/general', '/auth/session', '/readyz', '/metrics', '/ws'].map(async path =>
        (await fetch(server.url + path, { headers: { cookie: `flack=${token}` } })).text(),
      ),
    )
    const secret = token.slice(4)
    expect(bodies.filter(body => body.includes(secret))).toEqual([])
    expect(JSON.stringify(socket.frames)).not.toContain(secret)
    expect(server.logs()).not.toContain(secret)
    socket.close()
  })

  test('and in the address it opens nothing', async () => {
    const { token } = await enter(server.url)
    for (const query of [
      `token=${token}`,
      `access_token=${token}`,
      `authorization=Bearer%20${token}`,
      `flack=${token}`,
    ]) {
      expect(await (await fetch(`${server.url}/auth/session?${query}`)).json()).toEqual(nobody)
      expect((await fetch(`${server.url}/ws?${query}`)).status).toBe(401)
    }
    expect(server.logs()).not.toContain(token.slice(4))
  })
})

test('[S-09] where a bearer token is given, the cookie is not looked at', async () => {
  const { token } = await enter(server.url)
  for (const authorization of [
    'Bearer nobody',
    'Bearer ',
    'Basic YWRhOmFkYQ==',
    `bearer ${token}x`,
    `Bearer ${token} ${token}`,
    '',
  ]) {
    const answer = await fetch(`${server.url}/auth/session`, { headers: { authorization, cookie: `flack=${token}` } })
    expect([authorization, await answer.json()]).toEqual([authorization, nobody])
  }
})

test.each(['flack', 'flack=', 'flack=;flack=', '=;=', 'flack=%00', `flack=${'x'.repeat(5000)}`, '__proto__=x', ';;;'])(
  '[S-32] the cookie %j is nobody',
  async cookie => {
    expect(await (await fetch(`${server.url}/auth/session`, { headers: { cookie } })).json()).toMatchObject({
      user: null,
    })
  },
)

let names = 0

/** The one cookie that joining sets. */
const joined = async ({ url }: Server, headers: Record<string, string>): Promise<string> => {
  const body = JSON.stringify({ name: `Cookie ${++names}` })
  const answer = await fetch(`${url}/auth/guest`, { method: 'POST', headers, body })
  expect(answer.status).toBe(200)
  const [cookie = '', ...others] = answer.headers.getSetCookie()
  expect(others).toEqual([])
  return cookie
}
