import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Bench, Scenario } from './bench.ts'
import { spawnOn } from './children.ts'
import { checkKept } from './kept.ts'
import { type Load, load } from './load.ts'
import { startFlack } from './running.ts'
import { brief, median } from './statistics.ts'
import { SERVER_CPU } from './tools.ts'
import { createChannel, joinMany, manyAtOnce } from './wire.ts'

const WRITERS = 512

/** What the same disk takes without a server, by the second. */
type Baseline = Record<'raw' | 'inserts' | 'alone' | 'together', number>

/** 512 people write in a channel each, all at once: acknowledged messages beside a bare loop that writes the same rows. */
export const ingest: Scenario = async bench => {
  const dataDir = join(bench.folder, 'ingest')
  mkdirSync(dataDir)
  const flack = await startFlack(dataDir)
  try {
    const people = await joinMany(flack, WRITERS)
    const channels = await manyAtOnce(WRITERS, async index => {
      const person = people[index]
      return person ? createChannel(flack, person, `own-${index}`) : ''
    })
    const wanted = script(
      bench,
      people.map(({ token }, index) => `${token} ${channels[index]}`),
    )
    const acks = Array.from({ length: bench.reps }, (_, rep) => join(dataDir, `acks-${rep}`))
    const baselines: Baseline[] = []
    const rates: number[] = []
    for (const file of acks) {
      baselines.push(await baseline(bench))
      rates.push((await load(bench, flack, { ...wanted, acks: file })).messages)
    }
    const kept = checkKept({ dataDir, channels, acks, users: people.map(({ id }) => id) })
    bench.say(`ingest: all ${kept} acknowledged messages are kept, and no other.`)
    return [figure(rates, baselines)]
  } finally {
    await flack.stop()
  }
}

const script = (bench: Bench, people: readonly string[]): Load => ({
  clients: WRITERS,
  inFlight: WRITERS,
  groups: WRITERS,
  warm: 0.7,
  secs: bench.quick ? 1.5 : 3,
  path: '/ws',
  headers: ['authorization: Bearer {1}'],
  people,
  script: [
    'W {"hello"',
    'M {"id":{n},"do":"message.post","channel":"{2}","clientId":"{m}-{i}","text":"{t} Shall we meet at noon, as usual?"}',
  ],
})

const baseline = async ({ folder, quick }: Bench): Promise<Baseline> => {
  const rates = async (program: string): Promise<object> => {
    const command = [process.execPath, join(import.meta.dir, program), folder, quick ? '0.5' : '1']
    return (await new Response(spawnOn(SERVER_CPU, command).stdout).json()) as object
  }
  return { ...(await rates('one-fsync.ts')), ...(await rates('by-hand.ts')) } as Baseline
}

const figure = (rates: readonly number[], baselines: readonly Baseline[]) => {
  const of = (what: keyof Baseline) => median(baselines.map(each => each[what]))
  return {
    what: 'durable ingest, 512 channels, 512 in flight: messages/s beside a bare loop that writes the same rows',
    budget: 0.35,
    better: 'more' as const,
    unit: '×',
    samples: rates.map((rate, index) => rate / (baselines[index]?.together ?? Number.NaN)),
    detail: `${brief(median(rates))}/s beside ${brief(of('together'))}/s by 512 (${brief(of('alone'))}/s alone; one insert to a commit ${brief(of('inserts'))}/s, 4 KiB with fdatasync ${brief(of('raw'))}/s)`,
  }
}
