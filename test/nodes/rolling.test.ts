import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { placeForProxy, type RunningProxy } from '../operate/proxies.ts'
import { full } from '../support/full.ts'
import { missing } from '../support/missing.ts'
import { type Nats, startNats } from '../support/nats.ts'
import { patience, within } from '../support/pace.ts'
import { until } from '../support/wait.ts'
import { caddyOfNodes, nginxOfNodes, plainly } from './balancers.ts'
import { playDead } from './dead-machine.ts'
import { openPages, type Pages } from './pages.ts'
import { connected, openStage, type Stage } from './stage.ts'

setDefaultTimeout(patience(full ? 300_000 : 60_000))

const people = 40
const newcomers = 8
const rounds = full ? 5 : 1
/** Nobody may be out for longer, nor may a node take longer to end. */
const OUT_MS = 5000
const END_MS = 30_000

const proxies = [
  { proxy: 'nginx', start: nginxOfNodes, lacking: missing.postgres + missing.nats + missing.nginx },
  { proxy: 'Caddy', start: caddyOfNodes, lacking: missing.postgres + missing.nats + missing.caddy },
]

for (const { proxy, start, lacking } of proxies) {
  describe.skipIf(lacking !== '')(`two nodes behind ${proxy} as docs/scaling.md sets it up${lacking}`, () => {
    let nats: Nats
    let stage: Stage
    let before: RunningProxy
    beforeAll(async () => {
      nats = await startNats()
      const place = plainly(await placeForProxy())
      stage = await openStage(nats, { env: { FLACK_URL: place.url, FLACK_TRUST_PROXY: 'on' } })
      before = await start(place, [stage.one.server.port, stage.two.server.port])
    })
    afterAll(async () => {
      await before.stop()
      await stage.close()
      await nats.stop()
    })

    const port = () => Number(new URL(before.url).port)

    /** Pages that talk while something happens; then everybody shows every line once, all in one order. */
    const meanwhile = async (name: string, happens: (pages: Pages) => Promise<unknown>) => {
      const pages = await openPages(people, port(), name)
      const talk = pages.talk()
      await until(() => pages.said.length > people)
      await happens(pages)
      await pages.live()
      const so = pages.said.length
      await until(() => pages.said.length > so + newcomers, { what: 'people to go on talking' })
      await talk.stop()
      await until(() => pages.lines().every(each => each.length >= pages.said.length), {
        what: 'all lines at all pages',
      })
      const [first = [], ...others] = pages.lines()
      expect(first.toSorted()).toEqual(pages.said.toSorted())
      for (const each of others) expect(each).toEqual(first)
      const longest = Math.max(0, ...pages.outages)
      console.log(`${proxy}, ${name}: ${pages.outages.length} times out, ${Math.round(longest)} ms at most`)
      expect(longest).toBeLessThan(within(OUT_MS))
      expect(pages.outages.length).toBeGreaterThan(0)
      pages.close()
    }

    // New pages for each round: who falls out again and again within seconds waits longer each time, on purpose.
    for (let round = 1; round <= rounds; round++) {
      test(`[R-28] restarted one after another they keep nobody out, and nothing is lost or doubled (${round})`, async () => {
        await meanwhile(`restart ${round}`, async pages => {
          for (const { server } of stage.nodes) {
            const told = performance.now()
            expect(await server.stop()).toBe(0)
            expect(performance.now() - told).toBeLessThan(within(END_MS))
            await server.restart()
            await connected(stage.nodes)
            await pages.live()
          }
        })
      })

      test(`[R-01] [R-11] one is killed: its people are at the other, and who comes is let in though its machine does not even refuse (${round})`, async () => {
        await meanwhile(`kill ${round}`, async pages => {
          const { server } = stage.one
          await server.kill9()
          await until(() => pages.out + pages.outages.length > 0)
          await pages.live()
          const dead = await playDead(server.port)
          const asked = performance.now()
          const others = await openPages(newcomers, port(), `late ${round}`)
          const waited = performance.now() - asked
          console.log(`${proxy}, a dead machine: ${newcomers} pages were in after ${Math.round(waited)} ms`)
          expect(waited).toBeLessThan(within(OUT_MS))
          others.close()
          await dead.end()
          await server.restart()
          await connected(stage.nodes)
        })
      })
    }
  })
}
