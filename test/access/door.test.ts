import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { Hello } from '#protocol/frames.ts'
import { type Server, startServer } from '../support/server.ts'
import { type Answer, codeOf } from './connection.ts'
import { connect, enter, type Member } from './guest.ts'

/** Who comes in, by which link, and who is nobody any more. The first who joins at the machine is the owner. */
let server: Server
let olga: Member
let mia: Member

beforeAll(async () => {
  server = await startServer({ args: ['--limits', 'off', '--trust-proxy', 'on'] })
  olga = await connect(server.url, 'Olga')
  mia = await connect(server.url, 'Mia')
})

afterAll(() => server.stop())

const post = async (path: string, body: object, headers: Record<string, string> = {}) => {
  const response = await fetch(`${server.url}${path}`, { method: 'POST', body: JSON.stringify(body), headers })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

const join = (name: string, invitation?: string, headers: Record<string, string> = {}) =>
  post('/auth/guest', { name, ...(invitation !== undefined && { invitation }) }, headers)

const doorIs = async (value: string) =>
  expect(codeOf(await olga.socket.ask({ do: 'policy.set', name: 'join', value }))).toBe('ok')

const invite = async (who: Member, said: object = {}) => {
  const { ok, refused } = await who.socket.ask({ do: 'invitation.create', ...said })
  if (!ok) throw new Error(JSON.stringify(refused))
  return { id: String(ok.invitation), secret: String(ok.secret) }
}

const channel = async (who: Member, name: string, isPrivate = false) =>
  String((await who.socket.ask({ do: 'channel.create', name, private: isPrivate })).ok?.channel)

const rowsIn = ({ ok }: Answer) => (ok?.rows ?? []) as Record<string, unknown>[]
const helloOf = ({ socket }: Member) => (socket.frames.find(frame => 'hello' in frame) as { hello: Hello }).hello

describe('who may join', () => {
  test('a closed door lets nobody in, keeps who is in, and tells nothing but whose it is', async () => {
    await doorIs('invited')
    const refused = await join('Stranger')
    expect(refused).toEqual({
      status: 403,
      body: { error: 'invitation_needed', message: 'An invitation is needed.' },
    })
    // Not even that a name is taken.
    expect((await join('Olga')).body).toEqual(refused.body)
    const session = await (await fetch(`${server.url}/auth/session`)).json()
    expect(session).toEqual({ user: null, door: { name: 'Flack', accent: '', join: 'invited' } })
    expect(codeOf(await mia.socket.ask({ do: 'places' }))).toBe('ok')
    const { secret } = await invite(mia)
    expect((await join('Ines', secret)).status).toBe(200)
  })

  test('where only admins add people, links of members are worth nothing, also those they have handed out', async () => {
    await doorIs('invited')
    const [before, byOwner] = [await invite(mia), await invite(olga)]
    await doorIs('added')
    expect(codeOf(await mia.socket.ask({ do: 'invitation.create' }))).toBe('not_allowed')
    expect((await join('Late', before.secret)).body.error).toBe('link_expired')
    expect((await join('Added', byOwner.secret)).status).toBe(200)
    await doorIs('open')
    expect((await join('Free')).status).toBe(200)
  })
})

describe('an invitation', () => {
  test('seats who comes by it, also in a private channel of its maker, and counts', async () => {
    const [open, hidden] = [await channel(mia, 'plans'), await channel(mia, 'secret plans', true)]
    const { id, secret } = await invite(mia, { channels: [open, hidden], uses: 2, days: 1 })
    const said = { workspace: { name: 'Flack', accent: '', join: 'open' }, invitation: { by: 'Mia', role: 'member' } }
    // Programs that look into mails open every link, as often as they like.
    for (const _ of [1, 2, 3])
      expect(await post('/auth/invitation', { token: secret })).toEqual({ status: 200, body: said })
    const { token } = (await join('Ivo', secret)).body
    const { ok = {} } = await (await connectAs(String(token))).socket.ask({ do: 'places' })
    expect((ok.places as { channel: string }[]).map(place => place.channel)).toEqual(
      expect.arrayContaining([open, hidden]),
    )
    await join('Ida', secret)
    expect((await join('Third', secret)).body.error).toBe('link_expired')
    const told = (await mia.socket.ask({ do: 'invitations' })).ok?.invitations as Record<string, unknown>[]
    expect(told.find(({ invitation }) => invitation === id)).toMatchObject({
      used: 2,
      most: 2,
      channels: [open, hidden],
    })
    expect(JSON.stringify(told)).not.toContain(secret)
  })

  test('that is unknown, used up or taken back says one thing, and of somebody who may not', async () => {
    const [used, taken] = [await invite(mia, { uses: 1 }), await invite(mia)]
    await join('Uma', used.secret)
    const { ok } = await mia.socket.ask({ do: 'invitation.revoke', invitation: taken.id })
    expect(ok).toEqual({ invitation: taken.id })
    const answers = await Promise.all(
      [used.secret, taken.secret, 'flk_nothing', ''].flatMap(token => [
        post('/auth/invitation', { token }),
        join('Nobody', token),
      ]),
    )
    expect(new Set(answers.map(answer => JSON.stringify(answer)))).toEqual(
      new Set([
        JSON.stringify({ status: 404, body: { error: 'link_expired', message: 'This link was used, or is too old.' } }),
      ]),
    )
    const stranger = await connect(server.url)
    const foreign = { do: 'invitation.revoke', invitation: used.id }
    const unknown = { do: 'invitation.revoke', invitation: 'I0000000000' }
    expect((await stranger.socket.ask(foreign)).refused).toEqual((await stranger.socket.ask(unknown)).refused)
    expect((await stranger.socket.ask({ do: 'invitations' })).ok).toEqual({ invitations: [], more: false })
  })

  test('is used up once by who comes at once with many', async () => {
    const { secret } = await invite(mia, { uses: 3 })
    const answers = await Promise.all(Array.from({ length: 12 }, (_, at) => join(`Crowd ${at}`, secret)))
    expect(answers.filter(({ status }) => status === 200).length).toBe(3)
  })

  test('seats somebody who is here already', async () => {
    const room = await channel(mia, 'annex', true)
    const { secret } = await invite(mia, { channels: [room] })
    const here = await connect(server.url)
    const answer = await join('Ignored', secret, { authorization: `Bearer ${here.token}` })
    expect(answer.body).toMatchObject({ user: { id: here.id } })
    await here.socket.hears(frame => JSON.stringify(frame).includes(room), 'the seat')
    expect(codeOf(await here.socket.ask({ do: 'history', channel: room }))).toBe('ok')
  })
})

const connectAs = async (token: string): Promise<Member> => {
  const { Connection } = await import('./connection.ts')
  const socket = await Connection.greeted(server.url, token)
  const { me } = helloOf({ socket } as Member)
  return { ...me, token, socket }
}

describe('a guest', () => {
  let guest: Member
  let room: string
  let elsewhere: string

  beforeAll(async () => {
    room = await channel(mia, 'guests')
    elsewhere = await channel(olga, 'elsewhere')
    const { secret } = await invite(mia, { role: 'guest', channels: [room] })
    guest = await connectAs(String((await join('Gast', secret)).body.token))
  })

  test('needs named channels', async () => {
    expect(codeOf(await mia.socket.ask({ do: 'invitation.create', role: 'guest' }))).toBe('invalid')
  })

  test('hears of their channels, and of nothing else', async () => {
    const hello = helloOf(guest)
    expect(hello.me).toEqual({ id: guest.id, name: 'Gast', role: 'guest' })
    expect(hello.places.map(place => place.channel)).toEqual([room])
    expect(Object.keys(hello.streams).sort()).toEqual([room, guest.id, hello.workspace].sort())
    for (const stream of ['people', 'directory', elsewhere, hello.general])
      expect([
        stream,
        codeOf(await guest.socket.ask({ do: 'sync', epoch: hello.epoch, stream, since: 0 })),
      ]).not.toEqual([stream, 'ok'])
  })

  test('is told of a channel that is not theirs what is told of none', async () => {
    const asks = [
      (channel: string) => ({ do: 'history', channel }),
      (channel: string) => ({ do: 'channel.join', channel }),
      (channel: string) => ({ do: 'watch', channel }),
      (channel: string) => ({ do: 'message.post', channel, clientId: channel, text: 'A word.' }),
      (channel: string) => ({ do: 'members', channel }),
      (channel: string) => ({ do: 'typing', channel }),
    ]
    for (const ask of asks) {
      const [known, unknown] = [await guest.socket.ask(ask(elsewhere)), await guest.socket.ask(ask('C0000000000'))]
      expect([known.refused, codeOf(known)]).toEqual([unknown.refused, 'channel_not_found'])
      expect(codeOf(await guest.socket.ask(ask('#elsewhere')))).toBe('channel_not_found')
    }
    expect((await guest.socket.ask({ do: 'channels' })).ok).toEqual({ channels: [], more: false })
  })

  test('is told of the people in their channels alone', async () => {
    const told = rowsIn(await guest.socket.ask({ do: 'users', ids: [olga.id, mia.id, guest.id] }))
    expect(told.map(({ id }) => id).toSorted()).toEqual([mia.id, guest.id].toSorted())
    expect(rowsIn(await guest.socket.ask({ do: 'people', query: 'olga' }))).toEqual([])
    expect(rowsIn(await guest.socket.ask({ do: 'people', query: 'olga', channel: room }))).toEqual([])
    expect(rowsIn(await guest.socket.ask({ do: 'people', query: 'mia' })).map(({ id }) => id)).toEqual([mia.id])
    const open = async (user: string) => codeOf(await guest.socket.ask({ do: 'direct.open', users: [user] }))
    expect([await open(olga.id), await open('U0000000000'), await open(mia.id)]).toEqual([
      'user_not_found',
      'user_not_found',
      'ok',
    ])
  })

  test('makes no channel, adds nobody, invites nobody, and posts where they are', async () => {
    const may = async (command: object) => codeOf(await guest.socket.ask(command))
    expect(await may({ do: 'channel.create', name: 'mine' })).toBe('not_allowed')
    expect(await may({ do: 'channel.create', name: 'mine', private: true })).toBe('not_allowed')
    expect(await may({ do: 'channel.invite', channel: room, users: [mia.id] })).toBe('not_allowed')
    expect(await may({ do: 'channel.describe', channel: room, topic: 'x' })).toBe('not_allowed')
    expect(await may({ do: 'invitation.create' })).toBe('not_allowed')
    expect(await may({ do: 'message.post', channel: room, clientId: 'g', text: 'Hello.' })).toBe('ok')
  })

  test('is greeted anew as what they become, at once', async () => {
    const both = await connect(server.url)
    const role = async (to: string) => codeOf(await olga.socket.ask({ do: 'user.role', user: both.id, role: to }))
    expect(await role('guest')).toBe('ok')
    expect(await both.socket.ends()).toBe(1012)
    const again = await connectAs(both.token)
    expect(Object.keys(helloOf(again).streams)).not.toContain('people')
    expect(await role('member')).toBe('ok')
    expect(await again.socket.ends()).toBe(1012)
    expect(Object.keys(helloOf(await connectAs(both.token)).streams)).toContain('people')
  })
})

describe('somebody who is deactivated', () => {
  test('is nobody at once, keeps their name on what they said, and may be let in again', async () => {
    const dora = await connect(server.url, 'Dora')
    const { secret } = await invite(dora)
    const said = { do: 'message.post', channel: '#general', clientId: 'd', text: 'Before.' }
    expect(codeOf(await dora.socket.ask(said))).toBe('ok')
    expect(codeOf(await mia.socket.ask({ do: 'user.deactivate', user: dora.id }))).toBe('not_allowed')
    expect(codeOf(await olga.socket.ask({ do: 'user.deactivate', user: dora.id }))).toBe('ok')
    expect([1012, 4001]).toContain(await dora.socket.ends())
    const headers = { authorization: `Bearer ${dora.token}` }
    const asked = await (await fetch(`${server.url}/auth/session`, { headers })).json()
    expect(asked).toMatchObject({ user: null, deactivated: true })
    expect((await fetch(`${server.url}/ws`, { headers })).status).toBe(401)
    expect((await join('Dora again', undefined, headers)).body.error).toBe('deactivated')
    expect((await join('By Dora', secret)).body.error).toBe('link_expired')
    const [row] = rowsIn(await mia.socket.ask({ do: 'users', ids: [dora.id] }))
    expect(row).toMatchObject({ name: 'Dora', deactivated: true })
    expect(rowsIn(await mia.socket.ask({ do: 'people', query: 'dora' }))).toEqual([])
    const room = await channel(mia, 'without')
    const added = await mia.socket.ask({ do: 'channel.invite', channel: room, users: [dora.id] })
    expect(codeOf(added)).toBe('user_not_found')
    expect(codeOf(await olga.socket.ask({ do: 'user.reactivate', user: dora.id }))).toBe('ok')
    const [back] = rowsIn(await mia.socket.ask({ do: 'users', ids: [dora.id] }))
    expect(back?.deactivated).toBeUndefined()
    // A session that has ended stays so.
    expect((await fetch(`${server.url}/ws`, { headers })).status).toBe(401)
  })

  test('is not oneself, nor the last owner, nor an owner by an admin', async () => {
    const anna = await connect(server.url, 'Anna')
    await olga.socket.ask({ do: 'user.role', user: anna.id, role: 'admin' })
    const put = async (who: Member, user: string) => codeOf(await who.socket.ask({ do: 'user.deactivate', user }))
    expect([await put(olga, olga.id), await put(anna, olga.id), await put(anna, anna.id)]).toEqual(
      Array(3).fill('not_allowed'),
    )
    expect(await put(olga, 'U0000000000')).toBe('user_not_found')
    // An owner who is nobody any more does not count as one who stays.
    const other = await connect(server.url, 'Other')
    await olga.socket.ask({ do: 'user.role', user: other.id, role: 'owner' })
    expect(await put(olga, other.id)).toBe('ok')
    expect(codeOf(await olga.socket.ask({ do: 'user.role', user: olga.id, role: 'member' }))).toBe('not_allowed')
  })

  test('with a ban keeps out who comes from there anew, until they are let in again', async () => {
    const afar = { 'x-forwarded-for': '198.51.100.9' }
    const { user } = (await join('Mallory', undefined, afar)).body as { user: { id: string } }
    await olga.socket.ask({ do: 'user.deactivate', user: user.id, ban: true })
    expect((await join('Mallory 2', undefined, afar)).body.error).toBe('banned')
    expect((await join('Neighbour', undefined, { 'x-forwarded-for': '198.51.100.10' })).status).toBe(200)
    await olga.socket.ask({ do: 'user.reactivate', user: user.id })
    expect((await join('Mallory 3', undefined, afar)).status).toBe(200)
  })

  test('at the machine itself is never banned with it: behind a proxy that tells no address all would be', async () => {
    const near = await enter(server.url)
    await olga.socket.ask({ do: 'user.deactivate', user: near.id, ban: true })
    expect((await join('Still welcome')).status).toBe(200)
  })
})

describe('sessions', () => {
  test('are told with device, place and time; an admin sees and ends those of others', async () => {
    const headers = { 'user-agent': 'Old phone', 'x-forwarded-for': '203.0.113.20' }
    const { user, token } = (await join('Sina', undefined, headers)).body as { user: { id: string }; token: string }
    const sina = await connectAs(token)
    const own = (await sina.socket.ask({ do: 'sessions' })).ok?.sessions as Record<string, unknown>[]
    expect(own).toEqual([expect.objectContaining({ device: 'Old phone', current: true })])
    expect(own[0]?.seen).toBeGreaterThan(0)
    expect(codeOf(await mia.socket.ask({ do: 'sessions', user: user.id }))).toBe('not_allowed')
    const seen = (await olga.socket.ask({ do: 'sessions', user: user.id })).ok?.sessions as { session: string }[]
    const [session = { session: '' }] = seen
    expect(seen).toEqual([expect.not.objectContaining({ current: true })])
    const foreign = await mia.socket.ask({ do: 'session.end', session: session.session })
    const unknown = await mia.socket.ask({ do: 'session.end', session: 'S0000000000' })
    expect(foreign.refused).toEqual(unknown.refused)
    const ended = await olga.socket.ask({ do: 'session.end', session: session.session, user: user.id })
    expect(codeOf(ended)).toBe('ok')
    expect(await sina.socket.ends()).toBe(4001)
  })

  test('the list of accounts tells admins who is here, by name, page after page', async () => {
    expect(codeOf(await mia.socket.ask({ do: 'accounts' }))).toBe('not_allowed')
    const seen: string[] = []
    let after: string | undefined
    for (let more = true; more; ) {
      const { ok } = await olga.socket.ask({ do: 'accounts', ...(after !== undefined && { after }) })
      const people = ok?.people as { user: { id: string; name: string } }[]
      seen.push(...people.map(({ user }) => user.name))
      after = people.at(-1)?.user.id
      more = ok?.more === true
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toEqual(expect.arrayContaining(['Olga', 'Mia', 'Dora', 'Gast']))
    const found = (await olga.socket.ask({ do: 'accounts', query: 'dor' })).ok?.people as { user: { name: string } }[]
    expect(found.map(({ user }) => user.name)).toEqual(['Dora'])
  })
})

test('the workspace has a name and a colour, given by admins and heard by all', async () => {
  const set = async (who: Member, said: object) => codeOf(await who.socket.ask({ do: 'workspace.set', ...said }))
  expect(await set(mia, { name: 'Mine' })).toBe('not_allowed')
  expect(await set(olga, { accent: 'gold' })).toBe('invalid')
  expect(await set(olga, { name: '  ' })).toBe('name_invalid')
  expect(await set(olga, { name: ' Acme  Ltd ', accent: 'teal' })).toBe('ok')
  await mia.socket.hears(frame => JSON.stringify(frame).includes('"Acme Ltd","accent":"teal"'), 'the row')
  const { door } = (await (await fetch(`${server.url}/auth/session`)).json()) as { door: object }
  expect(door).toEqual({ name: 'Acme Ltd', accent: 'teal', join: 'open' })
})
