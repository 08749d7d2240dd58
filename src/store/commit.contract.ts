import { describe, expect, test } from 'bun:test'
import type { Drop, Keep } from '#domain/decision.ts'
import type { Frame } from '#domain/frame.ts'
import type { Row } from '#protocol/rows.ts'
import { microsOf } from '#protocol/ts.ts'
import {
  ada,
  bob,
  create,
  enter,
  id,
  join,
  leave,
  ok,
  post,
  request,
  settle,
  team,
} from '../../test/support/commands.ts'
import { placeRecord, userRecord } from '../../test/support/facts.ts'
import { commitBatch } from './batch.ts'
import type { Open } from './store.contract.ts'
import type { CommitRequest, Store } from './store.ts'

/** COMMIT-1 to COMMIT-5: how commands become durable. */
export const commitContract = (open: Open): void => {
  describe('commits', () => {
    scopes(open)
    batches(open)
    resends(open)
    numbering(open)
    keeping(open)
    dropping(open)
    announcements(open)
  })
}

const scopes = (open: Open): void => {
  test('[COMMIT-1] all streams of a batch are locked first, each once, in sorted order', () => {
    const batch = commitBatch([post(ada, id('C', 9), 'a'), join(bob, id('C', 3)), join(ada, id('C', 3))], 0, null)
    const keys = [id('C', 3), id('C', 9), ada, bob].map(stream => [stream])
    expect(batch.next().value).toEqual({ kind: 'look', look: 'stream', keys, lock: true })
  })

  test('[COMMIT-1] what was asked for in vain is found once another command has written it', async () => {
    const { store } = await open()
    await settle(store)
    const lab = id('C', 2)
    expect(codeOf(await store.commit(post(ada, lab, 'early')))).toBe('channel_not_found')
    await ok(store.commit(create(ada, lab, 'lab')))
    expect(codeOf(await store.commit(post(ada, lab, 'now')))).toBe('ok')
  })

  const outside: [name: string, request: CommitRequest, message: RegExp][] = [
    [
      'writes to a stream',
      {
        ...post(ada, team, 'x'),
        decide: () => ({
          writes: [
            {
              stream: team,
              table: 'seats',
              row: { channel: team, user: ada, state: 'ended', at: 0, admin: null, posts: null, named: null },
            },
            {
              stream: bob,
              table: 'places',
              row: placeRecord({ user: bob, channel: team, state: 'ended' }),
            },
          ],
          ok: {},
        }),
      },
      /wrote outside its scope: stream U00000002/,
    ],
    [
      'looks up a fact',
      { ...post(ada, team, 'x'), decide: facts => ({ writes: [], ok: { name: facts.get('user', bob)?.name ?? '' } }) },
      /looked outside its scope: user U00000002/,
    ],
  ]
  for (const [name, bad, message] of outside) {
    test(`[COMMIT-1] a decision that ${name} outside its scope fails and changes nothing`, async () => {
      const { store } = await open()
      await settle(store)
      const before = await stateOf(store)
      await expect(store.commit(bad)).rejects.toThrow(message)
      expect(await stateOf(store)).toEqual(before)
      expect(await ok(store.commit(post(ada, team, 'x')))).toMatchObject({ seq: 1 })
    })
  }
}

const batches = (open: Open): void => {
  test('[COMMIT-2] in one batch each command sees what earlier ones decided', async () => {
    const { store } = await open()
    await settle(store)
    const rename = (user: string, name: string) => request(user, { do: 'profile.rename', name })
    const lab = id('C', 2)
    const outcomes = await Promise.all(
      [
        create(ada, lab, 'lab'),
        create(bob, id('C', 3), 'Lab'),
        post(bob, lab, 'b1'),
        join(bob, lab),
        post(bob, lab, 'b2'),
        post(ada, lab, 'a1'),
        rename(ada, 'Cleo'),
        rename(bob, 'Ada'),
      ].map(each => store.commit(each)),
    )
    expect(outcomes.map(codeOf)).toEqual(['ok', 'name_taken', 'not_a_member', 'ok', 'ok', 'ok', 'ok', 'ok'])
    const { rows } = await store.page(lab, 10, 10)
    expect(rows.map(({ clientId, seq }) => [clientId, seq])).toEqual([
      ['b2', 1],
      ['a1', 2],
    ])
  })

  test('[COMMIT-2] a command that fails in SQL does not take its batch with it', async () => {
    const { store } = await open()
    await settle(store)
    const bad: CommitRequest = {
      ...enter(id('U', 3), 'Bea'),
      decide: () => ({
        writes: [
          {
            stream: 'people',
            table: 'users',
            row: userRecord({ id: id('U', 3) }),
          },
        ],
        ok: {},
      }),
    }
    const results = await Promise.allSettled(
      [post(ada, team, 'before'), bad, post(bob, team, 'after'), enter(id('U', 4), 'Dan')].map(each =>
        store.commit(each),
      ),
    )
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
    expect((await store.page(team, 10, 10)).rows.map(({ clientId }) => clientId)).toEqual(['before', 'after'])
    const facts = await store.look([
      ['user', id('U', 3)],
      ['user', id('U', 4)],
    ])
    expect(facts.get('user', id('U', 3))).toBeNull()
    expect(facts.get('user', id('U', 4))?.name).toBe('Dan')
  })
}

const resends = (open: Open): void => {
  test('[COMMIT-3] a command that is sent again has its first outcome, also after a restart', async () => {
    const { store, again } = await open()
    await settle(store)
    const first = await store.commit(post(ada, team, 'one', 'Hello'))
    expect(first).toEqual({ ok: { seq: 1, ts: '1700000000.000000' } })
    expect(await store.commit(post(ada, team, 'one', 'Hello'))).toEqual({ ...first, duplicate: true })
    const other = await again()
    expect(await other.commit(post(ada, team, 'one', 'Hello'))).toEqual({ ...first, duplicate: true })
    expect((await other.page(team, 10, 10)).rows).toHaveLength(1)
  })

  test('[COMMIT-3] another command under the same clientId is refused; another author has clientIds of their own', async () => {
    const { store } = await open()
    await settle(store)
    await ok(store.commit(post(ada, team, 'one', 'Hello')))
    expect(codeOf(await store.commit(post(ada, team, 'one', 'Other')))).toBe('client_id_reused')
    expect(await ok(store.commit(post(bob, team, 'one', 'Other')))).toMatchObject({ seq: 2 })
  })

  test('[COMMIT-3] both hold within one batch', async () => {
    const { store } = await open()
    await settle(store)
    const sent = [post(ada, team, 'one', 'Hello'), post(ada, team, 'one', 'Hello'), post(ada, team, 'one', 'Other')]
    const [first, second, third] = await Promise.all(sent.map(each => store.commit(each)))
    expect(second).toEqual({ ok: { seq: 1, ts: '1700000000.000000' }, duplicate: true })
    expect(first).toEqual({ ok: { seq: 1, ts: '1700000000.000000' } })
    expect(third && codeOf(third)).toBe('client_id_reused')
    expect((await store.page(team, 10, 10)).rows).toHaveLength(1)
  })

  test('[COMMIT-3] a refusal is not remembered: what was wrong may have been put right', async () => {
    const { store } = await open()
    await settle(store)
    const lab = id('C', 2)
    await ok(store.commit(create(ada, lab, 'lab')))
    expect(codeOf(await store.commit(post(bob, lab, 'one')))).toBe('not_a_member')
    await ok(store.commit(join(bob, lab)))
    expect(await store.commit(post(bob, lab, 'one'))).toEqual({ ok: { seq: 1, ts: '1700000000.000000' } })
  })
}

const numbering = (open: Open): void => {
  test('[COMMIT-4] a commit keeps one change per changed row, however many read it, and never text', async () => {
    const { store } = await open()
    await settle(store)
    const people = Array.from({ length: 20 }, (_, index) => id('U', 10 + index))
    await Promise.all(people.map((user, index) => ok(store.commit(enter(user, `Person ${index}`)))))
    await Promise.all(people.map(user => ok(store.commit(join(user, team)))))
    const [last] = (await store.changes(0, 10_000)).slice(-1)
    await ok(store.commit(post(ada, team, 'one', 'Secret words')))
    const changes = await store.changes(last?.pos ?? 0, 100)
    expect(changes).toEqual([
      {
        pos: (last?.pos ?? 0) + 1,
        stream: team,
        rev: 24,
        kind: 'messages',
        key: `${team} 0 1`,
        actor: ada,
        command: 'message.post',
        at: 1_700_000_000_000,
      },
    ])
    expect(JSON.stringify(await store.changes(0, 10_000))).not.toContain('Secret words')
  })

  test('[COMMIT-4] a refused command leaves nothing behind', async () => {
    const { store } = await open()
    await settle(store)
    const before = await stateOf(store)
    expect(codeOf(await store.commit(post(ada, team, 'one', ' ')))).toBe('text_invalid')
    expect(codeOf(await store.commit(post(ada, id('C', 99), 'one')))).toBe('channel_not_found')
    expect(await stateOf(store)).toEqual(before)
  })

  test('[COMMIT-5] [TS] seq has no gaps and ts rises, though the clock stands still or goes back', async () => {
    let now = 1_700_000_000_000
    const { store } = await open(() => now)
    await settle(store)
    for (const [turn, step] of [0, 0, -7_200_000, 5, 0, -1, 86_400_000].entries()) {
      now += step
      const sent = [0, 1, 2].map(index => post(ada, team, `${turn} ${index}`))
      await Promise.all(sent.map(each => ok(store.commit(each))))
    }
    const { rows } = await store.page(team, 100, 100)
    expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: 21 }, (_, index) => index + 1))
    const micros = rows.map(({ ts }) => microsOf(ts))
    expect(micros.every((ts, index) => index === 0 || ts > (micros[index - 1] ?? 0))).toBe(true)
    expect(micros.at(-3)).toBe(now * 1000)
  })
}

/** Kept under a message that nobody posted: the store does not mind. */
const reactor = (user: string, at: number, name = 'tada') => ({
  table: 'reactors' as const,
  row: { channel: team, seq: 1, name, user, at },
})

/** Answers the people of a list as a decision sees them, then changes what is kept. */
const listing = (decision: { keeps?: readonly Keep[]; drops?: readonly Drop[] }, limit = 3): CommitRequest => ({
  ...post(ada, team, crypto.randomUUID()),
  scope: { streams: [team], facts: [], lists: [{ list: 'reactors', key: [team, 1, 'tada'], limit }] },
  decide: facts => ({
    writes: [],
    ...decision,
    ok: {
      name: facts
        .list('reactors', team, 1, 'tada')
        .map(({ user }) => user)
        .join(' '),
    },
  }),
})

const named = (ok: object): unknown => ('name' in ok ? ok.name : undefined)

const keeping = (open: Open): void => {
  test('[COMMIT-2] a decision reads a list in its order, at most its limit, as earlier ones of its batch left it', async () => {
    const { store } = await open()
    await settle(store)
    const kept = [5, 3, 4, 1, 2].map(at => reactor(`U${at}`, at))
    const drop = (user: string): Drop => ({ table: 'reactors', key: [team, 1, 'tada', user] })
    const one = await Promise.all(
      [
        listing({ keeps: [...kept, reactor('U9', 0, 'wave')] }),
        listing({ drops: [drop('U1')] }),
        listing({ drops: [drop('U2')], keeps: [reactor('U0', 0)] }),
        listing({}),
      ].map(each => ok(store.commit(each))),
    )
    expect(one.map(named)).toEqual(['', 'U1 U2 U3', 'U2 U3 U4', 'U0 U3 U4'])
    // Each command of a batch finds its share, though the ones before have dropped all that one alone would have read.
    const drops = ['U0', 'U3', 'U4'].map(user => listing({ drops: [drop(user)] }, 1))
    const two = await Promise.all([...drops, listing({}, 1)].map(each => ok(store.commit(each))))
    expect(two.map(named)).toEqual(['U0', 'U3', 'U4', 'U5'])
    expect(await store.reactors(team, 1, 'wave', 9)).toEqual(['U9'])
  })
}

const dropping = (open: Open): void => {
  test('[COMMIT-2] what is dropped by the beginning of a key goes whole, with what the same batch kept before', async () => {
    const { store } = await open()
    await settle(store)
    const version = (seq: number, number: number, text: string) => ({
      table: 'versions' as const,
      row: { channel: team, seq, version: number, text, at: 1 },
    })
    const keep = (...keeps: Keep[]) => ({ ...listing({ keeps }), scope: { ...listing({}).scope } })
    await ok(store.commit(keep(version(1, 1, 'a'), version(1, 2, 'b'), version(2, 1, 'other'))))
    expect(await store.versions(team, 1, 9)).toEqual([
      { text: 'a', at: 1 },
      { text: 'b', at: 1 },
    ])
    expect(await store.versions(team, 1, 1)).toEqual([{ text: 'b', at: 1 }])
    await Promise.all(
      [
        keep(version(1, 3, 'c')),
        listing({ drops: [{ table: 'versions', key: [team, 1] }], keeps: [version(1, 4, 'd')] }),
      ].map(each => ok(store.commit(each))),
    )
    expect(await store.versions(team, 1, 9)).toEqual([{ text: 'd', at: 1 }])
    expect(await store.versions(team, 2, 9)).toEqual([{ text: 'other', at: 1 }])
  })

  test('[ROWS] rows of a stream are never dropped', async () => {
    const { store } = await open()
    await settle(store)
    const drop = { table: 'messages', key: [team] } as unknown as Drop
    await expect(store.commit(listing({ drops: [drop] }))).rejects.toThrow(/never vanish/)
  })
}

const announcements = (open: Open): void => {
  test('[HUB-1] a batch is told once, one frame per stream, durable by then and before its answers', async () => {
    const { store } = await open()
    await settle(store)
    const told: string[] = []
    let seen: Promise<number> | undefined
    store.onCommit(frames => {
      told.push(...frames.map(({ stream, since, rev }) => `${stream} ${since}-${rev}`))
      seen = store.page(team, 100, 100).then(({ rows }) => rows.length)
    })
    const answered = [post(ada, team, 'a'), post(bob, team, 'b')].map(async each => {
      await store.commit(each)
      told.push('answer')
    })
    await Promise.all(answered)
    expect(told).toEqual([`${team} 3-5`, 'answer', 'answer'])
    expect(await seen).toBe(2)
  })

  test('[HUB-3] who gains or loses a seat is told on the streams of both, the user first', async () => {
    const { store } = await open()
    await settle(store)
    const frames: Frame[] = []
    store.onCommit(each => frames.push(...each))
    await ok(store.commit(request(bob, { do: 'channel.leave', channel: team })))
    await ok(store.commit(join(bob, team)))
    const grant = { user: bob, stream: team }
    expect(frames.map(({ stream, begins, ends }) => ({ stream, begins, ends }))).toEqual([
      { stream: bob, begins: [], ends: [grant] },
      { stream: team, begins: [], ends: [grant] },
      { stream: bob, begins: [grant], ends: [] },
      { stream: team, begins: [grant], ends: [] },
    ])
  })

  test('[HUB-4] a decision that ends access fails where its command does not say that it can, and nobody loses anything', async () => {
    const { store } = await open()
    await settle(store)
    const { ends, ...silent } = leave(bob, team)
    expect(ends).toBe(true)
    const before = await stateOf(store)
    await expect(store.commit(silent)).rejects.toThrow('channel.leave ends access')
    expect(await stateOf(store)).toEqual(before)
  })

  test('[SIZE] what one batch changes in a stream is cut into frames that join up', async () => {
    const { store } = await open()
    await settle(store)
    const frames: Frame[] = []
    store.onCommit(each => frames.push(...each))
    const sent = Array.from({ length: 12 }, (_, index) => post(ada, team, `long ${index}`, 'é'.repeat(40_000)))
    await Promise.all(sent.map(each => ok(store.commit(each))))
    expect(frames.length).toBeGreaterThan(2)
    expect(Math.max(...frames.map(({ rows }) => Buffer.byteLength(rows ?? '')))).toBeLessThanOrEqual(256 * 1024)
    expect(frames.map(({ since }) => since)).toEqual([3, ...frames.slice(0, -1).map(({ rev }) => rev)])
    const rows = frames.flatMap(frame => JSON.parse(frame.rows ?? '') as Row[])
    expect(rows.map(({ rev }) => rev)).toEqual(Array.from({ length: 12 }, (_, index) => 4 + index))
  })
}

const codeOf = (outcome: Awaited<ReturnType<Store['commit']>>): string =>
  'refused' in outcome ? outcome.refused.code : 'ok'

/** Enough of the store to see that nothing moved. */
const stateOf = async (store: Store) => ({
  heads: await store.heads([team, ada, bob, 'T00000000', 'people', 'directory']),
  changes: await store.changes(0, 10_000),
  rows: await store.changed(team, 0),
  places: await store.places(ada),
})
