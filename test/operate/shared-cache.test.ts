import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { httpRules } from '#app/registry.ts'
import { someAsset } from '../access/calls.ts'
import { enter, type Guest } from '../access/guest.ts'
import { missing } from '../support/missing.ts'
import { type Server, startServer } from '../support/server.ts'
import { nobody } from '../support/strangers.ts'
import { placeForProxy, type RunningProxy, runNginx } from './proxies.ts'

/** Everything is kept for ten minutes, whoever asked and whatever cookie it sets, unless Flack itself forbids it. */
const badCache = (port: number, upstream: number, folder: string) => `
  proxy_cache_path ${folder}/cache keys_zone=all:1m;
  server {
    listen 127.0.0.1:${port} ssl;
    ssl_certificate ${folder}/fullchain.pem;
    ssl_certificate_key ${folder}/privkey.pem;
    location / {
      proxy_pass http://127.0.0.1:${upstream};
      proxy_set_header Host 127.0.0.1:${upstream};
      proxy_cache all;
      proxy_cache_key $request_uri;
      proxy_cache_methods GET HEAD POST;
      proxy_cache_valid any 10m;
      proxy_ignore_headers Set-Cookie;
      add_header X-Cache $upstream_cache_status always;
    }
  }`

describe.skipIf(missing.nginx !== '')(`[S-21] behind a shared cache that keeps whatever it may${missing.nginx}`, () => {
  let server: Server
  let proxy: RunningProxy
  let people: readonly Guest[]

  beforeAll(async () => {
    const place = await placeForProxy()
    server = await startServer()
    proxy = await runNginx(place, badCache(place.https, server.port, place.folder))
    people = [await enter(server.url, 'Ada'), await enter(server.url, 'Grace')]
  })

  afterAll(async () => {
    await proxy.stop()
    await server.stop()
  })

  const ask = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(proxy.url + path, { ...init, tls: proxy.tls })
    return { answer, body: await answer.text(), cached: answer.headers.get('x-cache') }
  }

  test('the cache works: what is the same for everybody comes from it', async () => {
    const path = `/assets/${someAsset()}`
    const first = await ask(path)
    const second = await ask(path)
    expect([first.cached, second.cached, second.body === first.body]).toEqual(['MISS', 'HIT', true])
  })

  const lasting = Object.keys(httpRules).filter(route => route !== 'POST /auth/signout')
  const paths = lasting.map(route => {
    const [method = '', path = ''] = route.split(' ')
    return [method, path.replace('/c/*', '/c/general').replace('/assets/*', `/assets/${someAsset()}`)] as const
  })

  test.each(paths)('%s %s tells nobody anything of somebody else, by cookie or token', async (method, path) => {
    const said: string[] = []
    for (const _ of [1, 2]) {
      for (const [index, { token }] of people.entries()) {
        const byCookie = { cookie: `flack=${token}` }
        const byToken = { authorization: `Bearer ${token}` }
        for (const headers of [byCookie, byToken]) {
          const init = method === 'POST' ? { method, headers, body: '{}' } : { method, headers }
          const { answer, body } = await ask(path, init)
          said.push(`${index} ${body} ${answer.headers.getSetCookie()}`)
        }
      }
    }
    const strangers = said.filter(text => {
      const other = people[text.startsWith('0') ? 1 : 0]
      return other && [other.id, other.token, `"${other.name}"`].some(secret => text.includes(secret))
    })
    expect(strangers).toEqual([])
  })

  test('the session of each is always answered afresh, and nobody becomes somebody else by joining or leaving', async () => {
    for (const { id, token } of [...people, ...people]) {
      const session = await ask('/auth/session', { headers: { cookie: `flack=${token}` } })
      expect([session.cached, JSON.parse(session.body).user.id]).toEqual(['MISS', id])
    }
    const joined = await Promise.all(
      ['Edsger', 'Barbara'].map(name => ask('/auth/guest', { method: 'POST', body: JSON.stringify({ name }) })),
    )
    expect(new Set(joined.map(({ answer }) => answer.headers.getSetCookie()[0])).size).toBe(2)
    const [edsger] = joined
    const cookie = edsger?.answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    expect((await ask('/auth/signout', { method: 'POST', headers: { cookie } })).answer.status).toBe(200)
    const ada = people[0]?.token
    expect(JSON.parse((await ask('/auth/session', { headers: { cookie: `flack=${ada}` } })).body).user).not.toBeNull()
    expect(JSON.parse((await ask('/auth/session', { headers: { cookie } })).body)).toEqual(nobody)
  })
})
