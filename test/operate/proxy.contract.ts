import { afterAll, beforeAll, expect, test } from 'bun:test'
import { type Server, startServer } from '../support/server.ts'
import { type Place, placeForProxy, type RunningProxy, type StartProxy } from './proxies.ts'

let names = 0

/** What has to hold behind any proxy that is set up as the files in `deploy` say. Runs inside a `describe`. */
export const proxyContract = (start: StartProxy): void => {
  let place: Place
  let server: Server
  let proxy: RunningProxy

  beforeAll(async () => {
    place = await placeForProxy()
    server = await startServer({ args: ['--url', place.url, '--trust-proxy', 'on'] })
    proxy = await start(place, server.port)
  })

  afterAll(async () => {
    await proxy.stop()
    await server.stop()
  })

  const ask = (path: string, init: RequestInit = {}) =>
    fetch(proxy.url + path, { redirect: 'manual', ...init, tls: proxy.tls })

  const join = async (headers: Record<string, string> = {}) => {
    const body = JSON.stringify({ name: `Somebody ${++names}` })
    const answer = await ask('/auth/guest', { method: 'POST', body, headers })
    return { answer, cookie: answer.headers.getSetCookie()[0] ?? '' }
  }

  test('the page comes, over https for good', async () => {
    const page = await ask('/c/general')
    expect([page.status, page.headers.get('strict-transport-security')]).toEqual([200, 'max-age=31536000'])
    expect(page.headers.get('content-security-policy')).toContain(`wss://localhost:${place.https}`)
    expect(await page.text()).toContain('<title>')
  })

  test('[S-07] the session is a __Host- cookie, and is one', async () => {
    const { cookie } = await join({ origin: place.url })
    expect(cookie).toMatch(/^__Host-flack=flk_[\w-]{43}; Path=\/; .*Secure$/)
    const session = await ask('/auth/session', { headers: { cookie: cookie.split(';')[0] ?? '' } })
    expect(await session.json()).toMatchObject({ user: { id: expect.stringMatching(/^U/) } })
  })

  test('the socket opens, and a message goes in and comes back', async () => {
    const { cookie } = await join()
    const frames: string[] = []
    const socket = new BunWebSocket(`${proxy.url.replace('https', 'wss')}/ws`, {
      headers: { cookie: cookie.split(';')[0] ?? '', origin: place.url },
      tls: proxy.tls,
    })
    const said = Promise.withResolvers<void>()
    socket.onclose = ({ code }) => said.reject(new Error(`The socket closed: ${code}`))
    socket.onmessage = ({ data }) => {
      const frame: Record<string, unknown> = JSON.parse(String(data))
      frames.push(Object.keys(frame)[0] ?? '')
      if ('hello' in frame) socket.send('{"id":1,"do":"message.post","channel":"#general","clientId":"a","text":"Hi"}')
      if (frames.includes('re') && frames.includes('stream')) said.resolve()
    }
    await said.promise
    expect(frames.slice(0, 1)).toEqual(['hello'])
    socket.terminate()
  })

  test('[SIZE] more than Flack takes is refused with its number and a sentence, and what it takes reaches it', async () => {
    const post = (bytes: number) => ask('/auth/guest', { method: 'POST', body: 'x'.repeat(bytes) })
    const large = await post(1_500_000)
    expect([large.status, await large.json()]).toEqual([
      413,
      { error: 'too_large', message: 'A request has at most 1 MiB.' },
    ])
    expect((await post(900_000)).status).toBe(400)
  })

  test('[S-09] a socket by cookie opens only for our own page', async () => {
    const cookie = (await join()).cookie.split(';')[0] ?? ''
    const statusFor = async (origin: string) => (await ask('/ws', { headers: { cookie, origin } })).status
    expect(await statusFor(place.url)).toBe(426)
    for (const origin of [
      'https://evil.example',
      'https://localhost',
      server.url,
      place.url.replace('https', 'http'),
    ]) {
      expect([origin, await statusFor(origin)]).toEqual([origin, 403])
    }
    expect((await join({ origin: 'https://evil.example' })).answer.status).toBe(403)
  })

  test('what a client claims in X-Forwarded-… is not believed', async () => {
    const claims = { 'x-forwarded-proto': 'http', 'x-forwarded-for': '127.0.0.1', 'x-forwarded-host': 'evil.example' }
    expect((await join(claims)).cookie).toStartWith('__Host-flack=')
    expect((await ask('/metrics', { headers: claims })).status).toBe(404)
  })

  test('under a foreign name there is nothing of Flack', async () => {
    const answer = await ask('/', { headers: { host: 'evil.example' } })
    expect(await answer.text()).not.toContain('<title>')
  })
}

/** The tests are typed with the browser's WebSocket, which has no headers. */
const BunWebSocket = WebSocket as unknown as new (url: string, options: Bun.WebSocketOptions) => Bun.WebSocket
