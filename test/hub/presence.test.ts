import { afterAll, beforeAll, expect, test } from 'bun:test'
import { Connection, codeOf } from '../access/connection.ts'
import { connect, enter } from '../access/guest.ts'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'

let server: Server

beforeAll(async () => {
  server = await startServer({ args: ['--limits', 'off'] })
})

afterAll(async () => {
  await server.stop()
})

const present = async (socket: Connection, users: string[]) =>
  (await socket.ask({ do: 'presence', users })).ok?.online as string[]

/** What a socket was told of others, in its order. */
const told = ({ frames }: Connection) =>
  frames.flatMap(({ now }) => {
    const { user, online } = (now as { presence?: { user: string; online: boolean } } | undefined)?.presence ?? {}
    return user === undefined ? [] : [`${user} ${online ? 'came' : 'went'}`]
  })

test('[PRESENCE-1] who asks is answered, and hears who comes and goes; others hear nothing', async () => {
  const [watcher, other, bob, cleo] = [
    await connect(server.url),
    await connect(server.url),
    await enter(server.url),
    await connect(server.url),
  ]
  expect(await present(watcher.socket, [bob.id, cleo.id, watcher.id])).toEqual([cleo.id, watcher.id])
  const first = await connectAgain(bob.token)
  const second = await connectAgain(bob.token)
  cleo.socket.close()
  await until(() => told(watcher.socket).length === 2)
  expect(told(watcher.socket)).toEqual([`${bob.id} came`, `${cleo.id} went`])
  first.close()
  second.close()
  await until(() => told(watcher.socket).length === 3)
  expect(told(watcher.socket).at(-1)).toBe(`${bob.id} went`)
  expect(told(other.socket)).toEqual([])
})

test('[PRESENCE-1] each call replaces the list of the one before', async () => {
  const [watcher, bob, cleo] = [await connect(server.url), await enter(server.url), await enter(server.url)]
  await present(watcher.socket, [bob.id, bob.id])
  expect(await present(watcher.socket, [cleo.id])).toEqual([])
  const there = await connectAgain(bob.token)
  await connectAgain(cleo.token)
  await until(() => told(watcher.socket).length === 1)
  expect(told(watcher.socket)).toEqual([`${cleo.id} came`])
  expect(await present(watcher.socket, [])).toEqual([])
  there.close()
  await watcher.socket.settled()
  expect(await present(watcher.socket, [bob.id, cleo.id])).toContain(cleo.id)
})

test('[PRESENCE-1] a reload is not seen', async () => {
  const [watcher, bob, cleo] = [await connect(server.url), await connect(server.url), await connect(server.url)]
  await present(watcher.socket, [bob.id, cleo.id])
  bob.socket.close()
  await connectAgain(bob.token)
  cleo.socket.close()
  await until(() => told(watcher.socket).includes(`${cleo.id} went`))
  expect(told(watcher.socket)).toEqual([`${cleo.id} went`])
})

test('nobody and "Flack" are never online, and 200 people are the most', async () => {
  const { socket } = await connect(server.url)
  const { ok } = await socket.ask({ do: 'history', channel: '#general', limit: 1 })
  const [bot] = (ok?.users ?? []) as { id: string }[]
  expect(await present(socket, ['U0000000000', String(bot?.id)])).toEqual([])
  const many = (count: number) => Array.from({ length: count }, (_, number) => `U${String(number).padStart(10, '0')}`)
  expect(codeOf(await socket.ask({ do: 'presence', users: many(200) }))).toBe('ok')
  expect(codeOf(await socket.ask({ do: 'presence', users: many(201) }))).toBe('invalid')
})

const connectAgain = (token: string): Promise<Connection> => Connection.greeted(server.url, token)
