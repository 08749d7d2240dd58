import { describe, expect, test } from 'bun:test'
import { mkdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { version } from '../../package.json'
import { Connection } from '../access/connection.ts'
import { temporaryFolder } from '../support/leftovers.ts'
import { missing } from '../support/missing.ts'
import { freshDatabase } from '../support/postgres.ts'
import { runFlack, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'

describe('exit codes and usage', () => {
  test.each([[['help']], [['--help']], [['-h']], [['serve', '--help']], [['token', '--help']], [['demo', '-h']]])(
    '%j prints the usage on stdout and is good',
    async args => {
      const { code, stdout, stderr } = await runFlack(args)
      expect([code, stderr]).toEqual([0, ''])
      expect(stdout).toStartWith('Usage: flack <command>')
      for (const word of ['serve', 'token', 'demo', 'routes', 'FLACK_TRUST_PROXY', '--nats'])
        expect(stdout).toContain(word)
    },
  )

  test('docs/operations.md has every setting that the usage has, by the same flag', async () => {
    const { stdout } = await runFlack(['help'])
    const used = [...stdout.matchAll(/^ {2}(--[\w-]+) +([A-Z0-9_]+) /gm)].map(([, flag, env]) => `${env} ${flag}`)
    const docs = readFileSync(`${import.meta.dir}/../../docs/operations.md`, 'utf8')
    const told = [...docs.matchAll(/^\| `([A-Z0-9_]+)` \| `(--[\w-]+)`/gm)].map(([, env, flag]) => `${env} ${flag}`)
    expect(used.length).toBe(26)
    expect(told).toEqual(used)
  })

  test('--version prints the version of the package', async () => {
    expect(await runFlack(['--version'])).toEqual({ code: 0, stdout: `flack ${version}\n`, stderr: '' })
  })

  test.each([
    [[], 'A command is missing.'],
    [['swerve'], 'There is no command "swerve".'],
    [['routes', 'all'], 'The command routes takes no arguments.'],
    [['token'], 'A token needs a display name'],
    [['token', '--data', 'x'], 'A token needs a display name'],
    [['demo', 'many'], 'The demo takes a number of messages'],
    [['demo', '0'], 'The demo takes a number of messages'],
    [['serve', '--colour', 'red'], "Unknown option '--colour'"],
    [['serve', 'now'], "Unexpected argument 'now'"],
    [['token', 'Ada', 'Grace'], "Unexpected argument 'Grace'"],
    [['serve', '--port', 'http'], 'A port is a number'],
  ])('%j is misuse, and says why', async (args, why) => {
    const { code, stdout, stderr } = await runFlack(args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toStartWith(why)
  })
})

describe('flack token', () => {
  test('[LIVE] at a running server it goes through the private socket, and the token opens a socket there', async () => {
    const server = await startServer()
    const { code, stdout, stderr } = await runFlack(['token', 'Deploy bot', '--data', server.dataDir])
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^flk_[\w-]{43}\n$/)])
    expect(stderr).toMatch(/^Deploy bot has joined as U\w{11}\./)
    const socket = await Connection.greeted(server.url, stdout.trim())
    const posted = await socket.ask({ do: 'message.post', channel: '#general', clientId: 'a', text: 'Deployed.' })
    expect(posted.ok).toMatchObject({ seq: 2 })
    expect(server.logs()).not.toContain(stdout.trim())
    socket.close()
    await server.stop()
  })

  test('[LIVE] without a server it opens the store itself, and the token is good when one starts', async () => {
    const dataDir = temporaryFolder('data')
    const { code, stdout } = await runFlack(['token', 'Deploy bot', '--data', dataDir])
    expect(code).toBe(0)
    const server = await startServer({ dataDir })
    const session = await fetch(`${server.url}/auth/session`, { headers: { authorization: `Bearer ${stdout.trim()}` } })
    expect(await session.json()).toMatchObject({ user: { name: 'Deploy bot' } })
    await server.stop()
  })

  test('[LIVE] the same rules hold: a name that is taken or impossible is refused, with and without a server', async () => {
    const dataDir = temporaryFolder('data')
    await runFlack(['token', 'Ada', '--data', dataDir])
    const refusals = async () => {
      const ended = []
      for (const name of ['ada', 'Flack', 'x'.repeat(61)])
        ended.push(await runFlack(['token', name, '--data', dataDir]))
      return ended
    }
    const alone = await refusals()
    expect(alone.map(({ code, stdout }) => [code, stdout])).toEqual(Array(3).fill([1, '']))
    const server = await startServer({ dataDir })
    expect(await refusals()).toEqual(alone)
    await server.stop()
  })

  test('a server whose private socket is gone keeps its directory to itself', async () => {
    const server = await startServer()
    await Bun.$`rm ${join(server.dataDir, 'control.sock')}`.quiet()
    const { code, stderr } = await runFlack(['token', 'Ada', '--data', server.dataDir])
    expect([code, stderr]).toEqual([1, `Another Flack is running on the data directory ${server.dataDir}.\n`])
    await server.stop()
  })

  test('so does one that stands still, and nobody waits for it', async () => {
    const server = await startServer()
    process.kill(server.pid, 'SIGSTOP')
    const { code, stderr } = await runFlack(['token', 'Ada', '--data', server.dataDir])
    process.kill(server.pid, 'SIGCONT')
    expect([code, stderr]).toEqual([1, `Another Flack is running on the data directory ${server.dataDir}.\n`])
    await server.stop()
  })

  test.skipIf(missing.postgres !== '')(`it works on PostgreSQL as well${missing.postgres}`, async () => {
    const [dataDir, database] = [temporaryFolder('data'), await freshDatabase()]
    const { code, stdout } = await runFlack(['token', 'Ada', '--data', dataDir, '--database', database])
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^flk_/)])
  })
})

describe('the private socket', () => {
  test('is for the owner of the data directory alone, and goes with the server', async () => {
    const server = await startServer()
    const file = join(server.dataDir, 'control.sock')
    expect([statSync(file).mode & 0o777, statSync(server.dataDir).mode & 0o777]).toEqual([0o600, 0o700])
    await server.stop()
    expect(() => statSync(file)).toThrow('ENOENT')
  })

  test('one that a killed server left behind disturbs neither a command nor the next server', async () => {
    const server = await startServer()
    await server.kill9()
    expect(statSync(join(server.dataDir, 'control.sock')).isSocket()).toBe(true)
    expect((await runFlack(['token', 'Ada', '--data', server.dataDir])).code).toBe(0)
    await server.restart()
    expect((await runFlack(['token', 'Grace', '--data', server.dataDir])).code).toBe(0)
    await server.stop()
  })

  test('works below a path that is longer than the system allows for sockets', async () => {
    const dataDir = join(temporaryFolder('data'), 'x'.repeat(120))
    const server = await startServer({ dataDir })
    expect((await runFlack(['token', 'Ada', '--data', dataDir])).code).toBe(0)
    await server.stop()
  })

  test('where there can be none the server runs all the same, and says so', async () => {
    const dataDir = temporaryFolder('data')
    mkdirSync(join(dataDir, 'control.sock'))
    const server = await startServer({ dataDir })
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
    expect(await server.stop()).toBe(0)
    await until(() => server.logs().includes('"event":"control.unavailable"'), { what: 'the warning' })
  })

  test('it takes no more than the page may: commands of the wire, parsed, by those who are signed in', async () => {
    const server = await startServer()
    const unix = join(server.dataDir, 'control.sock')
    const say = async (path: string, body: unknown) => {
      const answer = await fetch(`http://flack${path}`, { unix, method: 'POST', body: JSON.stringify(body) })
      return ((await answer.json()) as { refused?: { code: string } }).refused?.code
    }
    const { stdout } = await runFlack(['token', 'Ada', '--data', server.dataDir])
    const run = (command: object, token = stdout.trim()) => say('/run', { token, command })
    expect(await run({ do: 'message.post', channel: '#general', clientId: 'a', text: 'Hi' })).toBeUndefined()
    expect(await run({ do: 'message.post', channel: '#general', clientId: 'a', text: 'Hi' }, 'flk_x')).toBe(
      'signed_out',
    )
    expect(await run({ do: 'message.post', channel: '#general', clientId: 'b', text: 7 })).toBe('invalid')
    expect(await run({ do: 'user.enter', name: 'Eve' })).toBe('unknown_command')
    expect(await run({ do: 'history', channel: '#general' })).toBe('invalid')
    expect(await say('/run', { token: 7 })).toBe('invalid')
    expect(await say('/enter', 'Ada')).toBe('invalid')
    await server.stop()
  })
})

describe('flack demo', () => {
  test('[LIVE] fills an empty workspace without a server; a second time it changes nothing', async () => {
    const dataDir = temporaryFolder('data')
    const first = await runFlack(['demo', '400', '--data', dataDir])
    expect(first).toEqual({ code: 0, stdout: expect.stringMatching(/^12 people said 400 things\. /), stderr: '' })
    const again = await runFlack(['demo', '400', '--data', dataDir])
    expect([again.code, again.stdout, again.stderr]).toEqual([
      1,
      '',
      expect.stringContaining('fills a workspace only once'),
    ])
    const server = await startServer({ dataDir })
    const { posts, names, authors, days, rows } = await workspaceOf(server.url)
    // Flack's welcome is one more, and three bring files.
    expect([posts, names.length, authors]).toEqual([404, 12, 12])
    // What happened to channels is told, and what only some of them know is not.
    expect(rows).toContain('"kind":"topic"')
    expect(rows).toContain('"kind":"archived"')
    expect(rows).not.toContain('Two offers are out')
    expect(names).not.toContain('hiring-committee')
    expect(days).toBeGreaterThanOrEqual(6)
    const parts = ['"edited":', '"deleted":true', '"row":"reaction"', '<@U', '<#C', '**']
    expect(parts.filter(part => !rows.includes(part))).toEqual([])
    await server.stop()
  })

  test('[LIVE] at a running server everybody hears it live, and a channel of ours keeps to itself', async () => {
    const server = await startServer()
    const { stdout } = await runFlack(['token', 'Ada', '--data', server.dataDir])
    const socket = await Connection.greeted(server.url, stdout.trim())
    const own = await socket.ask({ do: 'channel.create', name: 'design' })
    expect((await runFlack(['demo', '200', '--data', server.dataDir])).code).toBe(0)
    await socket.settled()
    const rows = socket.frames.flatMap(frame => (Array.isArray(frame.rows) ? frame.rows : []) as { row: string }[])
    expect(rows.filter(({ row }) => row === 'message').length).toBeGreaterThan(10)
    expect(rows.filter(({ row }) => row === 'listing').length).toBe(13)
    const page = await socket.ask({ do: 'history', channel: String(own.ok?.channel) })
    expect(page.ok?.rows).toEqual([])
    socket.close()
    await server.stop()
  })
})

/** How many messages and authors there are in all channels, over how many days, and what the channels are called. */
const workspaceOf = async (url: string) => {
  const joined = await fetch(`${url}/auth/guest`, { method: 'POST', body: '{"name":"Counter"}' })
  const socket = await Connection.greeted(url, ((await joined.json()) as { token: string }).token)
  const { hello } = socket.frames[0] as { hello: { epoch: string } }
  const directory = await socket.ask({ do: 'sync', epoch: hello.epoch, stream: 'directory', since: 0 })
  const listings = (directory.ok?.rows ?? []) as { id: string; name: string }[]
  const authors = new Set<string>()
  const days = new Set<number>()
  let told = ''
  let posts = 0
  for (const { id } of listings) {
    for (let before: number | undefined; before !== 1; ) {
      const page = await socket.ask({ do: 'history', channel: id, before })
      const rows = (page.ok?.rows ?? []) as {
        seq: number
        ts: string
        author: string
        clientId: string | null
        kind?: string
      }[]
      for (const { author, clientId } of rows) if (clientId?.startsWith('demo-')) authors.add(author)
      for (const { ts } of rows) days.add(Math.floor(Number(ts) / 86_400))
      told += JSON.stringify([rows, page.ok?.beside])
      posts += rows.filter(({ kind }) => kind === undefined).length
      before = rows[0]?.seq ?? 1
    }
  }
  socket.close()
  return { posts, names: listings.map(({ name }) => name), authors: authors.size, days: days.size, rows: told }
}
