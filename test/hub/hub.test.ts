import { describe, expect, test } from 'bun:test'
import type { App } from '#app/app.ts'
import type { Fenced } from '#app/fence.ts'
import type { Hint } from '#bus/bus.ts'
import { startHeartbeat } from '#edge/heartbeat.ts'
import { HEARTBEAT_MS } from '#protocol/limits.ts'
import { Scheduler } from '../support/scheduler.ts'
import { until } from '../support/wait.ts'
import { expectWhole, Node, say, settled, start, texts } from './node.ts'

describe('holes', () => {
  test('[HUB-1] a hole is read once, however many frames show it', async () => {
    const { messenger, world, ada, team } = await start()
    const reads: { running: number; most: number; all: number } = { running: 0, most: 0, all: 0 }
    const node = new Node(
      watching(world.app, async read => {
        reads.all += 1
        reads.most = Math.max(reads.most, ++reads.running)
        const changed = await read()
        await settled()
        reads.running -= 1
        return changed
      }),
    )
    const client = await node.connect(ada)
    await until(() => client.replica.settled)
    const before = client.replica.syncs
    messenger.only(() => false)
    await say(world, ada, team, 'lost')
    messenger.only(() => true)
    await Promise.all(Array.from({ length: 9 }, (_, index) => say(world, ada, team, `later ${index}`)))
    await Promise.all(Array.from({ length: 9 }, (_, index) => say(world, ada, team, `even later ${index}`)))
    await until(() => texts(client, team).length === 19)
    await expectWhole(world.store, client)
    expect(reads).toEqual({ running: 0, most: 1, all: expect.any(Number) })
    expect(reads.all).toBeLessThanOrEqual(3)
    expect(client.replica.syncs).toBe(before)
  })

  test('[HUB-1] what is heard of while a hole is read is not forgotten, though the read came too early for it', async () => {
    const { messenger, world, ada, team } = await start()
    let late: (() => Promise<unknown>) | null = null
    const node = new Node(
      watching(world.app, async read => {
        const changed = await read()
        const then = late
        late = null
        await then?.()
        return changed
      }),
    )
    const client = await node.connect(ada)
    await until(() => client.replica.settled)
    const hints: Hint[] = []
    messenger.only(hint => hints.push(hint) === 0)
    for (const text of ['1', '2', '3', '4']) await say(world, ada, team, text)
    messenger.only(() => true)
    late = async () => {
      await say(world, ada, team, '5')
      messenger.only(() => false)
      await say(world, ada, team, '6')
      messenger.only(() => true)
      await say(world, ada, team, '7')
    }
    for (const hint of hints.slice(1, 2)) messenger.bring(hint)
    await until(() => texts(client, team).length === 7)
    await expectWhole(world.store, client)
  })

  test('[R-12] a stream is read at most once in 500 ms for its holes; what is too large for a hint waits for nobody', async () => {
    const { messenger, world, ada, team } = await start()
    const clock = new Scheduler(0)
    let reads = 0
    const node = new Node(
      watching(world.app, read => {
        reads += 1
        return read()
      }),
      { now: () => clock.now, after: (ms, run) => clock.after(ms, run) },
    )
    const client = await node.connect(ada)
    await until(() => client.replica.settled)
    const losing = async (lost: string, next: string) => {
      messenger.only(() => false)
      await say(world, ada, team, lost)
      messenger.only(() => true)
      await say(world, ada, team, next)
      await settled()
    }
    await losing('1', '2')
    expect([reads, texts(client, team).length]).toEqual([1, 2])
    for (const [lost, next] of [
      ['3', '4'],
      ['5', '6'],
    ] as const)
      await losing(lost, next)
    expect([reads, texts(client, team).length]).toEqual([1, 2])
    await clock.run(499)
    expect([reads, texts(client, team).length]).toEqual([1, 2])
    await clock.run(1)
    await settled()
    expect([reads, texts(client, team).length]).toEqual([2, 6])
    await losing('7', '8')
    expect([reads, texts(client, team).length]).toEqual([2, 6])
    const large: Hint[] = []
    messenger.only(hint => large.push(hint) === 0)
    await say(world, ada, team, 'large')
    for (const hint of large) messenger.bring('frame' in hint ? { frame: { ...hint.frame, rows: null } } : hint)
    await settled()
    expect([reads, texts(client, team).length]).toEqual([3, 9])
    await expectWhole(world.store, client)
  })

  test('[HUB-4] a look into the store ends, though there is a new hole whenever one was filled', async () => {
    const { messenger, world, ada, team } = await start()
    let more = 100
    const lose = async () => {
      messenger.only(() => false)
      await say(world, ada, team, 'lost')
      messenger.only(() => true)
      await say(world, ada, team, 'heard')
    }
    const node = new Node(
      watching(world.app, async read => {
        const changed = await read()
        if (more-- > 0) await lose()
        return changed
      }),
    )
    const client = await node.connect(ada)
    await until(() => client.replica.settled)
    await lose()
    await node.hub.check()
    expect(more).toBeGreaterThan(50)
    more = 0
    await node.hub.check()
    await expectWhole(world.store, client)
  })

  test('a hint that names more than there is is not looked for without end', async () => {
    const { messenger, world, ada, team } = await start()
    let reads = 0
    const node = new Node(
      watching(world.app, read => {
        reads += 1
        return read()
      }),
    )
    const client = await node.connect(ada)
    await until(() => client.replica.settled)
    messenger.bring({ frame: { stream: team, since: 1e9, rev: 1e9 + 1, rows: '[]', begins: [], ends: [] } })
    await settled()
    expect(reads).toBe(1)
    await say(world, ada, team, 'still here')
    expect(texts(client, team)).toEqual(['still here'])
  })

  test('[HUB-1] a store that does not answer leaves a hole, and the next look at the heads closes it', async () => {
    const { messenger, world, ada, team } = await start()
    let broken = true
    const node = new Node(watching(world.app, read => (broken ? Promise.reject(new Error('away')) : read())))
    const client = await node.connect(ada)
    await until(() => client.replica.settled)
    messenger.only(() => false)
    await say(world, ada, team, 'one')
    await expect(node.hub.check()).rejects.toThrow('could not be read')
    await settled()
    expect(texts(client, team)).toEqual([])
    broken = false
    await node.hub.check()
    await until(() => texts(client, team).length === 1)
  })
})

describe('greetings', () => {
  test('[HUB-2] what is committed while a greeting is read reaches the new socket', async () => {
    const { world, ada, team } = await start()
    const node = new Node(greeting(world.app, () => say(world, ada, team, 'meanwhile')))
    const client = await node.connect(ada)
    await until(() => client.replica.settled)
    expect(texts(client, team)).toEqual(['meanwhile'])
  })

  test('[HUB-2] [HUB-3] who leaves a channel while greeted does not hear it, who joins one does', async () => {
    const { world, ada, bob, team } = await start()
    const other = new Node(world.app)
    await other.connect(ada)
    const node = new Node(greeting(world.app, () => world.run(bob, { do: 'channel.leave', channel: team })))
    const gone = await node.connect(bob)
    await until(() => gone.replica.settled)
    expect(gone.socket.subscriptions).not.toContain(team)

    const again = new Node(greeting(world.app, () => world.run(bob, { do: 'channel.join', channel: team })))
    const back = await again.connect(bob)
    await until(() => back.replica.settled)
    await say(world, ada, team, 'welcome back')
    expect(texts(back, team)).toEqual(['welcome back'])
    await expectWhole(world.store, back)
  })

  test('[HUB-4] a look into the store waits for greetings that began before it', async () => {
    const { world } = await start()
    const fenced: Fenced[] = []
    const fence = { follow: (each: Fenced) => fenced.push(each), isStale: () => false }
    const { hub } = new Node({ ...world.app, fence: fence as unknown as App['fence'] })
    const { promise, resolve } = Promise.withResolvers<void>()
    void hub.readings.track(() => promise)
    let looked = false
    const looking = fenced[0]?.look().then(() => {
      looked = true
    })
    await settled()
    expect(looked).toBeFalse()
    resolve()
    await looking
    expect(looked).toBeTrue()
  })

  test('[HUB-3] a session that ends before its socket is greeted is closed and not greeted', async () => {
    const { world, ada } = await start()
    const account = { user: ada.user, name: 'Ada', session: ada.session }
    const during = await new Node(greeting(world.app, () => world.app.accounts.signOut(account))).connect(ada)
    const after = await new Node(world.app).connect(ada)
    for (const { socket } of [during, after]) {
      expect(socket.ended).toBe(4001)
      expect(socket.texts).toEqual([])
    }
  })
})

test('[HUB-5] in a channel of more than 1,000 seats joins are not told, and leave no hole', async () => {
  const { world, node, ada } = await start()
  const { general } = world.app.identity
  await Promise.all(Array.from({ length: 1000 }, (_, index) => world.enter(`Person ${index}`)))
  const client = await node.connect(ada)
  await until(() => client.replica.settled)
  client.socket.texts.splice(0)
  const before = client.replica.syncs
  const late = await world.enter('Late')
  expect(client.socket.texts.filter(text => text.includes(`"stream":"${general}"`))).toEqual([])
  await say(world, late, general, 'Hello everybody')
  expect(texts(client, general).at(-1)).toBe('Hello everybody')
  node.hub.digest(client.session)
  await settled()
  expect(client.replica.syncs).toBe(before)
})

test('[SYNC-7] the digest names the heads of what a socket hears, and a client that missed something finds out', async () => {
  const { world, node, ada, bob, team } = await start()
  const client = await node.connect(ada)
  await until(() => client.replica.settled)
  client.deaf = true
  await say(world, bob, team, 'missed')
  client.deaf = false
  client.socket.texts.splice(0)
  node.hub.digest(client.session)
  const { general, workspace } = world.app.identity
  const streams = [ada.user, workspace, 'people', 'directory', team, general]
  const [digest] = client.socket.texts.map(text => JSON.parse(text).digest)
  expect(digest).toEqual(Object.fromEntries(await world.store.heads(streams)))
  await until(() => texts(client, team).length === 1)
  await expectWhole(world.store, client)
})

test('[SYNC-7] the greeting comes first: who is still waiting for it gets no digest', async () => {
  const { world, ada } = await start()
  const { promise, resolve } = Promise.withResolvers<void>()
  const node = new Node(greeting(world.app, () => promise))
  const waiting = node.connect(ada)
  // Another socket of hers, by which her streams are known here.
  const other = await node.connect(ada)
  beat(node, HEARTBEAT_MS / 1000)
  expect(other.socket.texts.some(text => text.startsWith('{"digest"'))).toBeTrue()
  resolve()
  const { socket } = await waiting
  expect(Object.keys(JSON.parse(socket.texts[0] ?? '{}'))).toEqual(['hello'])
})

/** Lets seconds pass for the heartbeat of a node. */
const beat = ({ hub, sessions }: Node, seconds: number): void => {
  const ticks: (() => void)[] = []
  startHeartbeat(hub, sessions, false, run => {
    ticks.push(run)
    return () => {}
  })
  for (let second = 0; second < seconds; second++) for (const tick of ticks) tick()
}

type Read = () => ReturnType<App['ask']['changed']>

/** The app with somebody who stands between the hub and what it reads. */
const watching = (app: App, between: (read: Read) => ReturnType<Read>): App => ({
  ...app,
  ask: { ...app.ask, changed: (stream, since) => between(() => app.ask.changed(stream, since)) },
})

/** The app with something that happens once, after a greeting was read and before it is used. */
const greeting = (app: App, meanwhile: () => Promise<unknown>): App => {
  let done = false
  const hello: App['ask']['hello'] = async actor => {
    const facts = await app.ask.hello(actor)
    if (!done) {
      done = true
      await meanwhile()
    }
    return facts
  }
  return { ...app, ask: { ...app.ask, hello } }
}
