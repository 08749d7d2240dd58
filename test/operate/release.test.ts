import { beforeAll, describe, expect, test } from 'bun:test'
import { readdirSync, readFileSync } from 'node:fs'
import { version } from '../../package.json'
import { Connection } from '../access/connection.ts'
import { enter } from '../access/guest.ts'
import { temporaryFolder } from '../support/leftovers.ts'
import { missing } from '../support/missing.ts'
import { startNats } from '../support/nats.ts'
import { freshDatabase } from '../support/postgres.ts'
import { startProgram } from '../support/program.ts'

const root = `${import.meta.dir}/../..`
let flack: string

beforeAll(async () => {
  flack = `${temporaryFolder('release')}/flack`
  const release = startProgram([process.execPath, `${root}/bin/release.ts`, flack], { env: process.env })
  if ((await release.exited) !== 0) throw new Error(release.stdout() + release.stderr())
})

/** Runs it where there is nothing: no Node.js, no Bun, no program at all, no setting, and no file. */
const start = (args: string[]) => {
  const cwd = temporaryFolder('nothing')
  return { cwd, program: startProgram([flack, ...args], { cwd, env: { PATH: '' } }) }
}

const serve = async (args: string[] = []) => {
  const { cwd, program } = start(['serve', '--port', '0', ...args])
  const [, url = ''] = await program.says(/^Flack is ready: (http:\/\/\S+)\/$/m)
  return { cwd, program, url }
}

const saySomething = async (url: string, from: string, to: string) => {
  const people = await Promise.all([from, to].map(name => enter(url, name)))
  const [one, other] = await Promise.all(people.map(({ token }) => Connection.greeted(url, token)))
  const posted = await one?.ask({ do: 'message.post', channel: '#general', clientId: 'a', text: `Hello ${to}` })
  await other?.hears(frame => JSON.stringify(frame).includes(`Hello ${to}`), 'the message')
  one?.close()
  other?.close()
  return posted?.ok
}

describe('the one executable, in an empty directory and without Node.js or Bun', () => {
  test('shows the page that was built, people talk through it, and it keeps what they said', async () => {
    const { cwd, program, url } = await serve()
    const built: { build: string; files: { path: string }[] } = JSON.parse(
      readFileSync(`${root}/dist/web/manifest.json`, 'utf8'),
    )
    const page = await fetch(`${url}/c/general`)
    expect(await page.text()).toBe(readFileSync(`${root}/dist/web/index.html`, 'utf8'))
    for (const { path } of built.files.filter(file => file.path.startsWith('assets/'))) {
      const asset = await fetch(`${url}/${path}`)
      expect([path, asset.status, (await asset.bytes()).length]).toEqual([
        path,
        200,
        Bun.file(`${root}/dist/web/${path}`).size,
      ])
    }
    expect(await saySomething(url, 'Ada', 'Grace')).toMatchObject({ seq: 2 })
    program.kill('SIGTERM')
    expect(await program.exited).toBe(0)
    expect(readdirSync(cwd)).toEqual(['data'])
  })

  test('its other commands work as well, beside a running server', async () => {
    const { cwd, program } = await serve()
    const run = async (args: string[]) => {
      const command = startProgram([flack, ...args], { cwd, env: { PATH: '' } })
      const code = await command.exited
      return { code, said: command.stdout() }
    }
    expect(await run(['--version'])).toEqual({ code: 0, said: `flack ${version}\n` })
    expect(await run(['token', 'Deploy bot'])).toEqual({ code: 0, said: expect.stringMatching(/^flk_/) })
    expect(await run(['demo', '50'])).toEqual({ code: 0, said: expect.stringMatching(/^12 people said 50 things\. /) })
    expect((await run(['nonsense'])).code).toBe(2)
    program.kill('SIGTERM')
    expect(await program.exited).toBe(0)
  })

  test('a .env file that lies about does not steer it', async () => {
    const { cwd, program } = start(['help'])
    await program.exited
    await Bun.write(`${cwd}/.env`, 'FLACK_NONSENSE=1\n')
    await Bun.write(`${cwd}/bunfig.toml`, 'preload = ["./nothing.ts"]\n')
    const again = startProgram([flack, 'token', 'Ada'], { cwd, env: { PATH: '' } })
    expect(await again.exited).toBe(0)
  })

  const lacks = missing.postgres || missing.nats
  test.skipIf(lacks !== '')(`PostgreSQL and NATS are in it: two of them share a workspace${lacks}`, async () => {
    const [database, nats] = await Promise.all([freshDatabase(), startNats()])
    const args = ['--database', database, '--nats', nats.url]
    const here = await serve(args)
    const there = await serve(args)
    const { token } = await enter(there.url, 'Listener')
    const listener = await Connection.greeted(there.url, token)
    expect(await saySomething(here.url, 'Ada', 'Grace')).toMatchObject({ seq: 2 })
    await listener.hears(frame => JSON.stringify(frame).includes('Hello Grace'), 'what was said at the other')
    listener.close()
    for (const { program } of [here, there]) program.kill('SIGTERM')
    expect(await Promise.all([here.program.exited, there.program.exited])).toEqual([0, 0])
    await nats.stop()
  })
})
