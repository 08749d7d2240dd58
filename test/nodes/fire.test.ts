import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CrashPlan, crash, type Fault } from '../fire/crash.ts'
import { full } from '../support/full.ts'
import { missing } from '../support/missing.ts'
import { type Nats, startNats } from '../support/nats.ts'
import { expectAgreement } from './agreement.ts'
import { connected, openStage, type Stage, type StagedNode } from './stage.ts'

setDefaultTimeout(full ? 600_000 : 60_000)

const lacking = missing.postgres + missing.nats
const times = full ? 10 : 1

describe.skipIf(lacking !== '')(`[K1-K8, K11, K12] two nodes under load${lacking}`, () => {
  let nats: Nats
  beforeAll(async () => {
    nats = await startNats()
  })
  afterAll(() => nats.stop())

  /** Runs the crash harness over both nodes; everybody must come to hold the same, and the checker find nothing. */
  const run = async (name: string, rounds: number, fault: (stage: Stage, round: number) => Fault) => {
    const seed = Math.floor(Math.random() * 1_000_000)
    const stage = await openStage(nats, seed)
    const plan: CrashPlan = { seed, rounds, url: stage.urlOf, fault: round => fault(stage, round), posts: 100 }
    const report = await crash(plan)
    console.log(
      `${name}, seed ${seed}: ${report.acknowledged} acknowledged, level after ${Math.round(report.level)} ms`,
    )
    if (report.violations.length > 0) {
      const path = join(mkdtempSync(join(tmpdir(), 'flack-history-')), 'history.jsonl')
      report.recorder.save(path, report.finals)
      console.log(`history: ${path}`)
    }
    expect(report.violations).toEqual([])
    expect(report.level).toBeLessThan(5000)
    expect(report.acknowledged).toBeGreaterThan(200)
    await expectAgreement(stage)
    const mishaps = stage.nodes.map(({ messenger }) => messenger.mishaps)
    await stage.close()
    return mishaps
  }

  test('[R-03] a node is killed: its people go on at the other, and nothing is lost', async () => {
    await run('killed nodes', 2 * times, ({ nodes }, round) => killed(nodes[round % 2] as StagedNode))
  })

  test('[R-05] NATS is killed and comes back empty', async () => {
    await run('killed NATS', times, ({ nodes }) => ({
      strike: async () => {
        await nats.kill9()
        await Bun.sleep(1500)
      },
      heal: async () => {
        await nats.restart()
        await connected(nodes)
      },
    }))
  })

  test('[R-06] the messenger loses, doubles, delays and reorders, and then loses everything for a while', async () => {
    const mishaps = await run('a bad messenger', times, ({ nodes }) => {
      const all = (mood: 'good' | 'bad' | 'gone') => {
        for (const { messenger } of nodes) messenger.set(mood)
      }
      return {
        strike: async () => {
          all('bad')
          await Bun.sleep(5000)
          all('gone')
          await Bun.sleep(2500)
        },
        heal: async () => all('good'),
      }
    })
    for (const { lost, doubled, overtaken } of mishaps) expect(Math.min(lost, doubled, overtaken)).toBeGreaterThan(20)
  })

  test('[R-11] one node loses PostgreSQL without a word: its people wait, the others go on', async () => {
    await run('a node without PostgreSQL', times, ({ two, nodes }) => ({
      strike: async () => {
        two.database.set('blackhole')
        await Bun.sleep(6000)
      },
      heal: async () => {
        two.database.set('reset')
        two.database.set('pass')
        await connected(nodes)
      },
    }))
  })
})

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
