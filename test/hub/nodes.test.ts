import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { createApp } from '#app/app.ts'
import { natsBus } from '#bus/nats.ts'
import { openPostgres } from '#store/postgres.ts'
import { openTestStore } from '../support/commands.ts'
import { missing } from '../support/missing.ts'
import { type Nats, startNats } from '../support/nats.ts'
import { patience } from '../support/pace.ts'
import { freshDatabase } from '../support/postgres.ts'
import { until } from '../support/wait.ts'
import { guarded } from './guarded.ts'
import { doorsOf, Node, type Person, texts } from './node.ts'

setDefaultTimeout(patience(20_000))

const lacking = missing.postgres + missing.nats

describe.skipIf(lacking !== '')(`two nodes on PostgreSQL and NATS${lacking}`, () => {
  let nats: Nats
  beforeAll(async () => {
    nats = await startNats()
  })
  afterAll(() => nats.stop())

  test('they found one workspace, and what is said on one is heard on the other', async () => {
    const { one, two, ada, bob, general, close } = await openTwo(nats)
    const [here, there] = [await one.node.connect(ada), await two.node.connect(bob)]
    await until(() => here.replica.settled && there.replica.settled)
    for (const client of [here, there]) expect(texts(client, general)).toHaveLength(1)
    for (let count = 0; count < 20; count++) {
      await say(count % 2 ? one : two, count % 2 ? ada : bob, general, `${count}`)
    }
    await until(() => [here, there].every(client => texts(client, general).length === 21))
    expect(texts(here, general)).toEqual(texts(there, general))
    await close()
  })

  test('[SIZE] what is too large for NATS is read from the store', async () => {
    const { one, two, ada, bob, general, close } = await openTwo(nats)
    const there = await two.node.connect(bob)
    await until(() => there.replica.settled)
    await say(one, ada, general, '😀'.repeat(20_000))
    await until(() => texts(there, general).at(-1) === '😀'.repeat(20_000))
    await close()
  })

  test('[HUB-3] who leaves on one node is taken off on the other', async () => {
    const { one, two, ada, bob, close } = await openTwo(nats)
    const team = String((await one.run(ada, { do: 'channel.create', name: 'team' })).channel)
    await one.run(bob, { do: 'channel.join', channel: team })
    const there = await two.node.connect(bob)
    await until(() => there.replica.settled)
    expect(there.socket.subscriptions).toContain(team)
    await one.run(bob, { do: 'channel.leave', channel: team })
    await until(() => !there.socket.subscriptions.includes(team))
    await close()
  })

  test('[HUB-4] [HUB-6] from the acknowledgement of a loss on no answer of the channel comes out of the other node', async () => {
    const { one, two, ada, bob, close } = await openTwo(nats)
    await Promise.all([one.app.fence.begin(), two.app.fence.begin()])
    const team = String((await one.run(ada, { do: 'channel.create', name: 'team' })).channel)
    await say(one, ada, team, 'secret')
    const there = await new Node(guarded(two.app).app).connect(bob)
    // Its rows do not matter here, and it would itself ask for what it may not have.
    there.deaf = true
    let id = 1_000_000
    const asked = () => {
      for (const said of [{ do: 'history' }, { do: 'watch' }, { do: 'sync', epoch: '', stream: team, since: 0 }]) {
        there.session.message(JSON.stringify({ channel: team, ...said, id: id++ }))
      }
    }
    const answered = () => until(() => there.socket.texts.some(text => text.startsWith(`{"re":${id - 1},`)))
    for (let round = 0; round < 10; round++) {
      await one.run(bob, { do: 'channel.join', channel: team })
      asked()
      await answered()
      for (let count = 0; count < round; count++) asked()
      const leaving = one.run(bob, { do: 'channel.leave', channel: team })
      asked()
      await leaving
      const before = there.socket.texts.length
      asked()
      await answered()
      const answers = there.socket.texts.map((text, index) => ({ text, isLate: index >= before }))
      const given = answers.filter(({ text }) => /^\{"re":1\d{6},"ok"/.test(text))
      expect(given.filter(({ isLate }) => isLate)).toEqual([])
      // While there was a seat they were given: else nothing was tried.
      expect(given.length).toBeGreaterThanOrEqual(3 * (round + 1))
    }
    await Promise.all([one.app.fence.end(), two.app.fence.end()])
    await close()
  })

  test('[HUB-3] [HUB-4] who is removed on one node gets nothing of a private room on the other, from the acknowledgement on', async () => {
    const { one, two, ada, bob, close } = await openTwo(nats)
    await Promise.all([one.app.fence.begin(), two.app.fence.begin()])
    const make = { do: 'channel.create', name: 'secret', private: true } as const
    const channel = String((await one.run(ada, make)).channel)
    const cleo = await two.enter('Cleo')
    const [open] = [String((await one.run(ada, { do: 'channel.create', name: 'open' })).channel)]
    const [bobs, cleos] = [await two.node.connect(bob), await two.node.connect(cleo)]
    // What it asks for by itself when it finds a hole does not matter here.
    bobs.deaf = true
    cleos.deaf = true
    for (let round = 0; round < 8; round++) {
      await one.run(ada, { do: 'channel.invite', channel, users: [bob.user] })
      await until(() => bobs.socket.subscriptions.includes(channel), { what: 'the seat on the other node' })
      const saying = Array.from({ length: 5 }, (_, n) => say(one, ada, channel, `${round} ${n}`))
      await one.run(ada, { do: 'channel.remove', channel, user: bob.user })
      const from = bobs.socket.texts.length
      await Promise.all(saying)
      await say(one, ada, channel, `after ${round}`)
      await say(two, cleo, two.app.identity.general, `mark ${round}`)
      await until(() => bobs.socket.texts.some(text => text.includes(`mark ${round}`)), { what: 'the mark' })
      expect(bobs.socket.texts.slice(from).filter(text => text.includes(`"stream":"${channel}"`))).toEqual([])
    }
    cleos.session.message(JSON.stringify({ id: 1, do: 'watch', channel: open }))
    await until(() => cleos.socket.subscriptions.includes(open), { what: 'the watch' })
    await one.run(ada, { do: 'channel.convert', channel: open, kind: 'private' })
    const from = cleos.socket.texts.length
    await say(one, ada, open, 'behind the door')
    await say(two, bob, two.app.identity.general, 'mark')
    await until(() => cleos.socket.texts.some(text => text.includes('"mark"')), { what: 'the mark' })
    expect(cleos.socket.texts.slice(from).filter(text => text.includes(`"stream":"${open}"`))).toEqual([])
    await Promise.all([one.app.fence.end(), two.app.fence.end()])
    await close()
  })

  test('[R-05] without NATS each node works by itself and finds what the other wrote in the store', async () => {
    const { one, two, ada, bob, general, close } = await openTwo(nats)
    const [here, there] = [await one.node.connect(ada), await two.node.connect(bob)]
    await until(() => here.replica.settled && there.replica.settled)
    await nats.kill9()
    await until(async () => (await one.app.check()).bus !== null && (await two.app.check()).bus !== null)
    await say(one, ada, general, 'alone')
    expect(texts(here, general).at(-1)).toBe('alone')
    await two.node.hub.check()
    await until(() => texts(there, general).at(-1) === 'alone')
    await nats.restart()
    await until(async () => (await one.app.check()).bus === null && (await two.app.check()).bus === null)
    await say(one, ada, general, 'together')
    await until(() => texts(there, general).at(-1) === 'together')
    await close()
  })
})

/** Two nodes that start at once on one new database. */
const openTwo = async (nats: Nats) => {
  const database = await freshDatabase()
  // A space of the test's own; in a deployment it is the database's epoch.
  const space = new URL(database).pathname.slice(1)
  const [one, two] = await Promise.all([openNode(database, nats, space), openNode(database, nats, space)])
  const [ada, bob] = [await one.enter('Ada'), await two.enter('Bob')]
  const close = async () => {
    for (const { bus, store } of [one, two]) {
      await bus.close()
      await store.close()
    }
  }
  return { one, two, ada, bob, general: one.app.identity.general, close }
}

/** Their clock stands still, so that they never renew a lease: on a slow machine one of five seconds would run out. */
const LEASE_MS = 600_000

const openNode = async (database: string, nats: Nats, space: string) => {
  const opened = await openTestStore(openPostgres(database))
  const leases = { ...opened.leases, renew: (node: string, seen: number) => opened.leases.renew(node, seen, LEASE_MS) }
  const store = { ...opened, leases }
  const bus = await natsBus(nats.url, space)
  const app = await createApp({ store, bus, monotonic: () => 0, limited: false })
  await bus.check()
  return { store, bus, app, node: new Node(app), ...doorsOf(app) }
}

type Opened = Awaited<ReturnType<typeof openNode>>

let clientIds = 0
const say = ({ run }: Opened, person: Person, channel: string, text: string) =>
  run(person, { do: 'message.post', channel, clientId: `c${++clientIds}`, text })
