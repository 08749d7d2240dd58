import { parseArgs } from 'node:util'
import { crashRun } from './crash-run.ts'

/** Runs the crash harness again with a given seed: `bun test/fire/replay.ts --engine sqlite --seed 7 --rounds 5`. */
const { values } = parseArgs({
  options: {
    engine: { type: 'string', default: 'sqlite' },
    seed: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '5' },
  },
})

const engine = values.engine === 'postgres' ? 'postgres' : 'sqlite'
const found = await crashRun({ engine, seed: Number(values.seed), rounds: Number(values.rounds) })
for (const line of found) console.log(line)
process.exit(found.length === 0 ? 0 : 1)
