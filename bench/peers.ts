import type { Figure, Scenario } from './bench.ts'
import { flask } from './peers/flask.ts'
import { socketIo } from './peers/socket-io.ts'
import { type Measured, roomRounds } from './room.ts'
import { brief, median } from './statistics.ts'

const IN_FLIGHT = 64

/** Fan-out beside what people would otherwise use, made ready in a temporary folder for this run alone. */
export const peers: Scenario = async bench => {
  const there = [socketIo, flask].flatMap(install => install(bench) ?? [])
  const rounds = await roomRounds(bench, 'peers', IN_FLIGHT, there)
  const ours = rounds.flatMap(([flack]) => flack ?? [])
  return there.map(({ name }, index) =>
    besides(
      name,
      ours,
      rounds.flatMap(round => round[index + 1] ?? []),
    ),
  )
}

const besides = (name: string, ours: readonly Measured[], theirs: readonly Measured[]): Figure => ({
  what: `fan-out, one room of 1,000, 64 in flight: deliveries/s beside ${name}`,
  budget: 50,
  better: 'more',
  unit: '×',
  samples: ours.map((flack, index) => flack.deliveries / (theirs[index]?.deliveries ?? Number.NaN)),
  detail: `${summary(ours)} beside ${summary(theirs)}`,
})

/** Memory is the most that was held after a round. */
const summary = (runs: readonly Measured[]): string => {
  const of = (what: 'deliveries' | 'p99') => median(runs.map(run => run[what]))
  const memory = Math.max(...runs.map(run => run.memory)) / 1e6
  return `${brief(of('deliveries'))}/s (p99 ${brief(of('p99'))} ms, ${memory.toFixed(0)} MB)`
}
