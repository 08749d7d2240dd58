import { join } from 'node:path'
import type { Bench, Figure, Scenario } from './bench.ts'
import { spawnOn } from './children.ts'
import { largeWorkspace } from './large.ts'
import { median } from './statistics.ts'
import { SERVER_CPU } from './tools.ts'

type Pages = { newest: number; anywhere: number; newestMedian: number; anywhereMedian: number }

/** Pages of 100 out of the large workspace, at each of its sizes, read from the store by a process of its own. */
export const history: Scenario = async bench => {
  const figures: Figure[] = []
  for (const size of bench.messages) figures.push(...(await historyAt(bench, size)))
  return figures
}

const historyAt = async (bench: Bench, size: number): Promise<Figure[]> => {
  const { dataDir, channels, messages } = await largeWorkspace(bench, size)
  const pages: Pages[] = []
  for (let rep = 0; rep < bench.reps; rep++) pages.push(await readPages(dataDir, channels))
  const figure = (where: 'newest' | 'anywhere', budget: number) => ({
    what: `history page of 100 at ${messages} messages, ${where}: p99`,
    budget,
    better: 'less' as const,
    unit: 'ms',
    samples: pages.map(each => each[where]),
    detail: `p50 ${median(pages.map(each => each[`${where}Median`])).toFixed(2)} ms`,
  })
  return [figure('newest', 1), figure('anywhere', 6)]
}

const readPages = async (dataDir: string, channels: readonly string[]) => {
  const program = join(import.meta.dir, 'read-pages.ts')
  const child = spawnOn(SERVER_CPU, [process.execPath, program, dataDir, ...channels])
  return (await new Response(child.stdout).json()) as Pages
}
