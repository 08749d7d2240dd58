import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Bench, BenchError } from './bench.ts'
import { spawnOn } from './children.ts'
import type { Running } from './running.ts'
import { LOAD_CPU } from './tools.ts'

/** What the load generator is to do; see bench/load/wsload.c for the script. */
export type Load = {
  script: readonly string[]
  clients: number
  inFlight: number
  /** Each message is heard by one of so many groups of clients. */
  groups?: number
  path?: string
  headers?: readonly string[]
  /** One line for each client, whose words the script can use. */
  people?: readonly string[]
  /** Where to write which client was promised which seq. */
  acks?: string
  warm: number
  secs: number
}

/** What the generator prints, as far as it is looked at: rates by the second, lateness in milliseconds. */
export type Loaded = {
  messages: number
  deliveries: number
  p99: number
  megabytes: number
  sent: number
  acked: number
  refused: number
  missing: number
}

/** Runs the generator against a server. Throws `BenchError` if one delivery is missing. */
export const load = async (bench: Bench, server: Running, wanted: Load): Promise<Loaded> => {
  const child = startLoad(bench, server, wanted)
  const output = await new Response(child.stdout).text()
  if ((await child.exited) !== 0) throw new BenchError('The load generator gave up, or lost connections.')
  const loaded = JSON.parse(output) as Loaded
  if (loaded.missing !== 0) throw new BenchError(`${loaded.missing} deliveries are missing.`)
  if (loaded.refused !== 0) throw new BenchError(`${loaded.refused} messages were refused.`)
  if (wanted.acks && loaded.acked !== loaded.sent) throw new BenchError('Messages were not acknowledged.')
  return loaded
}

/** Connects the clients, does `look` while nothing happens, and lets go of them. */
export const loadIdle = async <T>(bench: Bench, server: Running, wanted: Load, look: () => Promise<T>): Promise<T> => {
  const child = startLoad(bench, server, wanted, ['--hold', '20'])
  try {
    const { value } = await child.stdout.getReader().read()
    if (!value) throw new BenchError('The load generator could not connect its clients.')
    return await look()
  } finally {
    child.kill()
    await child.exited
  }
}

const startLoad = ({ tools, folder }: Bench, { port }: Running, wanted: Load, more: readonly string[] = []) => {
  const script = join(folder, 'script.txt')
  const people = join(folder, 'people.txt')
  writeFileSync(script, `${wanted.script.join('\n')}\n`)
  writeFileSync(people, `${(wanted.people ?? []).join('\n')}\n`)
  const options = {
    port,
    script,
    people,
    path: wanted.path ?? '/',
    groups: wanted.groups ?? 1,
    warm: wanted.warm,
    secs: wanted.secs,
    ...(wanted.acks && { acks: wanted.acks }),
  }
  const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])
  const headers = (wanted.headers ?? []).flatMap(header => ['--header', header])
  const sizes = ['-n', String(wanted.clients), '-k', String(wanted.inFlight)]
  return spawnOn(LOAD_CPU, [tools.wsload, ...sizes, ...flags, ...headers, ...more])
}
