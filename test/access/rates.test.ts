import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { type Answer, Connection, codeOf } from './connection.ts'
import { connect, enter } from './guest.ts'

let server: Server
let unlimited: Server

beforeAll(async () => {
  ;[server, unlimited] = await Promise.all([startServer(), startServer({ args: ['--limits', 'off'] })])
})

afterAll(() => Promise.all([server.stop(), unlimited.stop()]))

describe('[R-17] what one person may do is counted over all of their sockets', () => {
  test('1,000 calls and 100 a second; others go on', async () => {
    const { token } = await enter(server.url)
    const other = await connect(server.url)
    const started = performance.now()
    const answers = markOnTenSockets(server, token)
    expect(codeOf(await other.socket.ask({ do: 'users', ids: [] }))).toBe('ok')
    const looked = (await answers).filter(answer => codeOf(answer) === 'ok')
    expect(looked.length).toBeWithin(1000, 1002 + (100 * (performance.now() - started)) / 1000)
    other.socket.close()
  })

  test('without limits as many as they like', async () => {
    const { token } = await enter(unlimited.url)
    const answers = await markOnTenSockets(unlimited, token)
    expect(answers.filter(answer => codeOf(answer) !== 'ok')).toEqual([])
  })

  test('100 new channels and 20 a minute, through whichever socket; after the wait that it names, one more', async () => {
    const { token } = await enter(server.url)
    const sockets = await socketsOf(server, token, 2)
    const started = performance.now()
    const answers = await Promise.all(sockets.flatMap((socket, n) => create(socket, 75, `flood-${n}`)))
    const made = answers.filter(answer => codeOf(answer) === 'ok')
    expect(made.length).toBeWithin(100, 102 + (performance.now() - started) / 3000)
    const { refused } = (await Promise.all(create(sockets[0] as Connection, 1, 'more')))[0] as Answer
    expect(refused).toMatchObject({ code: 'rate_limited', message: expect.stringContaining('channels') })
    const due = performance.now() + (refused?.retryAfter ?? 0) * 1000
    await until(() => performance.now() >= due)
    expect((await Promise.all(create(sockets[1] as Connection, 1, 'at-last'))).map(codeOf)).toEqual(['ok'])
    for (const socket of sockets) socket.close()
  })

  test('without limits as many new channels as they like', async () => {
    const { socket } = await connect(unlimited.url)
    expect(new Set((await Promise.all(create(socket, 150, 'free'))).map(codeOf))).toEqual(new Set(['ok']))
    socket.close()
  })
})

/** 1,500 calls, of which each socket alone might make its 150. */
const markOnTenSockets = async ({ url }: Pick<Server, 'url'>, token: string): Promise<Answer[]> => {
  const sockets = await socketsOf({ url }, token, 10)
  const mark = { do: 'read.mark', channel: '#general', seq: 1 }
  const answers = await Promise.all(sockets.flatMap(socket => Array.from({ length: 150 }, () => socket.ask(mark))))
  for (const socket of sockets) socket.close()
  return answers
}

const socketsOf = ({ url }: Pick<Server, 'url'>, token: string, count: number): Promise<Connection[]> =>
  Promise.all(Array.from({ length: count }, () => Connection.greeted(url, token)))

const create = (socket: Connection, count: number, name: string): Promise<Answer>[] =>
  Array.from({ length: count }, (_, n) => socket.ask({ do: 'channel.create', name: `${name}-${n}` }))
