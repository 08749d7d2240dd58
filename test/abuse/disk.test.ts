import { describe, expect, test } from 'bun:test'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { openSqlite } from '#store/sqlite.ts'
import { codeOf } from '../access/connection.ts'
import { connect, type Member } from '../access/guest.ts'
import { type CrashReport, crash, type Fault } from '../fire/crash.ts'
import { full } from '../support/full.ts'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { EIO, ENOSPC, EROFS, faults, noFaults } from './faults.ts'
import { noSmallDisk, startOnSmallDisk } from './small-disk.ts'

const rounds = full ? 20 : 2
const timeout = full ? 600_000 : 60_000
const seed = () => Math.floor(Math.random() * 1_000_000)

describe('[R-08] a full disk', () => {
  test.skipIf(noSmallDisk !== '')(
    `refuses with unavailable, goes on reading and hearing, and recovers by itself${noSmallDisk}`,
    async () => {
      const disk = await startOnSmallDisk(48)
      const witness = await connect(disk.url, 'Witness')
      const fault: Fault = {
        strike: async () => {
          disk.fill()
          await unavailable(witness)
          await stillReads(witness, disk.url)
        },
        heal: async () => {
          disk.free()
          await until(async () => codeOf(await witness.socket.ask(post())) === 'ok', { what: 'a post that is kept' })
        },
      }
      const report = await crash({ seed: seed(), rounds, url: () => disk.url, fault: () => fault })
      witness.socket.close()
      disk.program.kill('SIGTERM')
      expect([await disk.program.exited, clean(report)]).toEqual([0, []])
    },
    timeout,
  )
})

describe.skipIf(noFaults !== '')(`[R-09] calls that fail${noFaults}`, () => {
  const { env, fail, heal } = faults()
  const start = () => startServer({ env: { ...env, FLACK_LIMITS: 'off' } })

  test.each([
    ['read-only', 'rw/pwrite', EROFS],
    ['full', 'rw/pwrite', ENOSPC],
    ['broken', 'rw/pwrite', EIO],
  ])(
    'a disk that is %s under load: nothing is acknowledged, and it goes on once the disk does',
    async (_, call, errno) => {
      const server = await start()
      const witness = await connect(server.url, 'Witness')
      const fault: Fault = {
        strike: async () => {
          await fail(server.pid, call, errno)
          await unavailable(witness)
          await stillReads(witness, server.url)
          await refusesToJoin(server.url)
        },
        heal: async () => {
          await heal(server.pid, call)
          await until(async () => codeOf(await witness.socket.ask(post())) === 'ok', { what: 'a post that is kept' })
        },
      }
      const report = await crash({ seed: seed(), rounds, url: () => server.url, fault: () => fault })
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
    'a failed fsync is not tried again: the process ends with 1, says why, and what it acknowledged is there afterwards',
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
      expect(codes).toEqual(Array(rounds).fill(1))
      expect(brokenIn(server)).toBe(rounds)
      expect([await server.stop(), clean(report)]).toEqual([0, []])
    },
    timeout,
  )
})

let posts = 0

const post = () => ({ do: 'message.post', channel: '#general', clientId: `witness-${++posts}`, text: 'Are you there?' })

const unavailable = (witness: Member) =>
  until(async () => codeOf(await witness.socket.ask(post())) === 'unavailable', { what: 'a refusal' })

/** While nothing can be written everything can be read, over the socket that there was and by HTTP. */
const stillReads = async ({ socket, token }: Member, url: string): Promise<void> => {
  expect(codeOf(await socket.ask({ do: 'history', channel: '#general' }))).toBe('ok')
  const session = await fetch(`${url}/auth/session`, { headers: { authorization: `Bearer ${token}` } })
  const page = await fetch(url)
  expect([session.status, page.status]).toEqual([200, 200])
}

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
