import { describe, expect, test } from 'bun:test'
import { codeOf } from '../access/connection.ts'
import { connect, enter, type Member } from '../access/guest.ts'
import { full } from '../support/full.ts'
import { temporaryFolder } from '../support/leftovers.ts'
import { patience, within } from '../support/pace.ts'
import { startProgram } from '../support/program.ts'
import { startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { opening, RawSocket } from './raw-socket.ts'
import { filesOf, p99, watchMemory } from './vitals.ts'

/** Connections of a kind, where nothing else is said of it. */
const attackers = full ? 250 : 100
/** So long each connection that the server has ended is made again. */
const ATTACK_MS = full ? 120_000 : 3000
/** Bun ends a request that is not whole after about 16 s, however steadily it comes. */
const RELEASED_MS = 30_000
/** Only with --full, where nothing else runs: what others wait, but for one time in a hundred. */
const WAIT_MS = full ? 500 : Number.POSITIVE_INFINITY
const bound = full ? ' for 120 s: others wait at most 500 ms' : ' (what others wait: only with --full)'

const head = (...lines: string[]) => ['Host: 127.0.0.1', ...lines, ''].join('\r\n')

/** What an attacker says at first, and then every second. */
type Kind = { first: string; drip?: string; count?: number; reads?: 'slowly' }

const kinds = (token: string, asset: string): Record<string, Kind> => ({
  'nothing at all': { first: '', count: full ? 2000 : attackers },
  'half a head': { first: `GET / HTTP/1.1\r\n${head()}` },
  'a head that never ends': { first: `GET / HTTP/1.1\r\n${head()}`, drip: 'X-More: and more\r\n' },
  'half a body': { first: `POST /auth/guest HTTP/1.1\r\n${head('Content-Length: 10000')}\r\n{"name":"` },
  'a body that never ends': {
    first: `POST /auth/guest HTTP/1.1\r\n${head('Content-Length: 10000')}\r\n{"name":"`,
    drip: 'x',
  },
  'chunks that never end': {
    first: `POST /auth/guest HTTP/1.1\r\n${head('Transfer-Encoding: chunked')}\r\n`,
    drip: '1\r\nx\r\n',
  },
  'half an upgrade': { first: opening(token).slice(0, -20), count: full ? 500 : attackers },
  'a connection kept after an answer': { first: `GET /healthz HTTP/1.1\r\n${head()}\r\n` },
  'a thousand ranges of a file': {
    first: `GET ${asset} HTTP/1.1\r\n${head(`Range: bytes=0-${Array.from({ length: 1000 }, (_, n) => `,5-${n}`).join('')}`)}\r\n`,
  },
  'answers that are read a piece a second': {
    first: `GET ${asset} HTTP/1.1\r\n${head()}\r\n`.repeat(4),
    reads: 'slowly',
  },
})

describe('[R-22] those who keep connections and say nothing', () => {
  test.concurrent(
    `do not keep others out${bound}, and are all gone in time`,
    async () => {
      const server = await startServer()
      const legit = await connect(server.url)
      const asset = /\/assets\/[^"]+\.js/.exec(await (await fetch(server.url)).text())?.[0] ?? ''
      const files = filesOf(server.pid)
      const memory = watchMemory(server.pid)
      const crowd = Object.values(kinds((await enter(server.url)).token, asset)).flatMap(kind =>
        Array.from({ length: kind.count ?? attackers }, () => new Attacker(server.port, kind)),
      )
      await until(() => filesOf(server.pid) >= files + crowd.length * 0.9, { what: 'most of them' })
      const started = performance.now()
      const attacking = () => performance.now() - started < ATTACK_MS
      const dripping = setInterval(() => {
        for (const attacker of crowd) attacker.goOn(attacking())
      }, 1000)
      const waits: number[] = []
      await until(
        async () => {
          waits.push(...(await works(server.url, legit)))
          return !attacking() && filesOf(server.pid) <= files + 2
        },
        { timeout: ATTACK_MS + RELEASED_MS, what: 'the end of the attack' },
      )
      clearInterval(dripping)
      console.log(
        `${crowd.length} attackers; others asked ${waits.length} times, p99 ${p99(waits).toFixed(1)} ms, at most ${Math.max(...waits).toFixed(1)}; memory +${memory.stop()} MiB`,
      )
      expect(p99(waits)).toBeLessThan(within(WAIT_MS))
      expect(memory.stop()).toBeLessThan(64)
      for (const attacker of crowd) attacker.end()
      expect(await server.stop()).toBe(0)
    },
    patience(ATTACK_MS + 60_000),
  )

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
    patience(90_000),
  )
})

const said = (port: number, first: string): RawSocket => {
  const socket = new RawSocket(port)
  if (first !== '') socket.write(first)
  return socket
}

/** Somebody who comes again whenever it was sent away. */
class Attacker {
  #socket: RawSocket
  readonly #port: number
  readonly #kind: Kind

  constructor(port: number, kind: Kind) {
    this.#port = port
    this.#kind = kind
    this.#socket = this.#come()
  }

  /** A second has passed. */
  goOn(attacking: boolean): void {
    const { drip, reads } = this.#kind
    if (this.#socket.ended && attacking) this.#socket = this.#come()
    else if (drip !== undefined && !this.#socket.ended) this.#socket.write(drip)
    if (reads === 'slowly' && attacking) this.#socket.tcp.resume()
  }

  end(): void {
    this.#socket.destroy()
  }

  #come(): RawSocket {
    const socket = said(this.#port, this.#kind.first)
    if (this.#kind.reads === 'slowly') socket.tcp.pause().on('data', () => socket.tcp.pause())
    return socket
  }
}

/** Somebody reads a page over their socket, and somebody new comes; how long each of them waited, milliseconds. */
const works = async (url: string, { socket }: Member): Promise<number[]> => {
  const asked = performance.now()
  expect(codeOf(await socket.ask({ do: 'history', channel: '#general', limit: 1 }))).toBe('ok')
  const answered = performance.now()
  const answer = await fetch(url, { headers: { connection: 'close' } })
  expect(answer.status).toBe(200)
  await answer.arrayBuffer()
  return [answered - asked, performance.now() - answered]
}

let posts = 0

const post = () => ({ do: 'message.post', channel: '#general', clientId: `through-${++posts}`, text: 'Still here.' })
