import { describe, expect, test } from 'bun:test'
import type { Intent, IntentOf } from '#domain/intent.ts'
import { ada, bob, create, enter, id, ok, post, request, settle, team } from '../../test/support/commands.ts'
import type { Open } from './store.contract.ts'
import type { Store } from './store.ts'

const cleo = id('U', 3)
const ALL = Number.MAX_SAFE_INTEGER

/** [ROOM] Rooms for a few, as every store keeps them. */
export const roomsContract = (open: Open): void => {
  describe('rooms', () => {
    directs(open)
    names(open)
    browsing(open)
    deleting(open)
    large(open)
    words(open)
  })
}

let fresh = 500
const openDirect = (actor: string, users: string[]) =>
  request(actor, { do: 'direct.open', users }, { fresh: id(users.length > 1 ? 'G' : 'D', ++fresh) })

const run = <I extends Intent>(store: Store, actor: string, intent: I) =>
  ok(store.commit(request(actor, intent as IntentOf<'channel.rename'>)))

const hide = (user: string, channel: string, name: string) =>
  request(user, { do: 'channel.create', name, private: true }, { fresh: channel })

const directs = (open: Open): void => {
  test('one conversation for a set of people, whoever opens it, also where they do so at once', async () => {
    const { store } = await open()
    await settle(store)
    await ok(store.commit(enter(cleo, 'Cleo')))
    const opened = await Promise.all([
      ok(store.commit(openDirect(ada, [bob, cleo]))),
      ok(store.commit(openDirect(bob, [cleo, ada, ada]))),
      ok(store.commit(openDirect(cleo, [ada, bob, cleo]))),
      ok(store.commit(openDirect(ada, [bob]))),
    ])
    const [group] = opened.map(({ channel }) => channel)
    expect(opened.map(({ channel }) => channel === group)).toEqual([true, true, true, false])
    expect((await ok(store.commit(openDirect(bob, [ada])))).channel).toBe(String(opened[3]?.channel))
    const [place] = await store.placesIn(cleo, [String(group), team, 'C0000000000'])
    expect(place).toMatchObject({
      channel: String(group),
      kind: 'group',
      name: '',
      people: [ada, bob, cleo],
      closed: 0,
      members: 3,
    })
    // Nothing is left of the locks, nor of channels for which the others had drawn an id.
    const heads = await store.heads([`direct ${ada} ${bob} ${cleo}`, id('G', fresh), id('G', fresh - 1)])
    expect([...heads.values()]).toEqual([0, 0, 0])
  })

  test('a closed one is closed at the number of its posts, and its next message writes no place', async () => {
    const { store } = await open()
    await settle(store)
    const { channel } = await ok(store.commit(openDirect(ada, [bob])))
    await ok(store.commit(post(ada, channel, 'one')))
    await run(store, bob, { do: 'direct.close', channel })
    const before = (await store.heads([bob])).get(bob)
    const facts = async () => (await store.placesIn(bob, [channel]))[0]
    expect(await facts()).toMatchObject({ posts: 1, closed: 1 })
    await ok(store.commit(post(ada, channel, 'two')))
    expect(await facts()).toMatchObject({ posts: 2, closed: 1 })
    expect((await store.heads([bob])).get(bob)).toBe(Number(before))
  })
}

const large = (open: Open): void => {
  test('[HUB-5] the seats of a channel with more than a thousand are neither published nor synced, and count for no reset', async () => {
    const { store } = await open()
    await settle(store)
    const frames: string[] = []
    store.onCommit(changed =>
      frames.push(...changed.flatMap(({ stream, rows }) => (stream === team ? (rows ?? []) : []))),
    )
    const since = (await store.heads([team])).get(team) ?? 0
    const kinds = async () => (await store.changed(team, since)).rows.map(({ row }) => row)
    await ok(store.commit(enter(cleo, 'Cleo')))
    await ok(store.commit(request(ada, { do: 'channel.admin', channel: team, user: bob, admin: true })))
    expect(await kinds()).toEqual(['seat', 'message'])
    frames.length = 0
    const joins = request(cleo, { do: 'channel.join', channel: team })
    const amongMany: typeof joins.decide = (facts, now) => {
      const decided = joins.decide(facts, now)
      return 'refused' in decided ? decided : { ...decided, counters: [{ stream: team, seats: 1001 }] }
    }
    await ok(store.commit({ ...joins, decide: amongMany }))
    expect(frames.join()).not.toContain('"seat"')
    expect(await kinds()).toEqual(['message'])
    const changed = await store.changed(team, since)
    expect([changed.rev, changed.more]).toEqual([changed.head, false])
    expect((await store.seatsAfter(team, '', 9)).map(({ user }) => user)).toEqual([ada, bob, cleo])
  })
}

const words = (open: Open): void => {
  test('words that begin so come in the order of their letters and ids, from the one behind another', async () => {
    const { store } = await open()
    await settle(store)
    for (const [number, name] of ['Zoë Ada', 'Adam', 'Ädel', 'Bo'].entries())
      await ok(store.commit(enter(id('U', 50 + number), name)))
    const from = async (word: string, user = '') =>
      (await store.wordsAfter('ad', { word, user }, 3)).map(each => each.word)
    expect(await from('ad')).toEqual(['ada', 'ada', 'adam'])
    const [first] = await store.wordsAfter('ad', { word: 'ad', user: '' }, 1)
    expect(await from('ada', first?.user)).toEqual(['ada', 'adam', 'adel'])
    expect(await from('adel', id('U', 52))).toEqual([])
  })
}

const names = (open: Open): void => {
  test('private channels are found by name among one’s own alone, that joined first in front', async () => {
    let now = 1_700_000_000_000
    const { store } = await open(() => ++now)
    await settle(store)
    const [one, two] = [id('C', 21), id('C', 20)]
    await ok(store.commit(hide(ada, one, 'plan')))
    await ok(store.commit(hide(bob, two, 'plan')))
    const key = (await store.look([['channel', one]])).get('channel', one)?.nameKey ?? ''
    expect(await store.privateNamed(ada, key)).toEqual([one])
    await run(store, bob, { do: 'channel.invite', channel: two, users: [ada] })
    expect(await store.privateNamed(ada, key)).toEqual([one, two])
    await run(store, ada, { do: 'channel.leave', channel: one })
    expect(await store.privateNamed(ada, key)).toEqual([two])
    expect(await store.privateNamed(cleo, key)).toEqual([])
  })

  test('an old name leads to the channel that had it last, where one may see that', async () => {
    let now = 1_700_000_000_000
    const { store } = await open(() => ++now)
    await settle(store)
    const secret = id('C', 22)
    await ok(store.commit(hide(ada, secret, 'team-old')))
    const keyOf = async (channel: string) =>
      String((await store.look([['channel', channel]])).get('channel', channel)?.nameKey)
    const key = await keyOf(secret)
    await run(store, ada, { do: 'channel.rename', channel: team, name: 'team-old' })
    await run(store, ada, { do: 'channel.rename', channel: team, name: 'team-new' })
    await run(store, ada, { do: 'channel.rename', channel: secret, name: 'other' })
    const other = await keyOf(secret)
    await run(store, ada, { do: 'channel.rename', channel: secret, name: 'another' })
    expect(await store.formerlyNamed(bob, key)).toBe(team)
    expect(await store.formerlyNamed(ada, key)).toBe(secret)
    expect([await store.formerlyNamed(ada, other), await store.formerlyNamed(bob, other)]).toEqual([secret, null])
  })

  test('system lines have a seq and a time, repeat the ordinal before them, and come with history and sync', async () => {
    const { store } = await open()
    await settle(store)
    await ok(store.commit(post(ada, team, 'first')))
    await run(store, ada, { do: 'channel.describe', channel: team, topic: '  What   we do ' })
    await ok(store.commit(post(bob, team, 'second')))
    const { rows } = await store.page(team, ALL, 10)
    expect(rows.map(({ seq, post, kind, text, data }) => [seq, post, kind, text, data])).toEqual([
      [1, 1, undefined, 'first', undefined],
      [2, 1, 'topic', '', { topic: 'What we do' }],
      [3, 2, undefined, 'second', undefined],
    ])
    const changed = await store.changed(team, 0)
    expect(changed.rows.filter(({ row }) => row === 'message')).toEqual([...rows])
    expect(changed.rows.find(({ row }) => row === 'channel')).toMatchObject({ topic: 'What we do' })
  })
}

const browsing = (open: Open): void => {
  test('public channels are browsed by part of a name or topic, in four orders, a page at a time', async () => {
    let now = 1_700_000_000_000
    const { store } = await open(() => (now += 1000))
    await settle(store)
    await ok(store.commit(create(ada, id('C', 30), 'alpha')))
    await ok(store.commit(create(bob, id('C', 31), 'beta_50')))
    await ok(store.commit(hide(ada, id('C', 32), 'alpha-hidden')))
    await run(store, bob, { do: 'channel.describe', channel: id('C', 31), topic: 'All about ALPHA' })
    await ok(store.commit(post(ada, team, 'moves')))
    const browse = async (over: Partial<Parameters<Store['browsed']>[1]>) =>
      (await store.browsed(ada, { part: '', sort: 'name', from: 0, archived: false, limit: 10, ...over })).map(
        ({ name }) => name,
      )
    expect(await browse({})).toEqual(['alpha', 'beta_50', 'general', 'team'])
    expect(await browse({ part: 'alpha' })).toEqual(['alpha', 'beta_50'])
    expect([
      await browse({ part: 'a_50' }),
      await browse({ part: 'a%a' }),
      await browse({ part: '!' }),
      await browse({ part: '%50' }),
    ]).toEqual([['beta_50'], [], [], []])
    expect((await browse({ sort: 'newest' }))[0]).toBe('beta_50')
    expect((await browse({ sort: 'activity' }))[0]).toBe('team')
    expect((await browse({ sort: 'members' })).slice(0, 2)).toEqual(['general', 'team'])
    expect(await browse({ from: 1, limit: 2 })).toEqual(['beta_50', 'general'])
    await run(store, ada, { do: 'channel.archive', channel: id('C', 30) })
    expect([await browse({ part: 'alpha' }), await browse({ part: 'alpha', archived: true })]).toEqual([
      ['beta_50'],
      ['alpha', 'beta_50'],
    ])
    const [facts] = await store.browsed(bob, { part: 'beta', sort: 'name', from: 0, archived: false, limit: 1 })
    expect(facts).toMatchObject({ topic: 'All about ALPHA', members: 1, joined: true })
  })

  test('seats are paged by the id of who holds them', async () => {
    const { store } = await open()
    await settle(store)
    await ok(store.commit(enter(cleo, 'Cleo')))
    await run(store, ada, { do: 'channel.invite', channel: team, users: [cleo] })
    await run(store, ada, { do: 'channel.remove', channel: team, user: bob })
    const first = await store.seatsAfter(team, '', 1)
    expect(first).toMatchObject([{ row: 'seat', user: ada, admin: true }])
    expect((await store.seatsAfter(team, ada, 9)).map(({ user }) => user)).toEqual([cleo])
  })
}

const deleting = (open: Open): void => {
  test('what was said in a channel is erased only once it is gone, and nothing else is', async () => {
    const { store } = await open()
    await settle(store)
    const lab = id('C', 40)
    await ok(store.commit(create(ada, lab, 'lab')))
    for (const channel of [lab, team]) await ok(store.commit(post(ada, channel, `in ${channel}`)))
    await run(store, ada, { do: 'reaction.add', channel: lab, seq: 1, name: 'tada' })
    await run(store, ada, { do: 'message.edit', channel: lab, seq: 1, text: 'edited' })
    expect(store.eraseContent(lab)).rejects.toThrow('must not be emptied')
    await store.commit({
      actor: ada,
      command: 'job.test',
      scope: { streams: [lab], facts: [['channel', lab]] },
      decide: facts => {
        const channel = facts.get('channel', lab)
        if (channel === null) throw new Error('The lab is not there.')
        return { writes: [{ stream: lab, table: 'channels', row: { ...channel, gone: 1 } }], ok: {} }
      },
    })
    let erased = 0
    for (let part = 1; part > 0; erased += part) part = await store.eraseContent(lab)
    expect(erased).toBe(4)
    expect((await store.page(lab, ALL, 10)).rows).toEqual([])
    expect(await store.versions(lab, 1, 10)).toEqual([])
    expect((await store.page(team, ALL, 10)).rows).toHaveLength(1)
    expect((await store.places(ada)).map(({ channel }) => channel)).not.toContain(lab)
  })
}
