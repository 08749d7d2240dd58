import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { enter } from '../access/guest.ts'
import { type CrashPlan, type CrashReport, crash, type Fault } from '../fire/crash.ts'
import { full } from '../support/full.ts'
import { missing } from '../support/missing.ts'
import { type Nats, startNats } from '../support/nats.ts'
import { patience, within } from '../support/pace.ts'
import { until } from '../support/wait.ts'
import { expectAgreement } from './agreement.ts'
import { openOneWay, p99, type Span, sendsIn } from './measures.ts'
import type { Mood } from './messenger.ts'
import { connected, openStage, type Stage, type StagedNode } from './stage.ts'

setDefaultTimeout(patience(full ? 900_000 : 60_000))

const lacking = missing.postgres + missing.nats
const times = full ? 10 : 1

/** so long the messenger is bad, there where it stays so and there where it then is gone for so long. */
const BAD_MS = full ? { bad: 300_000, gone: 10_000 } : { bad: 3000, gone: 1500 }
const GONE_MS = full ? 60_000 : 2500
/** who talks meanwhile, in how many streams: theirs, two channels, #general, the workspace's and the directory. */
const CROWD = { clients: 4, channels: 2 }
const STREAMS = CROWD.channels + 3
/** For the holes of one stream the store is read so often at most. */
const READ_EVERY_MS = 500
/** so long NATS is away; then, where there is time, it has five seconds until all is as before. */
const AWAY_MS = full ? 5000 : 1500
const RECOVERY_MS = 5000
const AFTERWARDS_MS = 3000

type Run = Pick<Partial<CrashPlan>, 'rounds' | 'clients' | 'channels'> & {
  name: string
  fault: (stage: Stage, round: number) => Fault
  /** Makes good what the last fault has left bad, once all has converged in spite of it. */
  mend?: (stage: Stage) => void
}

describe.skipIf(lacking !== '')(`[K1-K8, K11, K12] two nodes under load${lacking}`, () => {
  let nats: Nats
  beforeAll(async () => {
    nats = await startNats()
  })
  afterAll(() => nats.stop())

  /** Runs the crash harness over both nodes; everybody must come to hold the same, and the checker find nothing. */
  const run = async ({ name, rounds = times, fault, mend, ...plan }: Run) => {
    const seed = Math.floor(Math.random() * 1_000_000)
    const stage = await openStage(nats, { seed })
    const report = await crash({
      posts: 100,
      ...plan,
      seed,
      rounds,
      url: stage.urlOf,
      fault: round => fault(stage, round),
    })
    console.log(
      `${name}, seed ${seed}: ${report.acknowledged} acknowledged, level after ${Math.round(report.level)} ms`,
    )
    keepIfWrong(report)
    expect(report.violations).toEqual([])
    expect(report.level).toBeLessThan(5000)
    expect(report.acknowledged).toBeGreaterThan(200)
    mend?.(stage)
    await expectAgreement(stage)
    await stage.close()
    return report.recorder.history
  }

  test('[R-01] a node is killed: its people go on at the other, and nothing is lost', async () => {
    const fault = ({ nodes }: Stage, round: number) => killed(nodes[round % 2] as StagedNode)
    await run({ name: 'killed nodes', rounds: 2 * times, fault })
  })

  test('[R-05] NATS is killed and comes back empty: sends go on, and so do hints', async () => {
    const spans: Span[] = []
    const waits = { away: [] as number[], back: [] as number[] }
    let way: Awaited<ReturnType<typeof openOneWay>> | null = null
    const listen = async (ms: number, heard: number[]) => {
      for (const end = performance.now() + ms; performance.now() < end; ) if (way) heard.push(await way.tell())
    }
    const fault = (stage: Stage): Fault => ({
      strike: async () => {
        way ??= await openOneWay(stage)
        await nats.kill9()
        const from = performance.now()
        await listen(AWAY_MS, waits.away)
        spans.push({ from, to: performance.now() })
      },
      heal: async () => {
        await nats.restart()
        if (full) await Bun.sleep(RECOVERY_MS)
        await connected(stage.nodes)
        if (full) await listen(AFTERWARDS_MS, waits.back)
      },
    })
    const history = await run({ name: 'killed NATS', fault })
    const { kept, failed } = sendsIn(history, spans)
    console.log(
      `while NATS was away: ${failed} of ${kept + failed} sends failed, p99 to the other node ${Math.round(p99(waits.away))} ms`,
    )
    expect(kept).toBeGreaterThan(100)
    expect(kept / (kept + failed)).toBeGreaterThanOrEqual(0.999)
    expect(p99(waits.away)).toBeLessThanOrEqual(within(3000))
    if (!full) return
    console.log(`five seconds after it came back: p99 to the other node ${Math.round(p99(waits.back))} ms`)
    expect(p99(waits.back)).toBeLessThanOrEqual(within(250))
  })

  for (const { last, what } of [
    { last: 'bad', what: 'loses, doubles, delays and reorders' },
    { last: 'gone', what: 'does so, and then loses everything' },
  ] as const) {
    test(`[R-12] the messenger ${what}: all come to hold the same while it still does`, async () => {
      await run({
        name: `a messenger that is ${last}`,
        rounds: 1,
        ...CROWD,
        fault: stage => ({
          strike: async () => {
            const before = await holesRead(stage)
            const from = performance.now()
            setMood(stage, 'bad')
            await Bun.sleep(BAD_MS[last])
            await until(() => fewest(stage) > 20, { timeout: 30_000, what: 'mishaps of every kind' })
            const after = await holesRead(stage)
            const atMost = (STREAMS + CROWD.clients) * ((performance.now() - from) / READ_EVERY_MS + 1)
            for (const [node, reads] of after.entries()) expect(reads - (before[node] ?? 0)).toBeLessThanOrEqual(atMost)
            if (last === 'bad') return
            setMood(stage, 'gone')
            await Bun.sleep(GONE_MS)
          },
          heal: async () => {},
        }),
        mend: stage => setMood(stage, 'good'),
      })
    })
  }

  test('[R-11] one node loses PostgreSQL without a word: its people wait, the others go on', async () => {
    await run({
      name: 'a node without PostgreSQL',
      fault: ({ two, nodes }) => ({
        strike: async () => {
          two.database.set('blackhole')
          await Bun.sleep(6000)
        },
        heal: async () => {
          two.database.set('reset')
          two.database.set('pass')
          await connected(nodes)
        },
      }),
    })
  })
})

const setMood = ({ nodes }: Stage, mood: Mood): void => {
  for (const { messenger } of nodes) messenger.set(mood)
}

/** How often each node has read something from the store for want of a hint. */
const holesRead = ({ nodes }: Stage): Promise<number[]> =>
  Promise.all(
    nodes.map(async ({ server: { url } }) => {
      const { token } = await enter(url)
      const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${token}` } })
      return Number(/^flack_holes_repaired_total (\d+)$/m.exec(await answer.text())?.[1])
    }),
  )

/** How often that happened to a node which has happened least often so far. */
const fewest = ({ nodes }: Stage): number =>
  Math.min(...nodes.flatMap(({ messenger: { mishaps } }) => [mishaps.lost, mishaps.doubled, mishaps.overtaken]))

/** For whoever looks for the cause. */
const keepIfWrong = ({ violations, recorder, finals }: CrashReport): void => {
  if (violations.length === 0) return
  const path = join(mkdtempSync(join(tmpdir(), 'flack-history-')), 'history.jsonl')
  recorder.save(path, finals)
  console.log(`history: ${path}`)
}

const killed = (node: StagedNode): Fault => ({
  strike: async () => {
    node.up = false
    await node.server.kill9()
    await Bun.sleep(500)
  },
  heal: async () => {
    await node.server.restart()
    node.up = true
  },
})
