import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { once } from 'node:events'
import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { registry } from '#app/registry.ts'
import { noSmallDisk, smallDisk } from '../abuse/small-disk.ts'
import { temporaryFolder } from '../support/leftovers.ts'
import { missing } from '../support/missing.ts'
import { within } from '../support/pace.ts'
import { freshDatabase } from '../support/postgres.ts'
import { startProgram } from '../support/program.ts'
import { runFlack, type Server, startServer } from '../support/server.ts'
import { surroundings } from '../support/surroundings.ts'
import { until } from '../support/wait.ts'

let server: Server

beforeAll(async () => {
  server = await startServer()
})

afterAll(async () => {
  await server.stop()
})

const main = join(import.meta.dir, '../../src/main.ts')
const serve = (...args: string[]) => runFlack(['serve', '--port', '0', ...args])
const fresh = () => join(temporaryFolder('start'), 'data')
const serves = async () => (await fetch(`${server.url}/readyz`)).status === 200

describe('Flack does not start, says why in one sentence, and harms nothing', () => {
  test('on a port that is in use', async () => {
    const { code, stdout, stderr } = await runFlack(['serve', '--port', String(server.port), '--data', fresh()])
    expect([code, stdout]).toEqual([1, ''])
    expectSentence(stderr, `Port ${server.port} is in use.`)
    expect(await serves()).toBeTrue()
  })

  test('on a port that another program listens on', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise(resolve => other.once('listening', resolve))
    const address = other.address()
    const port = typeof address === 'object' ? String(address?.port) : ''
    const { code, stderr } = await runFlack(['serve', '--port', port, '--data', fresh()])
    other.close()
    expect(code).toBe(1)
    expectSentence(stderr, `Port ${port} is in use.`)
  })

  test.each(['/proc/flack', '/proc/1/flack/data'])('in a data directory that cannot be made (%s)', async data => {
    const { code, stderr } = await serve('--data', data)
    expect(code).toBe(1)
    expectSentence(stderr, `The data directory ${data} cannot be written.`)
  })

  test('in a data directory that is a file, or below one', async () => {
    const file = join(temporaryFolder('start'), 'file')
    writeFileSync(file, 'precious')
    for (const data of [file, join(file, 'data')]) {
      const { code, stderr } = await serve('--data', data)
      expect(code).toBe(1)
      expectSentence(stderr, data)
    }
    expect(await Bun.file(file).text()).toBe('precious')
  })

  test('a second time on the same directory', async () => {
    const { code, stderr } = await serve('--data', server.dataDir)
    expect(code).toBe(1)
    expectSentence(stderr, `Another Flack is running on the data directory ${server.dataDir}.`)
    expect(await serves()).toBeTrue()
  })

  test('nor while the first is stopped by a signal, and says so within 2 s', async () => {
    process.kill(server.pid, 'SIGSTOP')
    const started = performance.now()
    const { code, stderr } = await serve('--data', server.dataDir)
    const took = performance.now() - started
    process.kill(server.pid, 'SIGCONT')
    expect(code).toBe(1)
    expectSentence(stderr, 'Another Flack is running')
    expect(took).toBeLessThan(within(2000))
    expect(await serves()).toBeTrue()
  })

  test.skipIf(noSmallDisk !== '')(`on a disk that is full${noSmallDisk}`, async () => {
    const disk = await smallDisk(1)
    disk.fill()
    const command = [process.execPath, main, 'serve', '--port', '0', '--data', `${disk.dir}/data`]
    const program = startProgram([...disk.within, ...command], { env: surroundings() })
    expect(await program.exited).toBe(1)
    await program.says(/full/)
    expectSentence(program.stderr(), `The disk is full on which the data directory ${disk.dir}/data is.`)
    await disk.close()
  })

  test('on a database of a newer Flack', async () => {
    const data = fresh()
    const older = await startServer({ dataDir: data })
    await older.stop()
    const file = join(data, 'flack.db')
    const database = new Database(file)
    database.run('insert into migrations (id, at) values (9999, 0)')
    const before = database.query('select * from migrations').all()
    database.close()
    const { code, stderr } = await serve('--data', data)
    expect(code).toBe(1)
    expectSentence(stderr, 'newer Flack')
    const after = new Database(file, { readonly: true })
    expect(after.query('select * from migrations').all()).toEqual(before)
    after.close()
  })

  test('on a file that is no database', async () => {
    const data = fresh()
    mkdirSync(data)
    writeFileSync(join(data, 'flack.db'), 'precious '.repeat(1000))
    const { code, stderr } = await serve('--data', data)
    expect(code).toBe(1)
    expectSentence(stderr, 'The database cannot be used')
    expect(await Bun.file(join(data, 'flack.db')).text()).toBe('precious '.repeat(1000))
  })

  test('on a PostgreSQL that is not there, whose password it does not repeat', async () => {
    const { code, stderr } = await serve('--data', fresh(), '--database', 'postgres://flack:s3cret@127.0.0.1:1/none')
    expect(code).toBe(1)
    expectSentence(stderr, 'The database cannot be used')
    expect(stderr).not.toContain('s3cret')
  })

  test('on a host that is not of this machine', async () => {
    const { code, stderr } = await serve('--data', fresh(), '--host', '192.0.2.1')
    expect(code).toBe(1)
    expectSentence(stderr, '192.0.2.1')
  })

  test.each([
    ['FLACK_PROT', '3000'],
    ['FLACK_', 'x'],
    ['FLACK_DATABASE_URL', 'x'],
    ['FLACK_PORT', '80a'],
    ['FLACK_PORT', '65536'],
    ['FLACK_PORT', '-1'],
    ['FLACK_PORT', '3.5'],
    ['FLACK_PORT', '0x50'],
    ['FLACK_URL', 'chat.example'],
    ['FLACK_URL', 'ftp://chat.example'],
    ['FLACK_URL', 'https://chat.example/flack'],
    ['FLACK_URL', 'https://chat.example?x=1'],
    ['FLACK_URL', 'https://chat.example *'],
    ['FLACK_URL', 'https://chat.example/#x'],
    ['FLACK_URL', 'https://ada:secret@chat.example'],
    ['FLACK_TRUST_PROXY', 'maybe'],
    ['FLACK_LOG', 'loud'],
    ['FLACK_LOG', 'INFO'],
    ['FLACK_LIMITS', 'none'],
    ['DATABASE_URL', 'mysql://127.0.0.1/flack'],
    ['DATABASE_URL', 'flack.db'],
    ['NATS_URL', '127.0.0.1'],
    ['NATS_URL', 'http://127.0.0.1:4222'],
    // Nothing to share: there is no DATABASE_URL.
    ['NATS_URL', 'nats://127.0.0.1:4222'],
  ])('with %s=%s', async (name, value) => {
    const data = fresh()
    const { code, stdout, stderr } = await runFlack(
      ['serve', '--data', data, '--port', '0'].slice(0, name === 'FLACK_PORT' ? 3 : 5),
      {
        env: { [name]: value },
      },
    )
    expect([code, stdout]).toEqual([2, ''])
    expectSentence(stderr, '')
    expect(() => statSync(data)).toThrow()
  })

  test.each([[['--prot', '1']], [['extra']], [['--port']], [['--log', 'loud']], [['--trust-proxy']]])(
    'with the arguments %j',
    async args => {
      const { code, stderr } = await runFlack(['serve', '--data', fresh(), ...args])
      expect(code).toBe(2)
      expectSentence(stderr, '')
    },
  )

  test('by a command that there is not', async () => {
    for (const args of [[], ['sevre']]) {
      const { code, stderr } = await runFlack(args)
      expect(code).toBe(2)
      expect(stderr).toContain('\nUsage: flack')
    }
  })
})

describe('the data directory', () => {
  test('is for its owner only, also if it was open before', async () => {
    expect(statSync(server.dataDir).mode & 0o777).toBe(0o700)
    const open = temporaryFolder('open', { open: true })
    const other = await startServer({ dataDir: open })
    expect(statSync(open).mode & 0o777).toBe(0o700)
    await other.stop()
  })

  test('is free again as soon as its server has ended, however it ended', async () => {
    const other = await startServer()
    await other.kill9()
    await other.restart()
    expect((await fetch(`${other.url}/readyz`)).status).toBe(200)
    await other.stop()
  })
})

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  '%s ends it with 0 and keeps everything, also with sockets open',
  async signal => {
    const other = await startServer()
    const joined = await fetch(`${other.url}/auth/guest`, { method: 'POST', body: '{"name":"Ada"}' })
    const { token } = (await joined.json()) as { token: string }
    const socket = new WebSocket(`${other.url.replace('http', 'ws')}/ws`, {
      headers: { authorization: `Bearer ${token}` },
    } as never)
    const closed = new Promise<number>(resolve => {
      socket.onclose = ({ code }) => resolve(code)
    })
    await new Promise(resolve => {
      socket.onmessage = resolve
    })
    expect(await other.stop(signal)).toBe(0)
    expect(await closed).toBe(1012)
    await other.restart()
    const known = await fetch(`${other.url}/auth/session`, { headers: { authorization: `Bearer ${token}` } })
    expect(((await known.json()) as { user: { name: string } }).user.name).toBe('Ada')
    await other.stop()
  },
)

test.skipIf(missing.postgres !== '')(
  `two on one database that do not hear of each other: the second warns${missing.postgres}`,
  async () => {
    const env = { DATABASE_URL: await freshDatabase() }
    const one = await startServer({ env })
    const two = await startServer({ env })
    await until(() => two.logs().includes('"started"'))
    expect(two.logs()).toContain('"event":"database.shared_without_nats"')
    expect(one.logs()).not.toContain('database.shared_without_nats')
    await Promise.all([one.stop(), two.stop()])
  },
)

test('[R-28] a second SIGTERM ends it with 1, and does not wait for what is under way', async () => {
  const other = await startServer()
  const half = connect(other.port, '127.0.0.1')
  half.write('POST /auth/guest HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 20\r\n\r\n{')
  half.on('error', () => {})
  await once(half, 'connect')
  // By the time at which this is answered, the other has been read.
  for (let n = 0; n < 3; n++) await fetch(`${other.url}/healthz`)
  process.kill(other.pid, 'SIGTERM')
  await until(() => other.logs().includes('"stopping"'))
  expect(await other.stop()).toBe(1)
  half.destroy()
  await other.restart()
  await other.stop()
})

test('"flack routes" prints every entry of the registry with its rule and schema', async () => {
  const { code, stdout, stderr } = await runFlack(['routes'])
  expect([code, stderr]).toEqual([0, ''])
  const printed = JSON.parse(stdout) as {
    name: string
    door: string
    rule: string
    what: string
    schema: object | null
  }[]
  expect(printed.map(({ name, door, rule, what }) => ({ name, door, rule, what }))).toEqual(
    registry().map(({ name, door, rule, what }) => ({ name, door, rule, what })),
  )
  for (const { door, schema } of printed) expect(schema === null).toBe(door === 'http')
})

/** One line, a sentence, no stack, no log. */
const expectSentence = (stderr: string, part: string) => {
  expect(stderr).toContain(part)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  expect(stderr).toMatch(/^[A-Z].*\S\n$/)
  expect(stderr).not.toMatch(/^\{|\bat .*:\d+:\d+/)
}
