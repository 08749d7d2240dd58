import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { appended } from '#domain/message.ts'
import { openBoth } from '../../test/support/both.ts'
import {
  ada,
  bob,
  create,
  enter,
  id,
  join,
  ok,
  openTestStore,
  post,
  request,
  team,
} from '../../test/support/commands.ts'
import { missing } from '../../test/support/missing.ts'
import { patience } from '../../test/support/pace.ts'
import { until } from '../../test/support/wait.ts'
import { openPostgres } from './postgres.ts'
import type { CommitRequest, Store } from './store.ts'

const ALL = Number.MAX_SAFE_INTEGER

setDefaultTimeout(patience(20_000))

const said = (text: string) => ({ author: ada, clientId: text, text })

describe.skipIf(missing.postgres !== '')(`two nodes on one PostgreSQL${missing.postgres}`, () => {
  test(
    '[COMMIT-1] [COMMIT-5] two nodes that write to the same channels leave no gap, block for ever on nothing and lose nothing',
    async () => {
      const { url, store: one, close } = await openBoth()
      const two = await openTestStore(openPostgres(url))
      const channels = [id('C', 2), id('C', 3), id('C', 4)]
      for (const channel of channels) await ok(one.commit(create(ada, channel, channel)))
      for (const channel of channels) await ok(two.commit(join(bob, channel)))
      const acknowledged = new Map(channels.map(channel => [channel, [] as unknown[]]))
      const write = async (store: Store, user: string, order: readonly string[], lane: number) => {
        for (let turn = 0; turn < 12; turn++) {
          for (const channel of order) {
            const { seq } = await ok(store.commit(post(user, channel, `${user} ${lane} ${turn} ${channel}`)))
            acknowledged.get(channel)?.push(seq)
            if (turn % 4 === 3) await ok(store.commit(join(user, channel)))
          }
        }
      }
      const lanes = [0, 1, 2, 3]
      await Promise.all([
        ...lanes.map(lane => write(one, ada, channels, lane)),
        ...lanes.map(lane => write(two, bob, channels.toReversed(), lane)),
      ])
      for (const channel of channels) {
        const { rows } = await one.page(channel, ALL, 100)
        expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: 96 }, (_, index) => index + 1))
        expect(acknowledged.get(channel)?.toSorted((a, b) => Number(a) - Number(b))).toEqual(rows.map(({ seq }) => seq))
        expect(new Set(rows.map(({ ts }) => ts)).size).toBe(96)
        expect(await two.page(channel, ALL, 100)).toEqual({ rows, beside: [], from: 1, to: 96, more: false })
      }
      await two.close()
      await close()
    },
    patience(30_000),
  )

  test('[ROOM] people who open the same conversation at once, on two nodes, get one', async () => {
    const { url, store: one, close } = await openBoth()
    const two = await openTestStore(openPostgres(url))
    const people = [ada, bob, id('U', 3)]
    await ok(one.commit(enter(id('U', 3), 'Cleo')))
    for (let turn = 0; turn < 10; turn++) {
      const others = Array.from({ length: turn % 5 }, (_, n) => id('U', 100 + turn * 10 + n))
      for (const user of others) await ok(one.commit(enter(user, user)))
      const opened = await Promise.all(
        people.flatMap((actor, at) =>
          [one, two].map((store, node) => {
            const users = [...people, ...others]
            return ok(
              store.commit(
                request(actor, { do: 'direct.open', users }, { fresh: id('G', 1000 + turn * 10 + at * 2 + node) }),
              ),
            )
          }),
        ),
      )
      expect(new Set(opened.map(({ channel }) => channel)).size).toBe(1)
    }
    await two.close()
    await close()
  })

  test('[COMMIT-1] two nodes that begin the same stream at once do so one after the other', async () => {
    const { url, store: one, close } = await openBoth()
    const two = await openTestStore(openPostgres(url))
    const begin = (stream: string, text: string): CommitRequest => ({
      ...post(ada, stream, text),
      scope: { streams: [stream], opens: [stream], facts: [] },
      decide: (facts, now) => appended(facts.get('stream', stream), { channel: stream, ...said(text) }, now),
    })
    for (let turn = 10; turn < 30; turn++) {
      const stream = id('C', turn)
      const sent = [one, two].flatMap((store, node) =>
        ['a', 'b'].map(text => store.commit(begin(stream, `${turn} ${node} ${text}`))),
      )
      await Promise.all(sent.map(ok))
      const { rows } = await two.page(stream, ALL, 10)
      expect((await one.look([['stream', stream]])).get('stream', stream)).toMatchObject({ seq: rows.length })
      expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, index) => index + 1))
      expect(rows.length).toBe(4)
    }
    await two.close()
    await close()
  })

  test('[COMMIT-3] one command that reaches two nodes at once is decided once', async () => {
    const { url, store: one, close } = await openBoth()
    const two = await openTestStore(openPostgres(url))
    for (let turn = 0; turn < 20; turn++) {
      const sent = [one, two, one, two].map(store => store.commit(post(ada, team, `${turn}`)))
      const outcomes = await Promise.all(sent)
      expect(outcomes.filter(outcome => 'ok' in outcome && outcome.duplicate)).toHaveLength(3)
      expect(new Set(outcomes.map(outcome => 'ok' in outcome && outcome.ok.seq))).toEqual(new Set([turn + 1]))
    }
    await two.close()
    await close()
  })

  test('[COMMIT-3] one clientId for two commands on two nodes at once never hides one of them', async () => {
    const { url, store: one, close } = await openBoth()
    const two = await openTestStore(openPostgres(url))
    await ok(one.commit(create(ada, id('C', 2), 'lab')))
    for (let turn = 0; turn < 10; turn++) {
      const [here, there] = [post(ada, team, `${turn}`), post(ada, id('C', 2), `${turn}`)]
      await Promise.allSettled([one.commit(here), two.commit(there)])
      const settled = await Promise.all([one.commit(here), two.commit(there)])
      const codes = settled.map(outcome => ('refused' in outcome ? outcome.refused.code : outcome.duplicate))
      expect(codes.map(String).toSorted()).toEqual(['client_id_reused', 'true'])
    }
    await two.close()
    await close()
  })

  test('[COMMIT-4] a follower that reads on while nodes commit misses no change, also of a commit that takes long', async () => {
    const { url, store: one, foreign, close } = await openBoth()
    const two = await openTestStore(openPostgres(url))
    await ok(one.commit(create(bob, id('C', 2), 'lab')))
    // Ada's commits wait at their very end, when their positions are drawn, until the lock is free.
    await foreign.unsafe(`create function linger() returns trigger language plpgsql as
      $$ begin perform pg_advisory_xact_lock_shared(1); return null; end $$`)
    await foreign.unsafe(`create constraint trigger linger after insert on changes deferrable initially deferred
      for each row when (new.actor = '${ada}') execute function linger()`)
    const followed: number[] = []
    let after = 0
    const follow = async () => {
      const found = await one.changes(after, 3)
      followed.push(...found.map(({ pos }) => pos))
      after = found.at(-1)?.pos ?? after
      return found.length
    }
    const tx = await foreign.reserve()
    for (let turn = 0; turn < 5; turn++) {
      await tx.unsafe('begin')
      await tx.unsafe('select pg_advisory_xact_lock(1)')
      const slow = ok(one.commit(post(ada, team, `slow ${turn}`)))
      const quick = ok(two.commit(post(bob, id('C', 2), `quick ${turn}`)))
      for (let round = 0; round < 20; round++) await follow()
      await tx.unsafe('commit')
      for (let round = 0; round < 5; round++) await follow()
      await Promise.all([slow, quick])
    }
    while ((await follow()) > 0);
    expect(followed).toEqual((await one.changes(0, 1000)).map(({ pos }) => pos))
    tx.release()
    await two.close()
    await close()
  })

  test('only those who all share the database, or one alone, may have it so; a claim ends with its process', async () => {
    const { url, store: one, close } = await openBoth()
    const open = () => openTestStore(openPostgres(url))
    const [two, three] = [await open(), await open()]
    expect([await one.claim(false), await two.claim(false), await three.claim(true)]).toEqual([true, true, false])
    await two.close()
    await close()
    await until(() => three.claim(true), { what: 'the claims to end' })
    const four = await open()
    expect([await four.claim(true), await four.claim(false)]).toEqual([false, false])
    await three.close()
    await four.close()
  })

  test('[HUB-4] two nodes whose leases ran out together do not wait for each other when they renew them', async () => {
    const { url, store: one, foreign, lockWaits, close } = await openBoth()
    const two = await openTestStore(openPostgres(url))
    await Promise.all([one.leases.renew('N1', 0, -1000), two.leases.renew('N2', 0, -1000)])
    // Both stop short of their own rows, whatever they have done by then.
    await foreign.unsafe(`create function linger() returns trigger language plpgsql as
      $$ begin perform pg_advisory_xact_lock_shared(1); return new; end $$`)
    await foreign.unsafe('create trigger linger before insert on nodes for each row execute function linger()')
    const tx = await foreign.reserve()
    await tx.unsafe('begin')
    await tx.unsafe('select pg_advisory_xact_lock(1)')
    const renewed = Promise.allSettled([one.leases.renew('N1', 1, 60_000), two.leases.renew('N2', 1, 60_000)])
    await until(async () => (await lockWaits()) === 2, { what: 'both to wait' })
    await tx.unsafe('commit')
    expect((await renewed).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
    expect((await one.leases.live()).map(({ node }) => node).toSorted()).toEqual(['N1', 'N2'])
    tx.release()
    await two.close()
    await close()
  })
})
