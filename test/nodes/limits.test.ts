import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { type Connection, codeOf } from '../access/connection.ts'
import { missing } from '../support/missing.ts'
import { type Nats, startNats } from '../support/nats.ts'
import { patience } from '../support/pace.ts'
import { arrive, openStage, type Stage, socketAt } from './stage.ts'

setDefaultTimeout(patience(60_000))

const lacking = missing.postgres + missing.nats
const SECONDS = 5
/** Posts tried at each node in a second. */
const TRIED = 40
const [BURST, PER_SECOND] = [30, 10]

describe.skipIf(lacking !== '')(`limits over two nodes${lacking}`, () => {
  let nats: Nats
  let stage: Stage
  beforeAll(async () => {
    nats = await startNats()
    stage = await openStage(nats, { env: { FLACK_LIMITS: 'on' } })
  })
  afterAll(async () => {
    await stage.close()
    await nats.stop()
  })

  test('[R-17] who posts at both nodes gets what one person may have, within a fifth', async () => {
    const ada = await arrive(stage.one)
    const there = await socketAt(stage.two, ada)
    const started = performance.now()
    const kept = await Promise.all([flood(ada.socket, 'one'), flood(there, 'two')])
    const allowed = BURST + (PER_SECOND * (performance.now() - started)) / 1000 + 1
    expect(kept[0] + kept[1]).toBeWithin(0.8 * allowed, 1.2 * allowed)
    for (const socket of [ada.socket, there]) socket.close()
  })
})

/** Tries to post at a steady pace, and answers how many were kept. */
const flood = async (socket: Connection, where: string): Promise<number> => {
  const codes: Promise<string>[] = []
  const started = performance.now()
  while (codes.length < SECONDS * TRIED) {
    const clientId = `${where} ${codes.length}`
    codes.push(socket.ask({ do: 'message.post', channel: '#general', clientId, text: clientId }).then(codeOf))
    const next = started + (1000 * codes.length) / TRIED
    await Bun.sleep(Math.max(0, next - performance.now()))
  }
  const all = await Promise.all(codes)
  expect(new Set(all)).toEqual(new Set(['ok', 'rate_limited']))
  return all.filter(code => code === 'ok').length
}
