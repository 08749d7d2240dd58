import { describe, expect, test } from 'bun:test'
import { codeOf } from '../access/connection.ts'
import { connect, enter, type Member } from '../access/guest.ts'
import { full } from '../support/full.ts'
import { temporaryFolder } from '../support/leftovers.ts'
import { startProgram } from '../support/program.ts'
import { startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { opening, RawSocket } from './raw-socket.ts'
import { filesBackTo, filesOf, watchMemory } from './vitals.ts'

/** Of each kind. */
const attackers = full ? 500 : 100
/** Bun ends a request that is not whole after about 16 s, however steadily it comes. */
const RELEASED_MS = 30_000

const head = (...lines: string[]) => ['Host: 127.0.0.1', ...lines, ''].join('\r\n')

/** What an attacker says at first, and then every second. */
const kinds = (token: string): Record<string, readonly [first: string, drip: string]> => ({
  'nothing at all': ['', ''],
  'half a head': [`GET / HTTP/1.1\r\n${head()}`, ''],
  'a head that never ends': [`GET / HTTP/1.1\r\n${head()}`, 'X-More: and more\r\n'],
  'half a body': [`POST /auth/guest HTTP/1.1\r\n${head('Content-Length: 10000')}\r\n{"name":"`, ''],
  'a body that never ends': [`POST /auth/guest HTTP/1.1\r\n${head('Content-Length: 10000')}\r\n{"name":"`, 'x'],
  'chunks that never end': [`POST /auth/guest HTTP/1.1\r\n${head('Transfer-Encoding: chunked')}\r\n`, '1\r\nx\r\n'],
  'half an upgrade': [opening(token).slice(0, -20), ''],
  'a connection kept after an answer': [`GET /healthz HTTP/1.1\r\n${head()}\r\n`, ''],
})

describe('[R-22] those who keep connections and say nothing', () => {
  test.concurrent('do not keep others out, and are all gone in time', async () => {
    const server = await startServer()
    const legit = await connect(server.url)
    const files = filesOf(server.pid)
    const memory = watchMemory(server.pid)
    const crowd = Object.values(kinds((await enter(server.url)).token)).flatMap(([first, drip]) =>
      Array.from({ length: attackers }, () => ({ socket: said(server.port, first), drip })),
    )
    await until(() => filesOf(server.pid) >= files + crowd.length, { what: 'all of them' })
    const dripping = setInterval(() => {
      for (const { socket, drip } of crowd) if (drip !== '' && !socket.ended) socket.write(drip)
    }, 1000)
    let served = 0
    await until(
      async () => {
        await works(server.url, legit)
        served++
        return crowd.every(({ socket }) => socket.ended)
      },
      { timeout: RELEASED_MS, what: 'the end of the attack' },
    )
    clearInterval(dripping)
    await filesBackTo(server.pid, files)
    console.log(`${crowd.length} attackers, ${served} rounds for others meanwhile, memory +${memory.stop()} MiB`)
    expect(memory.stop()).toBeLessThan(64)
    expect(await server.stop()).toBe(0)
  }, 60_000)

  test.skipIf(!full)(
    'and more than the process may have open: who is in stays in, and others get in once they have gone (with --full)',
    async () => {
      const dir = temporaryFolder('few-files')
      const main = `${import.meta.dir}/../../src/main.ts`
      const program = startProgram(
        ['sh', '-c', 'ulimit -n 200; exec "$@"', 'sh', process.execPath, main, 'serve', '--port', '0', '--data', dir],
        { env: { PATH: process.env.PATH } },
      )
      const [, url = ''] = await program.says(/^Flack is ready: (http:\/\/\S+?)\/?$/m)
      const port = Number(new URL(url).port)
      const legit = await connect(url)
      const crowd = Array.from({ length: 230 }, () => said(port, ''))
      await until(() => filesOf(program.pid) >= 195, { what: 'no file to be left' })
      for (let n = 0; n < 20; n++) expect(codeOf(await legit.socket.ask(post()))).toBe('ok')
      await until(() => crowd.every(({ ended }) => ended), { timeout: 2 * RELEASED_MS, what: 'the end of the attack' })
      await works(url, legit)
      await works(url, await connect(url, 'Late'))
      program.kill('SIGTERM')
      expect(await program.exited).toBe(0)
    },
    90_000,
  )
})

const said = (port: number, first: string): RawSocket => {
  const socket = new RawSocket(port)
  if (first !== '') socket.write(first)
  return socket
}

/** Somebody posts, reads a page, and somebody new comes. */
const works = async (url: string, { socket }: Member): Promise<void> => {
  expect(codeOf(await socket.ask({ do: 'history', channel: '#general', limit: 1 }))).toBe('ok')
  const answer = await fetch(url, { headers: { connection: 'close' } })
  expect(answer.status).toBe(200)
  await answer.arrayBuffer()
}

let posts = 0

const post = () => ({ do: 'message.post', channel: '#general', clientId: `through-${++posts}`, text: 'Still here.' })
