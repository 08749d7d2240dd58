import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Bench, Scenario } from './bench.ts'
import { loadIdle } from './load.ts'
import { startFlack } from './running.ts'
import { seedPeople } from './workspaces.ts'

const CHANNELS = 1000
const FEW = 10
const MANY = 60
const REST_MS = 5000

/** What an idle server holds, what each idle connection adds, and what each further channel adds to a connection. */
export const memory: Scenario = async bench => {
  const idle = await idleServer(bench)
  const people = bench.quick ? 3000 : 10_000
  const few = await perConnection(bench, people, FEW)
  const many = await perConnection(bench, people, MANY)
  return [
    {
      what: 'memory of an idle server',
      budget: 60,
      better: 'less',
      unit: 'MB',
      samples: [idle / 1e6],
      detail: 'resident, a new workspace',
    },
    {
      what: `memory for each idle connection at ${people}, ${FEW} channels joined`,
      budget: 5,
      better: 'less',
      unit: 'kB',
      samples: [few / 1000],
      detail: 'growth of the resident process, by connections',
    },
    {
      what: 'memory for each further joined channel of a connection',
      budget: 250,
      better: 'less',
      unit: 'B',
      samples: [(many - few) / (MANY - FEW)],
      detail: `with ${MANY} channels a connection takes ${(many / 1000).toFixed(1)} kB`,
    },
  ]
}

const idleServer = async ({ folder }: Bench): Promise<number> => {
  const dataDir = join(folder, 'idle')
  mkdirSync(dataDir)
  const flack = await startFlack(dataDir)
  await Bun.sleep(REST_MS / 2)
  const held = flack.memory()
  await flack.stop()
  return held
}

const perConnection = async (bench: Bench, people: number, seats: number): Promise<number> => {
  const dataDir = join(bench.folder, `memory-${seats}`)
  const tokens = await seedPeople(dataDir, { people, seats, channels: CHANNELS })
  const flack = await startFlack(dataDir)
  try {
    const before = flack.memory()
    const idle = {
      clients: people,
      inFlight: 0,
      path: '/ws',
      headers: ['authorization: Bearer {1}'],
      people: tokens,
      script: ['W {"hello"'],
      warm: 0,
      secs: 0,
    }
    const after = await loadIdle(bench, flack, idle, async () => {
      await Bun.sleep(REST_MS)
      return flack.memory()
    })
    return (after - before) / people
  } finally {
    await flack.stop()
  }
}
