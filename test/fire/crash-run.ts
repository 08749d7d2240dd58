import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../support/postgres.ts'
import { type ServerOptions, startServer } from '../support/server.ts'
import { type CrashPlan, type CrashReport, crash, type Fault } from './crash.ts'

export type Engine = 'sqlite' | 'postgres'
export type CrashRun = { engine: Engine; seed: number; rounds: number }

/** Most faults hit between two commits. A run goes on for so many times its rounds until one hits a commit whose answer is lost. */
const patience = 10

/** Fewer would say nothing. */
const minimum = 200

/** Runs the crash harness on one engine; returns all that is wrong with the run, the way to replay it included. */
export const crashRun = async (run: CrashRun): Promise<string[]> => {
  const stage = await stages[run.engine]()
  const report = await crash({ ...run, ...stage, atMost: patience * run.rounds }).finally(stage.end)
  const found = [
    ...report.violations.map(({ rule, what }) => `${rule} ${what}`),
    ...(report.acknowledged < minimum ? [`only ${report.acknowledged} messages were acknowledged`] : []),
    ...(report.committed === 0 ? ['no fault hit a commit in flight'] : []),
  ]
  console.log(figures(run, report))
  return found.length === 0 ? [] : [replay(run, report), ...found]
}

type Stage = Pick<CrashPlan, 'url' | 'fault'> & { end: () => Promise<unknown> }

/** The server in question, its limits lifted: this is about crashes, not about rates. */
const underLoad = { env: { FLACK_LIMITS: 'off' } } satisfies ServerOptions

const stages: Record<Engine, () => Promise<Stage>> = {
  sqlite: async () => {
    const server = await startServer(underLoad)
    return { url: () => server.url, fault: () => killed(server), end: () => server.stop() }
  },
  postgres: async () => {
    const database = await startPostgres()
    const server = await startServer({ env: { ...underLoad.env, DATABASE_URL: database.url } })
    const end = async () => {
      await server.stop()
      await database.stop()
    }
    const fault = (round: number) => killed(round % 3 === 2 ? database : server)
    return { url: () => server.url, fault, end }
  },
}

const killed = (victim: { kill9: () => Promise<void>; restart: () => Promise<void> }): Fault => ({
  strike: () => victim.kill9(),
  heal: () => victim.restart(),
})

const figures = ({ engine, seed }: CrashRun, { rounds, acknowledged, unanswered, committed }: CrashReport): string =>
  `${engine}, seed ${seed}: ${rounds} faults, ${acknowledged} acknowledged, ${unanswered} unanswered at a fault, ` +
  `${committed} of them committed`

/** The history stays after the tests, for whoever looks for the cause. */
const replay = ({ engine, seed, rounds }: CrashRun, report: CrashReport): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'flack-history-')), 'history.jsonl')
  report.recorder.save(path, report.finals)
  return `replay: bun test/fire/replay.ts --engine ${engine} --seed ${seed} --rounds ${rounds} (history: ${path})`
}
