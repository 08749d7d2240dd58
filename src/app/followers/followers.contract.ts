import { afterEach, describe, expect, test } from 'bun:test'
import type { Engine } from '#store/engine.ts'
import { type Program, query } from '#store/program.ts'
import type { Store } from '#store/store.ts'
import { ada, bob, identity, ok, post, request, settle, team } from '../../../test/support/commands.ts'
import { followerNodes } from '../../../test/support/follower-nodes.ts'
import { killedAt } from '../../../test/support/killed-at.ts'
import { until } from '../../../test/support/wait.ts'
import type { Change, Follower } from './follower.ts'
import { ownPosts } from './own-posts.ts'

/** Makes a new, empty database; what it answers opens an engine on it, as often as it is called. */
type Database = () => Promise<() => Engine>

/** Adds up how many messages there were, in a row that the same commit writes: one that is seen twice would show. */
const tally = (worked: (changes: readonly Change[]) => void = () => {}): Follower => ({
  name: 'tally',
  concerns: ({ kind, pos }) => (kind === 'messages' ? String(pos) : null),
  work: changes => {
    worked(changes)
    return {
      scope: { streams: ['sum'], opens: ['sum'], facts: [['position', 'sum']] },
      decide: facts => {
        const sum = (facts.get('position', 'sum')?.seen ?? 0) + changes.length
        return { writes: [], keeps: [{ table: 'positions', row: { follower: 'sum', epoch: 'none', seen: sum } }] }
      },
    }
  },
})

const sumIn = async (store: Store) => (await store.look([['position', 'sum']])).get('position', 'sum')?.seen ?? 0

/** FOLLOW: what every engine must do for followers. */
export const followersContract = (name: string, database: Database): void => {
  describe(`followers on ${name}`, () => {
    const { node, close } = followerNodes()
    afterEach(close)

    test('[FOLLOW] each change is seen once, in the order of commits, also after a restart', async () => {
      const engine = await database()
      const seen: number[] = []
      const follower = tally(changes => seen.push(...changes.map(({ pos }) => pos)))
      const first = await node(engine(), [follower])
      await settle(first.store)
      for (let index = 0; index < 5; index++) await ok(first.store.commit(post(ada, team, `m${index}`)))
      await first.runner.begin()
      await until(async () => (await sumIn(first.store)) === 6, { what: 'the five and the welcome' })
      await ok(first.store.commit(post(bob, team, 'by a hint')))
      await until(async () => (await sumIn(first.store)) === 7, { what: 'the sixth' })
      await first.runner.end()
      await ok(first.store.commit(post(bob, team, 'while nobody looks')))
      const second = await node(engine(), [follower])
      await second.runner.begin()
      await until(async () => (await sumIn(second.store)) === 8, { what: 'the last' })
      const all = await second.store.changes(0, 1000)
      expect(seen).toEqual(all.filter(({ kind }) => kind === 'messages').map(({ pos }) => pos))
    })

    test('[FOLLOW] of two nodes that both run a follower one wins each commit, and no change counts twice', async () => {
      const engine = await database()
      const nodes = [await node(engine(), [tally()]), await node(engine(), [tally()])]
      const [{ store }] = nodes as [(typeof nodes)[number]]
      await settle(store)
      for (const { runner } of nodes) await runner.begin()
      for (let turn = 0; turn < 20; turn++) {
        await Promise.all([ada, bob].map(user => ok(store.commit(post(user, team, `${user} ${turn}`)))))
        await Promise.all(nodes.map(({ runner }) => runner.tick()))
      }
      await until(
        async () => {
          for (const { runner } of nodes) await runner.tick()
          return (await sumIn(store)) >= 41
        },
        { what: 'all posts' },
      )
      for (const { runner } of nodes) await runner.end()
      expect(await sumIn(store)).toBe(41)
      expect(nodes.flatMap(({ failures }) => failures)).toEqual([])
    })

    test('[FOLLOW] people go first: at most 64 pieces of work are in a commit, and it is waited for', async () => {
      const engine = await database()
      const sizes: number[] = []
      let running = 0
      const follower: Follower = {
        ...tally(),
        work: async changes => {
          sizes.push(changes.length)
          running += 1
          expect(running).toBe(1)
          await new Promise(resolve => setImmediate(resolve))
          running -= 1
          return tally().work(changes)
        },
      }
      const { store, runner } = await node(engine(), [follower])
      await settle(store)
      await Promise.all(Array.from({ length: 200 }, (_, index) => ok(store.commit(post(ada, team, `m${index}`)))))
      await runner.begin()
      await until(async () => (await sumIn(store)) === 201, { what: 'all posts' })
      expect(sizes).toEqual([64, 64, 64, 9])
    })

    test('[FOLLOW] one that fails rests and is tried again; the others go on', async () => {
      const engine = await database()
      let broken = true
      const bad: Follower = {
        ...tally(),
        name: 'bad',
        work: () => {
          if (broken) throw new Error('not today')
          return { scope: { streams: [], facts: [] }, decide: () => ({ writes: [] }) }
        },
      }
      const { store, runner, failures } = await node(engine(), [bad, tally()])
      await settle(store)
      await runner.begin()
      await until(async () => (await sumIn(store)) === 1, { what: 'the welcome' })
      await until(() => failures.length > 0, { what: 'a failure' })
      expect(failures[0]).toBe('bad: Error: not today')
      await until(async () => (await runner.lags()).get('tally') === 0, { what: 'the other follower' })
      expect((await runner.lags()).get('bad')).toBeGreaterThan(0)
      broken = false
      await until(
        async () => {
          await runner.tick()
          return (await runner.lags()).get('bad') === 0
        },
        { what: 'the end of its rest' },
      )
    })

    test('[FOLLOW] a position of another epoch is none', async () => {
      const engine = await database()
      const hand = await node(engine(), [])
      await settle(hand.store)
      await ok(
        hand.store.commit({
          ...request(ada, { do: 'channel.join', channel: team }),
          decide: () => ({
            writes: [],
            keeps: [{ table: 'positions', row: { follower: 'tally', epoch: 'EBEFORE', seen: 1_000_000 } }],
            ok: { channel: team },
          }),
        }),
      )
      const { store, runner } = await node(engine(), [tally()])
      await runner.begin()
      await until(async () => (await sumIn(store)) === 1, { what: 'the welcome' })
      expect((await store.look([['position', 'tally']])).get('position', 'tally')).toMatchObject({
        epoch: identity.epoch,
      })
    })

    purging(database, node)
    kills(database, node)
    tenant(database, node)
  })
}

type Nodes = ReturnType<typeof followerNodes>['node']

const purging = (database: Database, node: Nodes): void => {
  test('[FOLLOW] the purge keeps a day, what a follower needs, and the newest; a position never comes again', async () => {
    const engine = await database()
    let now = 1_700_000_000_000
    const DAY = 24 * 3_600_000
    const { store, runner } = await node(engine(), [tally()], () => now)
    await settle(store)
    const before = (await store.changes(0, 1000)).length
    now += DAY
    await ok(store.commit(post(ada, team, 'young')))
    const all = await store.changes(0, 1000)
    now += 1
    expect(await store.purgeChanges(DAY, ['tally'])).toBe(0)
    await runner.begin()
    await until(async () => (await sumIn(store)) === 2, { what: 'both messages' })
    await runner.end()
    expect(await store.purgeChanges(DAY, ['tally', 'another'])).toBe(0)
    expect(await store.purgeChanges(DAY, ['tally'])).toBe(before)
    expect(await store.changes(0, 1000)).toEqual(all.slice(before))
    now += 2 * DAY
    expect(await store.purgeChanges(DAY, [])).toBe(all.length - before - 1)
    const newest = all.at(-1)?.pos ?? 0
    expect((await store.changes(0, 1000)).map(({ pos }) => pos)).toEqual([newest])
    const hand = engine()
    await hand.write(function* (): Program<void> {
      yield* query('delete from changes')
    })
    await hand.close()
    await ok(store.commit(post(ada, team, 'next')))
    expect((await store.changes(0, 10))[0]?.pos).toBeGreaterThan(newest)
  })
}

const kills = (database: Database, node: Nodes): void => {
  test('[FOLLOW] killed between any two statements, it has counted each message once in the end', async () => {
    const engine = await database()
    const { store } = await node(engine(), [])
    await settle(store)
    let posted = 1
    for (let statement = 1; statement < 60; statement++) {
      await ok(store.commit(post(ada, team, `before kill ${statement}`)))
      posted += 1
      const victim = killedAt(engine(), statement)
      const doomed = await node(victim.engine, [tally()])
      victim.arm()
      await doomed.runner.begin()
      await until(async () => victim.isDead() || (await sumIn(store)) === posted, { what: 'death, or the end' })
      await doomed.runner.end()
      if (!victim.isDead()) break
    }
    const last = await node(engine(), [tally()])
    await last.runner.begin()
    await until(async () => (await sumIn(store)) >= posted, { what: 'all messages' })
    await last.runner.end()
    expect(await sumIn(store)).toBe(posted)
    expect(posted).toBeGreaterThan(5)
  })
}

const tenant = (database: Database, node: Nodes): void => {
  test('[UNREAD] own posts are noted in the place, and the cursor moves over nobody else’s', async () => {
    const engine = await database()
    const { store, runner } = await node(engine(), [ownPosts])
    await settle(store)
    await runner.begin()
    const place = async () => (await store.look([['place', ada, team]])).get('place', ada, team)
    await Promise.all(['a', 'b'].map(each => ok(store.commit(post(ada, team, each)))))
    await until(async () => (await place())?.cursor === 2, { what: 'the cursor behind the own posts' })
    await ok(store.commit(post(bob, team, 'c')))
    await Promise.all(['d', 'e'].map(each => ok(store.commit(post(ada, team, each)))))
    await until(async () => (await place())?.own.length === 2, { what: 'both own posts' })
    expect(await place()).toMatchObject({ cursor: 2, own: [4, 5], read: 0 })
    await ok(store.commit(request(ada, { do: 'read.mark', channel: team, seq: 3 })))
    expect(await place()).toMatchObject({ cursor: 5, own: [], read: 3 })
    const rows = (await store.changed(ada, 0)).rows.filter(row => row.row === 'place' && row.channel === team)
    expect(rows).toMatchObject([{ cursor: 5, read: 3 }])
  })
}
