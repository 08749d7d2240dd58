import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import { codeOf } from '../support/code-app.ts'
import { type Server, startServer } from '../support/server.ts'
import { enter, type Guest } from './guest.ts'
import { type Peer, startPeer } from './provider-peer.ts'

let server: Server
let one: Peer
let two: Peer

beforeAll(async () => {
  ;[one, two] = [await startPeer(), await startPeer()]
  const oidc = `One ${one.issuer} flack secret; The_Other ${two.issuer} flack secret; Away http://127.0.0.1:9 flack secret`
  server = await startServer({ args: ['--limits', 'off', '--log', 'debug'], env: { FLACK_OIDC: oidc } })
})
afterAll(async () => {
  await server.stop()
  await Promise.all([one.stop(), two.stop()])
})

let people = 0
beforeEach(() => {
  one.says = { sub: `one-${++people}`, name: `Ina ${people}` }
  two.says = { sub: `two-${++people}`, name: `Uwe ${people}` }
})

const bearer = (who: Guest | null): Record<string, string> =>
  who === null ? {} : { authorization: `Bearer ${who.token}` }

/** Chooses a provider: where the browser is sent, and the cookie that it keeps. */
const leave = async (provider: string, who: Guest | null = null) => {
  const [path, said] = who === null ? ['sign-in', { by: 'provider' }] : ['credentials', { do: 'provider.begin' }]
  const body = JSON.stringify({ ...said, provider })
  const answer = await fetch(`${server.url}/auth/${path}`, { method: 'POST', headers: bearer(who), body })
  const { location = '' } = (await answer.json()) as { location?: string }
  return { status: answer.status, location, cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '' }
}

/** Comes back: who they are now, or the status of the page that says why not. */
const comeBack = async (back: URL, cookie: string, who: Guest | null = null) => {
  const answer = await fetch(back, { redirect: 'manual', headers: { cookie, ...bearer(who) } })
  const [, token = ''] = /flack=(flk_[\w-]{43})/.exec(answer.headers.getSetCookie().join('\n')) ?? []
  if (answer.status !== 303) return answer.status
  if (token === '') return answer.headers.get('location')
  const session = await fetch(`${server.url}/auth/session`, { headers: { authorization: `Bearer ${token}` } })
  return ((await session.json()) as { user: { id: string; name: string } }).user
}

const signIn = async (peer: Peer, id: string) => {
  const { location, cookie } = await leave(id)
  return comeBack(peer.visit(location), cookie)
}

describe('identity providers', () => {
  test('are named, and one that does not answer says so', async () => {
    expect(await (await fetch(`${server.url}/auth/ways`)).json()).toEqual({
      mail: false,
      providers: [
        { id: 'one', name: 'One' },
        { id: 'the-other', name: 'The Other' },
        { id: 'away', name: 'Away' },
      ],
    })
    expect([(await leave('away')).status, (await leave('nobody')).status]).toEqual([503, 503])
  })

  test('let somebody new join by their name, and know them again, whatever they are called by then', async () => {
    const first = await signIn(one, 'one')
    expect(first).toMatchObject({ name: one.says.name })
    one.says = { ...one.says, name: 'Another name' }
    expect(await signIn(one, 'one')).toEqual(first)
  })

  test('are added in place by who is here, and bring them back as who they were', async () => {
    const ada = await enter(server.url)
    const { location, cookie } = await leave('one', ada)
    expect(await comeBack(one.visit(location), cookie, ada)).toBe('/')
    expect(await signIn(one, 'one')).toEqual({ id: ada.id, name: ada.name })
    // Nobody takes it from them.
    const eve = await enter(server.url)
    const again = await leave('one', eve)
    expect(await comeBack(one.visit(again.location), again.cookie, eve)).toBe(403)
    expect(await signIn(one, 'one')).toEqual({ id: ada.id, name: ada.name })
  })

  test('take nobody’s place by a name, nor by what another provider calls its own', async () => {
    const ada = await enter(server.url, 'Ada Taken')
    one.says = { sub: 'same', name: 'Ada Taken' }
    two.says = { sub: 'same', name: 'Ada Taken' }
    const [first, second] = [await signIn(one, 'one'), await signIn(two, 'the-other')] as [Guest, Guest]
    expect(new Set([ada.id, first.id, second.id]).size).toBe(3)
    expect(first.name).toStartWith('Ada Taken ')
  })

  test('say who somebody is once: neither a code nor a state works again', async () => {
    const { location, cookie } = await leave('one')
    const back = one.visit(location)
    expect(await comeBack(back, cookie)).toMatchObject({ name: one.says.name })
    expect(await comeBack(back, cookie)).toBe(404)
  })

  test.each([
    ['a wrong nonce', { nonce: 'of another one' }],
    ['a wrong issuer', { iss: 'https://evil.example' }],
    ['a wrong audience', { aud: 'somebody else' }],
  ])('with %s let nobody in', async (_, wrong) => {
    one.says = { ...one.says, ...wrong }
    expect(await signIn(one, 'one')).toBe(401)
  })

  test('are not mixed up: what one says is not taken where another one was asked', async () => {
    const { location, cookie } = await leave('one')
    const back = one.visit(location)
    const elsewhere = new URL(back)
    elsewhere.pathname = '/auth/provider/the-other'
    expect(await comeBack(elsewhere, cookie)).toBe(404)
    back.searchParams.set('iss', two.issuer)
    expect(await comeBack(back, cookie)).toBe(401)
  })

  test('bring back only the browser that left, as who left it', async () => {
    const [ada, eve] = [await enter(server.url), await enter(server.url)]
    const mine = await leave('one', ada)
    expect(await comeBack(one.visit(mine.location), '', ada)).toBe(404)
    expect(await comeBack(one.visit(mine.location), mine.cookie, eve)).toBe(404)
    expect(await comeBack(one.visit(mine.location), mine.cookie)).toBe(404)
    const nobodys = await leave('one')
    // Somebody is sent here with what another one began: they stay who they are.
    expect(await comeBack(one.visit(nobodys.location), nobodys.cookie, eve)).toBe(404)
    const other = await leave('one')
    expect(await comeBack(one.visit(nobodys.location), other.cookie)).toBe(401)
  })

  test('[S-05] ask for the second factor like every way in', async () => {
    const ada = await enter(server.url)
    const change = async (said: object) => {
      const answer = await fetch(`${server.url}/auth/credentials`, {
        ...{ method: 'POST', headers: bearer(ada), body: JSON.stringify(said) },
      })
      return (await answer.json()) as { key: string; secret: string }
    }
    await change({ do: 'password.set', password: 'grey mice in May' })
    const { key, secret } = await change({ do: 'codes.begin' })
    await change({ do: 'codes.confirm', secret, code: codeOf(key) })
    const { location, cookie } = await leave('one', ada)
    await comeBack(one.visit(location), cookie, ada)
    const [, second] = /^\/sign-in#second-(flk_[\w-]{43})$/.exec(String(await signIn(one, 'one'))) ?? []
    const body = JSON.stringify({ by: 'code', secret: second, code: codeOf(key, 1) })
    const came = await fetch(`${server.url}/auth/sign-in`, { method: 'POST', body })
    expect(((await came.json()) as { user: Guest }).user.id).toBe(ada.id)
    expect(server.logs()).not.toContain('flk_')
  })
})
