import { describe, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '../support/leftovers.ts'
import { patience } from '../support/pace.ts'
import { startProgram } from '../support/program.ts'
import { until } from '../support/wait.ts'
import { hatch } from './canary.ts'
import { FireClient } from './client.ts'
import { recorder } from './recorder.ts'
import { type Acknowledged, acknowledgementOf, unsynced } from './trace.ts'
import { count } from './wire.ts'

const calls = 'trace=fdatasync,fsync,write,writev,pwrite64,pwritev,sendto,sendmsg'
const traceable = Bun.which('strace') !== null && Bun.spawnSync(['strace', '-D', '-o', '/dev/null', 'true']).success
const why = traceable ? '' : ' (skipped: no strace that may trace on this machine)'

describe.skipIf(!traceable)(`an acknowledgement and the disk, as the kernel sees them${why}`, () => {
  test(
    'no acknowledgement leaves before the fdatasync of its commit',
    async () => {
      const { trace, posts } = await traced('src/main.ts')
      expect(posts.length).toBe(25)
      expect(unsynced(trace, posts)).toEqual([])
    },
    patience(30_000),
  )

  test(
    'control: a server that acknowledges before it commits is found out',
    async () => {
      const { trace, posts } = await traced(hatch('acknowledge before commit'))
      expect(unsynced(trace, posts)).not.toEqual([])
    },
    patience(30_000),
  )
})

/** Posts some messages one by one and some at once to a traced server; returns the trace and what was acknowledged. */
const traced = async (entry: string): Promise<{ trace: string; posts: Acknowledged[] }> => {
  const folder = temporaryFolder('trace')
  const file = join(folder, 'trace')
  const strace = ['strace', '-D', '-f', '-y', '-ttt', '-s', '100000', '-e', calls, '-o', file]
  const main = join(import.meta.dir, '../..', entry)
  const server = startProgram([
    ...strace,
    process.execPath,
    main,
    'serve',
    '--port',
    '0',
    '--data',
    join(folder, 'data'),
  ])
  const [, url = ''] = await server.says(/^Flack is ready: (http:\/\/\S+?)\/?$/m)
  const posts = await postSome(url)
  const last = acknowledgementOf(posts.length).replaceAll('"', '\\"')
  await until(() => readFileSync(file, 'utf8').includes(last), { what: 'the last acknowledgement in the trace' })
  server.kill('SIGTERM')
  await server.exited
  return { trace: readFileSync(file, 'utf8'), posts }
}

const postSome = async (url: string): Promise<Acknowledged[]> => {
  const client = new FireClient({ name: 'Tracer', url: () => url, recorder: recorder(), random: () => 0.5 })
  await client.start()
  const channel = await client.join('traced')
  const posts: Acknowledged[] = []
  const post = async (text: string): Promise<void> => {
    const answer = await client.ask({ do: 'message.post', channel, clientId: text, text })
    if ('ok' in answer) posts.push({ seq: count(answer.ok.seq), text })
  }
  for (let number = 1; number <= 5; number++) await post(`alone-${number}-`)
  await Promise.all(Array.from({ length: 20 }, (_, index) => post(`together-${index}-`)))
  client.stop()
  return posts
}
