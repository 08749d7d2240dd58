import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { type Answer, type Connection, codeOf } from '../access/connection.ts'
import { missing } from '../support/missing.ts'
import { type Nats, startNats } from '../support/nats.ts'
import { patience, within } from '../support/pace.ts'
import { until } from '../support/wait.ts'
import { arrive, openStage, readiness, type Stage, socketAt, textsOf } from './stage.ts'

setDefaultTimeout(patience(60_000))

const lacking = missing.postgres + missing.nats

describe.skipIf(lacking !== '')(`one of two nodes loses PostgreSQL${lacking}`, () => {
  let nats: Nats
  let stage: Stage
  beforeAll(async () => {
    nats = await startNats()
    stage = await openStage(nats)
  })
  afterAll(async () => {
    await stage.close()
    await nats.stop()
  })

  for (const way of ['blackhole', 'reset'] as const) {
    test(`[R-11] it refuses within five seconds, lets its people go, says so, and recovers by itself (${way})`, async () => {
      const { one, two } = stage
      const [ada, bob] = [await arrive(one), await arrive(two)]
      const general = generalOf(bob.socket)
      two.database.set(way)
      const lost = performance.now()
      const sends: Promise<Sent>[] = []
      const notReady = until(async () => (await readiness(two)).status === 503, { timeout: 6000 })
      for (let turn = 0; bob.socket.closed === null; turn++) {
        // A name is looked up before the command is committed: each way may take its time only once.
        for (const channel of ['#general', general]) {
          const clientId = `${way} ${turn} ${channel}`
          sends.push(timed(bob.socket.ask({ do: 'message.post', channel, clientId, text: way })))
        }
        await Promise.race([Bun.sleep(300), until(() => bob.socket.closed)])
      }
      // HUB-4: by then others may count it as gone.
      expect(bob.socket.closed.code).toBe(1012)
      expect(performance.now() - lost).toBeLessThan(within(5500))
      await notReady
      const outcomes = await Promise.all(sends)
      // Whoever sends at once is told, and before the socket closes; what waits when it closes has no answer.
      expect(outcomes.slice(0, 2).map(({ answer }) => answer && codeOf(answer))).toEqual(['unavailable', 'unavailable'])
      for (const { answer, took } of outcomes) {
        expect(took).toBeLessThan(within(5000))
        if (answer) expect([codeOf(answer), answer.refused?.retryAfter]).toEqual(['unavailable', 1])
      }
      const { checks } = await readiness(two)
      expect([checks.store, checks.bus]).toEqual([false, true])
      expect((await readiness(one)).status).toBe(200)
      const post = { do: 'message.post', channel: '#general', clientId: way, text: `meanwhile: ${way}` }
      expect(codeOf(await ada.socket.ask(post))).toBe('ok')
      two.database.set('pass')
      await until(async () => (await readiness(two)).status === 200, { timeout: 10_000, what: 'the node to be ready' })
      const back = await until(() => socketAt(two, bob).catch(() => null), { what: 'the node to let people in again' })
      const again = { ...post, clientId: `${way} again`, text: `again: ${way}` }
      expect(codeOf(await back.ask(again))).toBe('ok')
      const texts = () => textsOf(ada.socket).filter(text => String(text).endsWith(`: ${way}`))
      await until(() => texts().length === 2)
      expect(texts()).toEqual([`meanwhile: ${way}`, `again: ${way}`])
    })
  }
})

/** What a send was answered, if it was, and how long that took in milliseconds. */
type Sent = { answer: Answer | null; took: number }

const timed = async (asked: Promise<Answer>): Promise<Sent> => {
  const started = performance.now()
  const answer = await asked.catch(() => null)
  return { answer, took: performance.now() - started }
}

const generalOf = ({ frames }: Connection): string =>
  (frames.find(frame => 'hello' in frame) as { hello: { general: string } }).hello.general
