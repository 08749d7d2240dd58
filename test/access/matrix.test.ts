import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type Entry, registry } from '#app/registry.ts'
import { patience } from '../support/pace.ts'
import { type Server, startServer } from '../support/server.ts'
import { upload } from '../support/uploads.ts'
import { commandWith, httpCalls, objectOf, socketCalls, someAsset, type Takes } from './calls.ts'
import { Connection, codeOf } from './connection.ts'
import { openDump } from './dump.ts'
import { type ActorKind, actors, expectations, type ObjectKind, objects } from './expectations.ts'
import { connect, enter, type Guest, type Member } from './guest.ts'
import { rawHttp, upgrade } from './raw-http.ts'

let server: Server
let dump: ReturnType<typeof openDump>
/** Whose socket hears the room by a seat, and whose by a watch. */
let owner: Member
let watcher: Member
let room: string
const existing = new Map<Takes, string>()

beforeAll(async () => {
  server = await startServer()
  owner = await connect(server.url, 'Olga')
  watcher = await connect(server.url, 'Walter')
  room = String((await owner.socket.ask({ do: 'channel.create', name: 'room' })).ok?.channel)
  await owner.socket.ask({ do: 'message.post', channel: room, clientId: 'first', text: 'The first word.' })
  await watcher.socket.ask({ do: 'watch', channel: room })
  await owner.socket.ask({ do: 'profile.edit', handle: 'olga' })
  const sent = await upload(server.url, owner, room, 'a.txt', 'Sent.')
  await owner.socket.ask({ do: 'message.post', channel: room, clientId: 'file', text: '', files: [sent] })
  const team = await owner.socket.ask({ do: 'usergroup.set', name: 'Team', handle: 'team' })
  const shared = await owner.socket.ask({ do: 'section.share', name: 'For all' })
  existing.set('user group', String(team.ok?.group)).set('shared section', String(shared.ok?.section))
  dump = openDump(server.dataDir)
  existing
    .set('channel', room)
    .set('channel name', 'room')
    .set('user', owner.id)
    .set('user name', 'Olga')
    .set('handle', 'olga')
  existing
    .set('asset', someAsset())
    .set('preference', 'textSize')
    .set('policy', 'createPublic')
    .set('section', 'LSECTION01')
    .set('file', sent)
    .set('upload', await upload(server.url, owner, room, 'b.txt', 'Not sent.'))
    .set('session', await sessionOf(owner))
    .set('invitation', String((await owner.socket.ask({ do: 'invitation.create' })).ok?.invitation))
})

const sessionOf = async ({ socket }: Member): Promise<string> => {
  const { ok = {} } = await socket.ask({ do: 'sessions' })
  return (ok.sessions as { session: string }[])[0]?.session ?? ''
}

afterAll(async () => {
  dump.close()
  await server.stop()
})

test('[S-01] the table has a row for every entry of the registry, and no other', () => {
  expect([...expectations.keys()].sort()).toEqual(
    registry()
      .map(({ name }) => name)
      .sort(),
  )
})

test('[S-01] every cell of the table has an expectation', () => {
  for (const [entry, rows] of expectations) {
    expect([entry, ...rows.keys()]).toEqual([entry, ...actors])
    for (const [actor, cells] of rows) {
      expect([entry, actor, ...cells.keys()]).toEqual([entry, actor, ...objects])
      for (const answer of cells.values()) expect(answer).toMatch(/^(ok|[a-z_]+|[1-5]\d\d)$/)
    }
  }
})

describe('[S-01] everybody gets the answer of the table, and a refused call changes nothing', () => {
  test.each(registry().map(entry => [entry.name, entry] as const))(
    '%s',
    async (name, entry) => {
      const answers = new Map<string, Map<string, string>>()
      for (const actor of actors) {
        const cells = new Map<string, string>()
        for (const object of objects) cells.set(object, await cell(entry, actor, object))
        answers.set(actor, cells)
      }
      expect(answers).toEqual(expectations.get(name) as typeof answers)
    },
    patience(30_000),
  )
})

test('[S-01] who ends a session ends its open socket, and what is said through it afterwards is not done', async () => {
  const leaver = await connect(server.url)
  await leaver.socket.ask({ do: 'channel.join', channel: room })
  await post('/auth/signout', leaver.token)
  const before = dump.take()
  leaver.socket.say({ do: 'message.post', id: 1, channel: room, clientId: 'late', text: 'Too late.' })
  expect(await leaver.socket.ends()).toBe(4001)
  await owner.socket.settled()
  expect(dump.take()).toBe(before)
})

test('[S-01] what does not exist is refused in the same words, whatever it was called', async () => {
  const asker = await connect(server.url)
  const named = Object.keys(socketCalls).filter(
    name => expectations.get(name)?.get('seat')?.get('user-id') === 'channel_not_found',
  )
  expect(named).toContain('history')
  for (const command of named) {
    const words = new Set<string>()
    for (const object of ['C0000000000', owner.id, '#nothing', 'C0000000000000000000', 'directory']) {
      const { re: _, ...answer } = await asker.socket.ask(commandWith(command, object))
      words.add(JSON.stringify(answer))
    }
    expect([command, words.size]).toEqual([command, 1])
  }
})

test("[S-01] somebody else's stream and nobody's are refused in the same words", async () => {
  const asker = await connect(server.url)
  const words = new Set<string>()
  for (const stream of [owner.id, 'U0000000000', 'T0000000000']) {
    const { re: _, ...answer } = await asker.socket.ask({ do: 'sync', epoch: '', stream, since: 0 })
    words.add(JSON.stringify(answer))
  }
  expect(words.size).toBe(1)
})

test('[S-01] an ended session and a token that never was get the same answers', async () => {
  const ended = await enter(server.url)
  await post('/auth/signout', ended.token)
  const answersTo = (token: string) =>
    Promise.all(
      ['/auth/session', '/auth/signout', '/ws', '/metrics'].map(async path => {
        const answer = await request(path === '/auth/signout' ? 'POST' : 'GET', path, token)
        answer.headers.delete('date')
        return [path, answer.status, [...answer.headers], await answer.text()]
      }),
    )
  expect(await answersTo(ended.token)).toEqual(await answersTo(garbage))
})

test('[S-01] fields that a command does not have are not written anywhere', async () => {
  const writer = await connect(server.url)
  await writer.socket.ask({ do: 'channel.join', channel: room })
  const foreign = { author: owner.id, user: owner.id, actor: owner.id, creator: owner.id, me: owner.id, id: owner.id }
  const made = {
    rev: 99_999,
    seq: 99_999,
    post: 99_999,
    ts: '1.000000',
    at: 1,
    created: 1,
    kind: 'bot',
    state: 'ended',
  }
  const extra = { ...foreign, ...made, session: 'S0000000000', role: 'owner', nameKey: 'olga', row: 'user' }
  const posted = await writer.socket.ask({
    ...extra,
    do: 'message.post',
    channel: room,
    clientId: 'extra',
    text: 'Mine.',
  })
  const created = await writer.socket.ask({ ...extra, do: 'channel.create', name: 'of-the-writer' })
  const renamed = await writer.socket.ask({ ...extra, do: 'profile.rename', name: 'The writer' })
  expect([codeOf(posted), codeOf(created), codeOf(renamed)]).toEqual(['ok', 'ok', 'ok'])
  const rows = JSON.stringify([
    (await writer.socket.ask({ do: 'history', channel: room, limit: 1 })).ok?.rows,
    (await writer.socket.ask({ do: 'sync', epoch: '', stream: String(created.ok?.channel), since: 0 })).ok,
    (await writer.socket.ask({ do: 'users', ids: [writer.id] })).ok,
  ])
  expect(rows).toContain(writer.id)
  expect(rows).not.toContain(owner.id)
  expect(rows).not.toContain('99999')
  expect(rows).not.toContain('"bot"')
})

const garbage = 'flk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'

/** What this actor is answered. A refusal that changed anything, or was heard by anybody, says so instead. */
const cell = async (entry: Entry, kind: ActorKind, object: ObjectKind): Promise<string> => {
  const actor = await actorOf(kind)
  const other = object === 'user-id' ? (await enter(server.url)).id : ''
  const before = { dump: dump.take(), heard: await heard() }
  const answer = await (entry.door === 'http' ? overHttp : overSocket)(entry.name, actor, object, other)
  const changed = dump.take() !== before.dump
  if (changed && kind !== 'anonymous' && kind !== 'garbage-token') cast.delete(kind)
  if (['ok', '200', '201'].includes(answer)) return answer
  return changed
    ? `${answer}, but it changed the database`
    : `${answer}${(await heard()) > before.heard ? ' aloud' : ''}`
}

const overHttp = async (name: string, { token }: Actor, kind: ObjectKind, other: string): Promise<string> => {
  const call = httpCalls[name]
  if (!call) return 'nobody knows how to call it'
  const object = objectOf(kind, call.takes, existing.get(call.takes) ?? '', other)
  const body = call.body && JSON.stringify(call.body(object))
  return String((await request(call.method, call.path(object), token, body, call.headers?.(object))).status)
}

const overSocket = async (name: string, { token, socket }: Actor, kind: ObjectKind, other: string): Promise<string> => {
  const call = socketCalls[name]
  if (!call) return 'nobody knows how to call it'
  if (!socket) {
    const credentials = token === null ? `Origin: ${server.url}` : `Authorization: Bearer ${token}`
    return String((await rawHttp(server.port, upgrade([`Host: 127.0.0.1:${server.port}`, credentials]))).status)
  }
  return codeOf(await socket.ask(commandWith(name, objectOf(kind, call.takes, existing.get(call.takes) ?? '', other))))
}

const request = (
  method: string,
  path: string,
  token: string | null,
  body?: string,
  headers: Record<string, string> = {},
): Promise<Response> =>
  fetch(`${server.url}${path}`, {
    method,
    redirect: 'manual',
    headers: { ...headers, ...(token !== null && { authorization: `Bearer ${token}` }) },
    ...(body !== undefined && { body }),
  })

const post = (path: string, token: string): Promise<Response> => request('POST', path, token)

/** How many frames those who listen have heard, once everything on its way has arrived. */
const heard = async (): Promise<number> => {
  const sockets = [owner.socket, watcher.socket]
  await Promise.all(sockets.map(socket => socket.settled()))
  return sockets.flatMap(({ frames }) => frames.filter(frame => !('re' in frame))).length
}

type Actor = { token: string | null; socket: Connection | null }

/** Those who act, until what they did has changed something. */
const cast = new Map<ActorKind, Actor>()

const actorOf = async (kind: ActorKind): Promise<Actor> => {
  const known = cast.get(kind)
  if (known) return known
  const actor = await newActor(kind)
  cast.set(kind, actor)
  return actor
}

const newActor = async (kind: ActorKind): Promise<Actor> => {
  if (kind === 'anonymous') return { token: null, socket: null }
  if (kind === 'garbage-token') return { token: garbage, socket: null }
  const guest: Guest = await enter(server.url)
  if (kind === 'ended-session') {
    await post('/auth/signout', guest.token)
    return { token: guest.token, socket: null }
  }
  const socket = await Connection.greeted(server.url, guest.token)
  if (kind !== 'no-seat') await socket.ask({ do: 'channel.join', channel: room })
  if (kind === 'former') await socket.ask({ do: 'channel.leave', channel: room })
  return { token: guest.token, socket }
}
