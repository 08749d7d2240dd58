import { Database } from 'bun:sqlite'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { check } from '../fire/check.ts'
import { FireClient } from '../fire/client.ts'
import { seeded } from '../fire/random.ts'
import { readAll } from '../fire/reader.ts'
import { type Recorder, recorder } from '../fire/recorder.ts'
import { temporaryFolder } from '../support/leftovers.ts'
import { type Program, startProgram } from '../support/program.ts'
import { startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'

const works = Bun.which('strace') !== null && Bun.spawnSync(['strace', '-D', '-o', '/dev/null', 'true']).success

/** Why no single call can be made to fail here; '' where it can. */
export const noNthCall = works ? '' : ' (skipped: no strace that may trace on this machine)'

/** Calls by which the server writes. libfiu cannot count them; strace can. */
export type Call = 'pwrite64' | 'fsync'

/** One run: exit codes in order, the first of the process that met the fault; what that said; whatever is wrong. */
export type NthReport = {
  codes: number[]
  wasReady: boolean
  /** What the call was for: a file or a folder. */
  path: string
  /** How many calls of the kind it still made after that. */
  after: number
  said: string
  violations: string[]
}

/** More posts than it takes to come to the 200th call. */
const patience = 400
/** Posts after the fault. */
const more = 3
/** Where nobody listens. */
const nowhere = 'http://127.0.0.1:9'

/**
 * A server on a new folder whose nth call of a kind fails with EIO, once. Somebody posts until that has happened and a
 * little longer; a server that has ended is started again with nothing wrong. Then a new one reads everything.
 */
export const failNth = async (call: Call, nth: number): Promise<NthReport> => {
  const folder = temporaryFolder('nth')
  const dataDir = join(folder, 'data')
  const trace = join(folder, 'trace')
  const inject = ['-e', `trace=${call}`, '-e', `inject=${call}:error=EIO:when=${nth}`]
  const first = serve(dataDir, ['strace', '-D', '-f', '-y', '--seccomp-bpf', ...inject, '-o', trace])
  const traced = () => (existsSync(trace) ? readFileSync(trace, 'utf8') : '')
  const hit = () => /\(\d+<(.*?)>.*\(INJECTED\)/.exec(traced())?.[1]
  let now = first
  const codes: number[] = []
  const next = first.exited.then(code => {
    codes.push(code)
    if (code !== 0) now = serve(dataDir)
  })

  const recorded = recorder()
  const { client, channel } = await enter(() => addressIn(now) ?? nowhere, recorded)
  for (let posts = 0, after = 0; after < more; posts++) {
    if (posts === patience) throw new Error(`There was no ${call} number ${nth}.`)
    await client.post(channel, `${call} ${nth}: ${posts}`)
    if (hit()) after++
  }
  client.show(true)
  client.stop()
  now.kill('SIGTERM')
  await next
  if (now !== first) codes.push(await now.exited)
  const violations = await judge(dataDir, recorded, channel)
  const after = traced().split('(INJECTED)')[1]?.split(`${call}(`).length ?? 1
  const wasReady = addressIn(first) !== undefined
  return { codes, wasReady, path: hit() ?? '', after: after - 1, said: first.stderr(), violations }
}

const serve = (dataDir: string, tracer: readonly string[] = []): Program => {
  const main = `${import.meta.dir}/../../src/main.ts`
  const command = [process.execPath, main, 'serve', '--port', '0', '--data', dataDir, '--limits', 'off']
  return startProgram([...tracer, ...command], { env: { PATH: process.env.PATH } })
}

const addressIn = (program: Program): string | undefined =>
  /^Flack is ready: (http:\/\/\S+?)\/?$/m.exec(program.stdout())?.[1]

/** Whatever fails is done again until it is through: what may and may not fail is for the end to say. */
const enter = async (url: () => string, recorded: Recorder) => {
  const random = seeded(1)
  let attempts = 0
  const start = async () => {
    const client = new FireClient({ name: `client ${++attempts}`, url, recorder: recorded, random })
    await client.start()
    return client
  }
  const client = await until(() => start().catch(() => null), { what: 'somebody to get in', timeout: 20_000 })
  const channel = await until(() => client.join('nth').catch(() => null), { what: 'a seat', timeout: 20_000 })
  return { client, channel }
}

/** What is wrong with what there is after everything. */
const judge = async (dataDir: string, recorded: Recorder, channel: string): Promise<string[]> => {
  const server = await startServer({ dataDir, args: ['--limits', 'off'] })
  const options = { name: 'reader', url: () => server.url, recorder: recorded, random: seeded(2) }
  const violations = check(recorded.history, await readAll(options, [channel]))
  await server.stop()
  const database = new Database(join(dataDir, 'flack.db'), { readonly: true })
  const damage = database.query<{ integrity_check: string }, []>('pragma integrity_check').all()
  database.close()
  return [
    ...violations.map(({ rule, what }) => `${rule} ${what}`),
    ...damage.map(({ integrity_check: what }) => what).filter(what => what !== 'ok'),
  ]
}
