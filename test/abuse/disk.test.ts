import { describe, expect, test } from 'bun:test'
import { randomBytes } from 'node:crypto'
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openSqlite } from '#store/sqlite.ts'
import { codeOf } from '../access/connection.ts'
import { connect, type Member } from '../access/guest.ts'
import { type CrashReport, crash, type Fault } from '../fire/crash.ts'
import { full } from '../support/full.ts'
import { missing } from '../support/missing.ts'
import { patience } from '../support/pace.ts'
import { startPostgres } from '../support/postgres.ts'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { failingDisk, noFailingDisk } from './failing-disk.ts'
import { EIO, ENOSPC, EROFS, faults, noFaults } from './faults.ts'
import { request } from './http-cases.ts'
import { RawSocket } from './raw-socket.ts'
import { noSmallDisk, smallDisk } from './small-disk.ts'

const rounds = full ? 20 : 2
const timeout = patience(full ? 600_000 : 60_000)
/** From a disk that works again to a post that is kept. */
const RECOVERS_MS = 10_000
/** So long a disk stays full, or read-only, in the first of all rounds. */
const HOLDS = { full: full ? 60_000 : 0, readOnly: full ? 30_000 : 0 }
const held = (ms: number): string => (full ? ` for ${ms / 1000} s` : '')
/** By SIGKILL, which lets nothing be written any more. */
const KILLED = 137
const seed = () => Math.floor(Math.random() * 1_000_000)

describe('[R-08] a full disk', () => {
  test.skipIf(noSmallDisk !== '')(
    `refuses with unavailable${held(HOLDS.full)}, goes on reading and hearing, and recovers by itself within 10 s${noSmallDisk}`,
    async () => {
      const disk = await smallDisk(48)
      const server = await startServer({ dataDir: disk.dir, within: disk.within, args: ['--limits', 'off'] })
      const witness = await connect(server.url, 'Witness')
      const fault = (round: number): Fault => ({
        strike: async () => {
          disk.fill()
          await unavailable(witness)
          await stillReads(witness, server.url, round === 0 ? HOLDS.full : 0)
        },
        heal: async () => {
          disk.free()
          await isKept(witness)
        },
      })
      const report = await crash({ seed: seed(), rounds, url: () => server.url, fault })
      witness.socket.close()
      expect([await server.stop(), clean(report)]).toEqual([0, []])
      await disk.close()
    },
    timeout,
  )

  test.skipIf(noSmallDisk !== '')(
    `that is small keeps a small log, says that it is full, and goes on when a little is freed${noSmallDisk}`,
    async () => {
      const disk = await smallDisk(24)
      const reserve = `${disk.outside}/reserve`
      writeFileSync(reserve, Buffer.alloc(1_700_000))
      const server = await startServer({ dataDir: disk.dir, within: disk.within, args: ['--limits', 'off'] })
      const member = await connect(server.url, 'Member')
      await unavailable(member, long)
      const log = Number(Bun.spawnSync([...disk.within, 'stat', '-c', '%s', `${disk.dir}/flack.db-wal`]).stdout)
      expect(log).toBeWithin(1, 3_000_000)
      expect(server.logs()).toContain('The disk is full.')
      const ready = await fetch(`${server.url}/readyz`)
      expect([ready.status, await ready.json()]).toEqual([
        503,
        expect.objectContaining({ why: expect.stringMatching(/^The disk is full/) }),
      ])
      rmSync(reserve)
      for (let more = 0; more < 20; more += 1) await isKept(member)
      member.socket.close()
      expect(await server.stop()).toBe(0)
      await disk.close()
    },
    timeout,
  )

  const lacks = noSmallDisk || missing.postgres
  test.skipIf(lacks !== '')(
    `of PostgreSQL's log ends PostgreSQL: refuses with unavailable${held(HOLDS.full)}, stays, and recovers with it within 10 s${lacks}`,
    async () => {
      const disk = await smallDisk(32)
      const database = await startPostgres(disk)
      const server = await startServer({ env: { FLACK_LIMITS: 'off', DATABASE_URL: database.url } })
      const witness = await connect(server.url, 'Witness')
      const fault = (round: number): Fault => ({
        strike: async () => {
          disk.fill()
          await unavailable(witness, long)
          await until(async () => (await fetch(`${server.url}/readyz`)).status === 503, { what: 'not to be ready' })
          await again(round === 0 ? HOLDS.full : 0, async () => {
            expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
            expect(codeOf(await witness.socket.ask({ do: 'ping' }))).toBe('ok')
          })
        },
        heal: async () => {
          disk.free()
          // It may have ended, or be about to, or be coming back by itself.
          await database.kill9()
          await database.restart()
          await isKept(witness)
        },
      })
      const report = await crash({ seed: seed(), rounds, url: () => server.url, fault })
      expect(witness.socket.closed).toBeNull()
      witness.socket.close()
      expect([await server.stop(), clean(report)]).toEqual([0, []])
      await database.stop()
      await disk.close()
    },
    timeout,
  )
})

const noFullDevice = existsSync('/dev/full') ? '' : ' (skipped: no /dev/full on this system)'

test.skipIf(noFullDevice !== '').each([
  ['on a full disk', '/dev/full'],
  ['whose reader has gone', '>(exec true)'],
])(`[R-08] a log %s stops nobody${noFullDevice}`, async (_, log) => {
  const within = ['bash', '-c', `exec "$@" 2> ${log}`, 'bash']
  const server = await startServer({ within, args: ['--log', 'debug'] })
  const { socket } = await connect(server.url)
  for (let n = 0; n < 20; n++) expect(codeOf(await socket.ask(post()))).toBe('ok')
  socket.close()
  expect([await server.stop(), server.logs()]).toEqual([0, ''])
})

describe.skipIf(noFaults !== '')(`[R-09] calls that fail${noFaults}`, () => {
  const { env, fail, heal } = faults()
  const start = () => startServer({ env: { ...env, FLACK_LIMITS: 'off' } })

  test.each([
    [`read-only under load${held(HOLDS.readOnly)}`, 'rw/pwrite', EROFS, HOLDS.readOnly],
    ['full under load', 'rw/pwrite', ENOSPC, 0],
    ['broken under load', 'rw/pwrite', EIO, 0],
  ])(
    'a disk that is %s: nothing is acknowledged, and it goes on within 10 s once the disk does',
    async (_, call, errno, hold) => {
      const server = await start()
      const witness = await connect(server.url, 'Witness')
      const fault = (round: number): Fault => ({
        strike: async () => {
          await fail(server.pid, call, errno)
          await unavailable(witness)
          await stillReads(witness, server.url, round === 0 ? hold : 0)
          await refusesToJoin(server.url)
        },
        heal: async () => {
          await heal(server.pid, call)
          await isKept(witness)
        },
      })
      const report = await crash({ seed: seed(), rounds, url: () => server.url, fault })
      witness.socket.close()
      expect([await server.stop(), clean(report)]).toEqual([0, []])
    },
    timeout,
  )

  test(
    'writes that fail now and then lose, double and invent nothing',
    async () => {
      const server = await start()
      const failedBefore = () => server.logs().split('command.failed').length
      const fault: Fault = {
        strike: async () => {
          const before = failedBefore()
          await fail(server.pid, 'rw/pwrite', EIO, 0.05)
          await until(() => failedBefore() > before + 5, { what: 'some failed commands' })
        },
        heal: () => heal(server.pid, 'rw/pwrite'),
      }
      const report = await crash({ seed: seed(), rounds, url: () => server.url, fault: () => fault })
      expect([await server.stop(), clean(report)]).toEqual([0, []])
    },
    timeout,
  )

  test(
    'a failed fsync is not tried again: the process ends at once, says why, and what it acknowledged is there afterwards',
    async () => {
      const server = await start()
      const codes: number[] = []
      const fault: Fault = {
        strike: async () => {
          await fail(server.pid, 'sync/fsync', EIO)
          codes.push(await server.exited)
        },
        heal: () => server.restart(),
      }
      const report = await crash({ seed: seed(), rounds, url: () => server.url, fault: () => fault })
      expect(codes).toEqual(Array(rounds).fill(KILLED))
      expect(brokenIn(server)).toBe(rounds)
      expect([await server.stop(), clean(report)]).toEqual([0, []])
    },
    timeout,
  )

  test('nor is one that fails while the server stops', async () => {
    const server = await start()
    const begun = new RawSocket(server.port)
    begun.write(request('POST /auth/guest HTTP/1.1', ['Content-Length: 14']))
    await new Promise(resolve => begun.tcp.once('connect', resolve))
    const code = server.stop()
    await until(async () => (await fetch(`${server.url}/readyz`)).status === 503, { what: 'it to stop' })
    await fail(server.pid, 'sync/fsync', EIO)
    begun.write('{"name":"Eva"}')
    expect([await code, brokenIn(server)]).toEqual([KILLED, 1])
    begun.destroy()
  })
})

test.skipIf(noFailingDisk !== '')(
  `[R-09] a disk that the kernel makes read-only under load: nothing acknowledged is lost${noFailingDisk}`,
  async () => {
    const disk = await failingDisk()
    const server = await startServer({
      dataDir: join(disk.dir, 'data'),
      within: disk.within,
      args: ['--limits', 'off'],
    })
    const fault: Fault = {
      strike: async () => {
        const witness = await connect(server.url)
        disk.abort()
        const refuses = async () => {
          await unavailable(witness)
          await stillReads(witness, server.url)
          return 'stays'
        }
        // Where an fsync is the first call to fail it ends, and then the witness hears no more.
        const outcome = await refuses().catch(async error => (witness.socket.closed ? server.exited : error))
        expect(['stays', KILLED]).toContain(outcome)
      },
      heal: async () => {
        await server.kill9()
        disk.mountAgain()
        await server.restart()
      },
    }
    const report = await crash({ seed: seed(), rounds, url: () => server.url, fault: () => fault })
    expect([await server.stop(), clean(report)]).toEqual([0, []])
    await disk.close()
  },
  timeout,
)

let posts = 0

const post = (text = 'Are you there?') => ({
  do: 'message.post',
  channel: '#general',
  clientId: `witness-${++posts}`,
  text,
})

/** What no disk makes small. */
const long = () => post(randomBytes(30_000).toString('base64'))

/** Ten at once: it may take a megabyte until the next byte that is refused. */
const unavailable = ({ socket }: Member, another = post) =>
  until(
    async () => {
      const answers = await Promise.all(Array.from({ length: 10 }, () => socket.ask(another())))
      return answers.some(answer => codeOf(answer) === 'unavailable')
    },
    { what: 'a refusal' },
  )

const isKept = ({ socket }: Member) =>
  until(async () => codeOf(await socket.ask(post())) === 'ok', { what: 'a post that is kept', timeout: RECOVERS_MS })

/** At least once, and again and again for so many milliseconds. */
const again = async (ms: number, check: () => Promise<unknown>): Promise<void> => {
  const end = performance.now() + ms
  await until(
    async () => {
      await check()
      return performance.now() >= end
    },
    { timeout: Number.POSITIVE_INFINITY },
  )
}

/** As long as nothing can be written everything can be read, over the socket that there was and by HTTP. */
const stillReads = ({ socket, token }: Member, url: string, hold = 0): Promise<void> =>
  again(hold, async () => {
    expect(codeOf(await socket.ask({ do: 'history', channel: '#general' }))).toBe('ok')
    const session = await fetch(`${url}/auth/session`, { headers: { authorization: `Bearer ${token}` } })
    const page = await fetch(url)
    expect([session.status, page.status]).toEqual([200, 200])
  })

/** As those do who come by HTTP. (A full disk may still have room in its log for somebody.) */
const refusesToJoin = async (url: string): Promise<void> => {
  const join = await fetch(`${url}/auth/guest`, { method: 'POST', body: JSON.stringify({ name: 'Too late' }) })
  expect([join.status, await join.json()]).toEqual([503, expect.objectContaining({ error: 'unavailable' })])
}

const clean = ({ violations, acknowledged }: CrashReport): string[] => [
  ...violations.map(({ rule, what }) => `${rule} ${what}`),
  ...(acknowledged < 100 ? [`only ${acknowledged} messages were acknowledged`] : []),
]

const brokenIn = (server: Server): number =>
  server
    .logs()
    .split('\n')
    .filter(line => line.includes('"broken"')).length

test('[R-09] a commit that was written and perhaps not synced is synced before anybody is told of it again', async () => {
  const server = await startServer()
  const { socket } = await connect(server.url)
  for (let n = 0; n < 20; n++) await socket.ask(post())
  await server.kill9()
  const log = join(server.dataDir, 'flack.db-wal')
  expect(statSync(log).size).toBeGreaterThan(0)
  const engine = openSqlite(join(server.dataDir, 'flack.db'))
  expect(statSync(log).size).toBe(0)
  await engine.close()
})
