import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Bench, BenchError, type Figure, type Scenario } from './bench.ts'
import { fanOut } from './fan-out.ts'
import { history } from './history.ts'
import { ingest } from './ingest.ts'
import { latency } from './latency.ts'
import { memory } from './memory.ts'
import { peers } from './peers.ts'
import { reacting } from './reacting.ts'
import { startTimes } from './start-times.ts'
import { asJson, asTable, isGood } from './table.ts'
import { buildTools } from './tools.ts'

/** Loaded when they are chosen: they bring a browser, and types of the page that the rest is not compiled with. */
const inBrowser = (file: string, name: string): Scenario => {
  const path = join(import.meta.dir, 'browser', file)
  return async bench => {
    const scenario = ((await import(path)) as Record<string, Scenario>)[name]
    if (!scenario) throw new Error(`There is no ${name} in ${path}.`)
    return scenario(bench)
  }
}

const scenarios: Record<string, Scenario> = {
  fanOut,
  latency,
  ingest,
  reacting,
  memory,
  start: startTimes,
  history,
  key: inBrowser('key.ts', 'key'),
  switch: inBrowser('switch.ts', 'switchChannel'),
  firstLoad: inBrowser('first-load.ts', 'firstLoad'),
  warmStart: inBrowser('warm.ts', 'warmStart'),
  longTexts: inBrowser('long-texts.ts', 'longTexts'),
  peers,
}

const USAGE = `Usage: bin/bench [options] [scenario ...]

Scenarios: fanOut, latency, ingest, reacting, memory, start, history, and in a browser key, switch, firstLoad, warmStart,
longTexts; without any, all of them.

  --quick        about three minutes: smaller and coarser
  --reps N       pairs for each ratio, of which the median counts (5; with --quick 1)
  --messages N   in the large workspace of start and history (1000000,5000000; with --quick 200000); of several
                 sizes start takes the smallest
  --dir FOLDER   where to write, on the disk that is meant (the system's folder for temporary files)
  --peers        also Socket.IO with SQLite, installed into a temporary folder from npm, and Flask, out of Debian's packages
  --json         one JSON line for each figure instead of the table`

const TMPFS = 0x01021994

/** What was asked for cannot be done: exit code 2. */
class MisuseError extends Error {
  override name = 'MisuseError'
}

const readOptions = () => {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean', default: false } as const
  const options = { quick: flag, json: flag, peers: flag, help: flag, reps: text, messages: text, dir: text } as const
  const { values, positionals } = parsed(() => parseArgs({ allowPositionals: true, options }))
  const unknown = positionals.find(name => !Object.hasOwn(scenarios, name))
  if (unknown) throw new MisuseError(`There is no scenario ${unknown}.\n\n${USAGE}`)
  const chosen = positionals.length > 0 ? positionals : Object.keys(scenarios).filter(name => name !== 'peers')
  if (values.peers) chosen.push('peers')
  const reps = countOf('reps', values.reps ?? (values.quick ? '1' : '5'))
  const sizes = values.messages ?? (values.quick ? '200000' : '1000000,5000000')
  const messages = sizes.split(',').map(size => countOf('messages', size))
  return {
    ...values,
    reps,
    messages: messages.toSorted((a, b) => a - b),
    chosen: new Set(chosen),
  }
}

const parsed = <T>(parse: () => T): T => {
  try {
    return parse()
  } catch (error) {
    throw new MisuseError(`${error instanceof Error ? error.message : error}\n\n${USAGE}`)
  }
}

const countOf = (name: string, value: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new MisuseError(`--${name} is a whole number from 1.`)
  return Number(value)
}

const main = async (): Promise<number> => {
  const options = readOptions()
  if (options.help) {
    console.log(USAGE)
    return 0
  }
  const parent = options.dir ?? tmpdir()
  if (!existsSync(parent)) throw new MisuseError(`There is no folder ${parent}.`)
  if (statfsSync(parent).type === TMPFS) {
    throw new BenchError(`${parent} lies in memory, where an fsync costs nothing. Name a folder on a disk with --dir.`)
  }
  const folder = mkdtempSync(join(parent, 'flack-bench-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  // What the browser and others would leave among the temporary files goes with the rest.
  process.env.TMPDIR = folder
  const say = (line: string) => console.error(line)
  const bench: Bench = { ...options, tools: buildTools(folder), folder, say }
  const figures: Figure[] = []
  for (const name of options.chosen) {
    say(`${name} …`)
    figures.push(...((await scenarios[name]?.(bench)) ?? []))
  }
  console.log(options.json ? asJson(figures) : asTable(figures))
  return figures.every(isGood) ? 0 : 1
}

try {
  process.exit(await main())
} catch (error) {
  const expected = error instanceof BenchError || error instanceof MisuseError
  console.error(expected ? error.message : error)
  process.exit(error instanceof MisuseError ? 2 : 1)
}
