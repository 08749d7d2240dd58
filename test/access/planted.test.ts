import { Database } from 'bun:sqlite'
import { describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { SQL } from 'bun'
import { registry } from '#app/registry.ts'
import type { Hello } from '#protocol/frames.ts'
import { type TableName, tables } from '#store/tables.ts'
import { missing } from '../support/missing.ts'
import { patience } from '../support/pace.ts'
import { freshDatabase } from '../support/postgres.ts'
import { runFlack, type Server, startServer } from '../support/server.ts'
import { upload } from '../support/uploads.ts'
import { commandWith, httpCalls, someAsset } from './calls.ts'
import { Connection } from './connection.ts'
import { enter, type Member } from './guest.ts'
import { secretOf } from './plant.ts'

/**
 * F3: what is private must not leave by a way that nobody thought of. A server whose every table has a private column
 * with a secret in it is asked for everything that it can be asked, and everything that it says is looked through.
 */

const names = Object.keys(tables) as TableName[]
/** Their rows are sent to clients. */
const told = names.filter(name => tables[name].stream !== undefined)

describe('[F3] a private column of any table is in no answer, frame, sync, reset, page or log', () => {
  const engines = { SQLite: '', PostgreSQL: missing.postgres }
  for (const [engine, lacks] of Object.entries(engines)) {
    test.skipIf(lacks !== '')(
      `on ${engine}${lacks}`,
      async () => {
        const database = engine === 'PostgreSQL' ? await freshDatabase() : null
        const server = await startServer({
          entry: 'test/access/planted-server.ts',
          args: ['--log', 'debug', '--trust-proxy', 'on', ...(database === null ? [] : ['--database', database])],
        })
        const said = await everythingSaidBy(server)
        expect(await server.stop()).toBe(0)
        expect(said.length).toBeGreaterThan(20_000)
        expect(leaksIn(said + server.logs())).toEqual([])
        // The jobs are done and gone by now, or still to be done.
        const planted = database === null ? inFile(server.dataDir) : await inPostgres(database)
        expect(planted.filter(name => name !== 'jobs').toSorted()).toEqual(
          names.filter(name => name !== 'jobs').toSorted(),
        )
      },
      patience(60_000),
    )
  }

  test(
    'a server that sends the rows of its streams as they are stored is found out for each of them',
    async () => {
      const server = await startServer({ entry: 'test/access/leaking-server.ts' })
      const leaks = leaksIn(await everythingSaidBy(server))
      await server.stop()
      expect(leaks.toSorted()).toEqual(told.toSorted())
    },
    patience(60_000),
  )
})

const leaksIn = (said: string): string[] => names.filter(name => said.includes(secretOf(name)))

/** Tables that hold a secret. */
const inFile = (dataDir: string): string[] => {
  using database = new Database(join(dataDir, 'flack.db'), { readonly: true })
  return names.filter(name => database.query(`select 1 from ${name} where secret = '${secretOf(name)}' limit 1`).get())
}

const inPostgres = async (url: string): Promise<string[]> => {
  await using sql = new SQL(url, { max: 1 })
  const found: string[] = []
  for (const name of names) {
    const rows = await sql.unsafe(`select 1 from ${name} where secret = '${secretOf(name)}' limit 1`)
    if (rows.length > 0) found.push(name)
  }
  return found
}

/** Lives a little of everything, calls whatever can be called, and answers all that was said, in one text. */
const everythingSaidBy = async (server: Server): Promise<string> => {
  const { url } = server
  const pages: string[] = []
  const open = async (name: string): Promise<Member> => {
    const guest = await enter(url, name)
    return { ...guest, socket: await Connection.greeted(url, guest.token) }
  }
  const [ada, bob, cleo] = [await open('Ada'), await open('Bob'), await open('Cleo')]
  const room = await live(url, ada, bob, cleo)
  await becomeOwner(server, ada)
  await ada.socket.ask({ do: 'policy.set', name: 'editFor', value: 60 })
  await comeAgain(url, { ...bob, name: 'Robert' })
  await ada.socket.ask({ do: 'invitation.create', channels: [room] })
  await ada.socket.ask({ do: 'user.deactivate', user: await fromAfar(url), ban: true })
  for (const { socket, id } of [ada, bob, cleo]) await askAll(socket, id)
  const objects = [room, ada.id, '#general', 'Ada', 7, null]
  for (const { door, name } of registry())
    for (const object of objects) {
      if (door === 'socket') await cleo.socket.ask(commandWith(name, object))
      else if (name !== 'GET /ws') pages.push(await fetched(url, name, object, bob.token))
    }
  for (const { socket } of [ada, bob, cleo]) {
    if (socket.closed === null) await socket.settled()
    socket.close()
  }
  // Greetings of those who come again.
  const again = await Connection.greeted(url, ada.token)
  again.close()
  const frames = [ada, bob, cleo].flatMap(({ socket }) => socket.frames)
  return JSON.stringify([frames, again.frames, pages])
}

/** Somebody who joins from another network. */
const fromAfar = async (url: string): Promise<string> => {
  const headers = { 'x-forwarded-for': '203.0.113.7' }
  const body = JSON.stringify({ name: 'Mallory' })
  const answer = await fetch(`${url}/auth/guest`, { method: 'POST', headers, body })
  return ((await answer.json()) as { user: { id: string } }).user.id
}

/** By the link of the operator, which leaves a second one behind that nobody opens. */
const becomeOwner = async ({ url, dataDir }: Server, { token }: Member): Promise<void> => {
  const link = async () => (await runFlack(['owner', '--data', dataDir])).stdout.trim().replace(/^http:\/\/[^/]+/, url)
  await fetch(await link(), { method: 'POST', headers: { authorization: `Bearer ${token}` } })
  await link()
}

/** Something in every table: answers the channel in which it happened. */
const live = async (url: string, ada: Member, bob: Member, cleo: Member): Promise<string> => {
  const say = ({ socket }: Member, command: object) => socket.ask(command)
  const room = String((await say(ada, { do: 'channel.create', name: 'room' })).ok?.channel)
  await say(cleo, { do: 'watch', channel: room })
  await say(bob, { do: 'channel.join', channel: room })
  const post = (clientId: string, text: string) => say(ada, { do: 'message.post', channel: room, clientId, text })
  const { ok } = await post('one', `Hello <@${bob.id}>`)
  const seq = ok?.seq
  await bob.socket.hears(frame => JSON.stringify(frame).includes('"mention"'), 'the mention')
  for (const who of [ada, bob]) await say(who, { do: 'reaction.add', channel: room, seq, name: 'tada' })
  await say(ada, { do: 'message.edit', channel: room, seq, text: `Hello again <@${bob.id}> <!channel>` })
  await say(ada, { do: 'message.delete', channel: room, seq: (await post('two', 'A mistake')).ok?.seq })
  const link = 'https://example.org/'
  const led = (await post('three', link)).ok?.seq
  await say(ada, { do: 'preview.remove', channel: room, seq: led, url: link })
  await say(bob, { do: 'read.mark', channel: room, seq })
  await say(bob, { do: 'preference.set', name: 'textSize', value: 16 })
  await say(bob, { do: 'profile.rename', name: 'Robert' })
  await say(bob, { do: 'presence', users: [ada.id] })
  await say(bob, { do: 'typing', channel: room })
  await say(bob, { do: 'section.set', section: 'LSECTION01', name: 'Mine' })
  const team = await say(ada, { do: 'usergroup.set', name: 'Team', handle: 'team', channels: [room] })
  const { group } = team.ok as { group: string }
  await say(ada, { do: 'usergroup.members', group, add: [bob.id, cleo.id] })
  await post('four', `Hello <!subteam^${group}>`)
  await say(bob, { do: 'grouped', group })
  await say(ada, { do: 'section.share', name: 'For all', channels: [room] })
  await say(ada, { do: 'channel.rename', channel: room, name: 'hall' })
  await say(bob, { do: 'direct.open', users: [ada.id] })
  const file = await upload(url, ada, room, 'a.txt', 'Sent.')
  await say(ada, { do: 'message.post', channel: room, clientId: 'five', text: '', files: [file] })
  await upload(url, ada, room, 'b.txt', 'Not sent.')
  return room
}

/** Somebody sets a password, is refused, comes in by it, and asks for a link. */
const comeAgain = async (url: string, { name, token }: Member): Promise<void> => {
  const said = (path: string, body: object, headers = {}) =>
    fetch(`${url}/auth/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  const headers = { authorization: `Bearer ${token}` }
  const password = 'grey mice in May'
  for (const act of [{ do: 'password.set', password }, { do: 'link.make' }, { do: 'list' }])
    expect((await said('credentials', act, headers)).status).toBe(200)
  for (const tried of ['another one', password]) await said('sign-in', { by: 'password', name, password: tried })
}

/** Every stream from its beginning, in the form of a resume and of a reset, and what stands beside. */
const askAll = async (socket: Connection, user: string): Promise<void> => {
  const { epoch, streams } = (socket.frames[0] as { hello: Hello }).hello
  const directory = await socket.ask({ do: 'sync', epoch, stream: 'directory', since: 0 })
  const channels = ((directory.ok?.rows ?? []) as { id: string }[]).map(({ id }) => id)
  for (const stream of new Set([...Object.keys(streams), ...channels, user])) {
    for (const whole of [true, false]) await socket.ask({ do: 'sync', epoch, stream, since: 0, whole })
    await socket.ask({ do: 'sync', epoch: 'another', stream, since: 0 })
  }
  await socket.ask({ do: 'files' })
  for (const channel of channels) {
    await socket.ask({ do: 'history', channel })
    await socket.ask({ do: 'own', channel, from: 1, to: 100, since: 0 })
    await socket.ask({ do: 'versions', channel, seq: 1 })
    await socket.ask({ do: 'reactors', channel, seq: 1, name: 'tada' })
    await socket.ask({ do: 'people', query: '', channel })
  }
  await socket.ask({ do: 'people', query: 'a' })
  await socket.ask({ do: 'places' })
}

const fetched = async (url: string, name: string, object: unknown, token: string): Promise<string> => {
  const call = httpCalls[name]
  if (!call) throw new Error(`Nobody knows how to call ${name}.`)
  const path = call.path(call.takes === 'asset' ? someAsset() : object)
  const body = call.body?.(object)
  const answer = await fetch(`${url}${path}`, {
    method: call.method,
    headers: { ...call.headers?.(object), ...(!name.endsWith('signout') && { authorization: `Bearer ${token}` }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  // What the page is made of holds no rows.
  const text = call.takes === 'asset' ? '' : await answer.text()
  return `${answer.status} ${JSON.stringify([...answer.headers])} ${text}`
}
