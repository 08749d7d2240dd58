import { expect, test } from 'bun:test'
import { codeOf } from '../access/connection.ts'
import { connect, type Member } from '../access/guest.ts'
import { full } from '../support/full.ts'
import { patience } from '../support/pace.ts'
import { startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { p99 } from './vitals.ts'

/** A thousand posts a second of one person. */

const PER_SECOND = 1000
/** Each time the others have their peace as long before. */
const floods = full ? 6 : 1
const SECONDS = full ? 5 : 2
/** What a person may post: so many a second, and so many at once. */
const RATE = 10
const BURST = 30
const OTHERS = 10
/** Only with --full: so many times longer than usual may others' answers take, in the quietest of all floods. */
const SLOWER = full ? 1.5 : Number.POSITIVE_INFINITY
const bound = full ? ', and others wait at most half as long again' : ' (how long others wait: only with --full)'

let posts = 0

const post = () => ({ do: 'message.post', channel: '#general', clientId: `post-${++posts}`, text: 'Good morning.' })

test(
  `[R-17] ${PER_SECOND} posts a second for ${floods * SECONDS} s: the share of one person is kept, the rest refused${bound}`,
  async () => {
    const server = await startServer()
    const flooder = await connect(server.url)
    const others = await Promise.all(Array.from({ length: OTHERS }, () => connect(server.url)))
    const started = performance.now()
    let kept = 0
    const [calm, wild]: [number[], number[]] = [[], []]
    for (let n = 0; n < floods; n++) {
      const peace = await waitsOf(others, () => forSeconds(SECONDS))
      const flooded = await waitsOf(others, async () => {
        kept += await flood(flooder)
      })
      calm.push(p99(peace))
      wild.push(p99(flooded))
      console.log(`p99 of others ${p99(peace).toFixed(1)} ms before, ${p99(flooded).toFixed(1)} ms in the flood`)
    }
    expect(kept).toBeWithin(BURST, BURST + RATE * ((performance.now() - started) / 1000) + 2)
    // What the flood costs is in each of them; what else happens on the machine is not.
    expect(Math.min(...wild) / median(calm)).toBeLessThanOrEqual(SLOWER)
    for (const { socket } of [flooder, ...others]) socket.close()
    expect(await server.stop()).toBe(0)
  },
  patience(120_000),
)

/** Posts at the rate, and answers how many were kept. What is refused says how long to wait, and that is true. */
const flood = async ({ socket }: Member): Promise<number> => {
  const answers: Promise<string>[] = []
  const started = performance.now()
  const ask = async () => codeOf(await socket.ask(post()))
  const all = PER_SECOND * SECONDS
  while (answers.length < all) {
    const due = Math.min(all, (PER_SECOND * (performance.now() - started)) / 1000)
    while (answers.length < due) answers.push(ask())
    await Bun.sleep(1)
  }
  const codes = await Promise.all(answers)
  expect(new Set(codes)).toEqual(new Set(['ok', 'rate_limited']))
  const { refused } = await socket.ask(post())
  if (refused !== undefined) {
    await forSeconds(refused.retryAfter ?? 0)
    expect(await ask()).toBe('ok')
  }
  return codes.filter(code => code === 'ok').length + 1
}

/** How long the posts of all others took while something went on, milliseconds: each a little less often than it may. */
const waitsOf = async (others: readonly Member[], what: () => Promise<unknown>): Promise<number[]> => {
  const waits: number[] = []
  let going = true
  const work = async ({ socket }: Member): Promise<void> => {
    while (going) {
      const started = performance.now()
      expect(codeOf(await socket.ask(post()))).toBe('ok')
      waits.push(performance.now() - started)
      await forSeconds(1.05 / RATE)
    }
  }
  const working = Promise.all(others.map(work))
  await what()
  going = false
  await working
  return waits
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

const forSeconds = (seconds: number): Promise<unknown> => {
  const end = performance.now() + seconds * 1000
  return until(() => performance.now() >= end, { timeout: Number.POSITIVE_INFINITY })
}
