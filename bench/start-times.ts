import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Scenario } from './bench.ts'
import { largeWorkspace } from './large.ts'
import { startFlack } from './running.ts'

/** From the start of the process until it says that it is ready. */
export const startTimes: Scenario = async bench => {
  const times = bench.reps * 2 + 1
  const empty: number[] = []
  for (let rep = 0; rep < times; rep++) {
    const dataDir = join(bench.folder, `start-${rep}`)
    mkdirSync(dataDir)
    empty.push(await startOnce(dataDir))
  }
  const { dataDir, messages } = await largeWorkspace(bench, Math.min(...bench.messages))
  const large: number[] = []
  for (let rep = 0; rep < times; rep++) large.push(await startOnce(dataDir))
  return [figure('start in an empty directory', 200, empty), figure(`start with ${messages} messages`, 300, large)]
}

const startOnce = async (dataDir: string): Promise<number> => {
  const flack = await startFlack(dataDir)
  await flack.stop()
  return flack.startMs
}

const figure = (what: string, budget: number, samples: readonly number[]) => ({
  what,
  budget,
  better: 'less' as const,
  unit: 'ms',
  samples,
  detail: 'from the start of the process until it is ready',
})
