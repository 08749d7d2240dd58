import { describe, expect, test } from 'bun:test'
import type { MessageRow, Row } from '#protocol/rows.ts'
import { millisOf } from '#protocol/ts.ts'
import {
  ada,
  bob,
  create,
  enter,
  id,
  identity,
  join,
  ok,
  post,
  request,
  settle,
  team,
} from '../../test/support/commands.ts'
import { until } from '../../test/support/wait.ts'
import type { Open } from './store.contract.ts'
import type { Changed, CommitRequest, Store } from './store.ts'

const ALL = Number.MAX_SAFE_INTEGER

/** SYNC-2, SYNC-3, UNREAD, pages and changes: what can be asked of a store. */
export const readsContract = (open: Open): void => {
  describe('reads', () => {
    changed(open)
    living(open)
    beside(open)
    pages(open)
    sidebar(open)
    names(open)
    followers(open)
    isolation(open)
  })
}

const changed = (open: Open): void => {
  test('[SYNC-2] pages of large rows join up, fit a frame, and neither skip nor double a row', async () => {
    const { store } = await open()
    await settle(store)
    const sent = Array.from({ length: 60 }, (_, n) => post(ada, team, `m${n}`, n % 3 ? `m${n}` : 'ü'.repeat(39_000)))
    await Promise.all([...sent, join(bob, team)].map(each => ok(store.commit(each))))
    const answers = await walk(store, team, 0)
    expect(answers.length).toBeGreaterThan(5)
    expect(answers.every(({ rows }) => Buffer.byteLength(JSON.stringify(rows)) <= 256 * 1024)).toBe(true)
    expect(answers.map(({ more }) => more)).toEqual(answers.map((_, index) => index < answers.length - 1))
    const rows = answers.flatMap(answer => answer.rows)
    expect(rows.map(({ rev }) => rev)).toEqual(Array.from({ length: 63 }, (_, index) => index + 1))
    expect(rows.filter(isMessage).map(({ seq }) => seq)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1))
    for (const since of [1, 17, 40, 62]) {
      const later = (await walk(store, team, since)).flatMap(answer => answer.rows)
      expect(later).toEqual(rows.filter(({ rev }) => rev > since))
    }
  })

  test('[SYNC-2] a stream of more small rows than one read takes comes whole, in order of rev', async () => {
    const { store } = await open()
    await settle(store)
    const people = Array.from({ length: 1100 }, (_, index) => enter(id('U', 100 + index), `Person ${index}`))
    await Promise.all(people.map(each => ok(store.commit(each))))
    const renamed = request(id('U', 105), { do: 'profile.rename', name: 'Renamed' })
    await ok(store.commit(renamed))
    const answers = await walk(store, 'people', 0)
    expect(answers.length).toBeGreaterThan(1)
    const rows = answers.flatMap(answer => answer.rows)
    expect(rows.map(({ rev }) => rev)).toEqual(rows.map(({ rev }) => rev).sort((a, b) => a - b))
    expect(rows.filter(({ row }) => row === 'user')).toHaveLength(1103)
    expect(rows.at(-1)).toMatchObject({ row: 'user', rev: 1104, id: id('U', 105), name: 'Renamed' })
  })

  test('[SYNC-3] an answer tells head and floor, also of what is up to date, ahead or unknown', async () => {
    const { store } = await open()
    await settle(store)
    expect(await store.changed(team, 3)).toEqual({ head: 3, floor: 0, rev: 3, rows: [], more: false, behind: 0 })
    expect(await store.changed(team, 99)).toEqual({ head: 3, floor: 0, rev: 3, rows: [], more: false, behind: 0 })
    expect(await store.changed(id('C', 99), 0)).toEqual({ head: 0, floor: 0, rev: 0, rows: [], more: false, behind: 0 })
    const heads = await store.heads([team, id('C', 99), ada])
    expect([...heads]).toEqual([
      [team, 3],
      [id('C', 99), 0],
      [ada, 3],
    ])
  })

  test('[SYNC-2] a stream tells only its own rows', async () => {
    const { store } = await open()
    await settle(store)
    await ok(store.commit(post(ada, team, 'one')))
    const kinds = async (stream: string) => (await store.changed(stream, 0)).rows.map(({ row }) => row)
    expect(await kinds(team)).toEqual(['channel', 'seat', 'seat', 'message'])
    expect(await kinds(ada)).toEqual(['place', 'session', 'place'])
    expect(await kinds(identity.workspace)).toEqual(['workspace'])
    expect(await kinds('people')).toEqual(['user', 'user', 'user'])
    expect(await kinds('directory')).toEqual(['listing', 'listing'])
  })
}

const edit = (user: string, seq: number, text: string) =>
  request(user, { do: 'message.edit', channel: team, seq, text })
const react = (user: string, seq: number, name: string) =>
  request(user, { do: 'reaction.add', channel: team, seq, name })

const living = (open: Open): void => {
  test('[SYNC-2] [EDIT] whoever was away hears of each changed row once, however old the message', async () => {
    const { store } = await open()
    await settle(store)
    await ok(store.commit(join(bob, team)))
    for (let n = 1; n <= 250; n++) await ok(store.commit(post(ada, team, `m${n}`)))
    const before = (await store.changed(team, 0)).head
    for (const [turn, seq] of [3, 250, 7, 3].entries()) {
      const { rev } = (await ok(store.commit(edit(ada, seq, `edited ${turn}`)))) as { rev: number }
      expect((await store.page(team, seq + 1, 1)).rows).toMatchObject([{ seq, rev, text: `edited ${turn}` }])
    }
    for (const [user, seq] of [[ada, 2] as const, [bob, 2] as const]) await ok(store.commit(react(user, seq, 'tada')))
    for (let n = 251; n <= 400; n++) await ok(store.commit(post(ada, team, `m${n}`)))
    await ok(store.commit(request(ada, { do: 'message.delete', channel: team, seq: 2 })))
    const answers = await walk(store, team, before)
    const rows = answers.flatMap(answer => answer.rows)
    expect(answers.length).toBeGreaterThan(1)
    expect(rows.map(({ rev }) => rev)).toEqual(rows.map(({ rev }) => rev).toSorted((a, b) => a - b))
    const messages = rows.filter(isMessage)
    const old = messages.filter(({ seq }) => seq <= 250).map(({ seq }) => seq)
    expect(old).toEqual([250, 7, 3, 2])
    expect(messages.filter(({ seq }) => seq > 250)).toHaveLength(150)
    expect(messages.find(({ seq }) => seq === 2)).toMatchObject({ text: '', deleted: true })
    expect(rows.filter(({ row }) => row === 'reaction')).toMatchObject([{ seq: 2, name: 'tada', count: 0, gone: true }])
    expect(rows.at(-1)).toMatchObject({ row: 'channel', deleted: [2] })
  })

  test('[SYNC-3] "too far behind" counts changed rows: a message that is toggled a thousand times is one', async () => {
    const { store } = await open()
    await settle(store)
    await ok(store.commit(post(ada, team, 'one')))
    const before = (await store.changed(team, 0)).head
    for (let turn = 0; turn < 130; turn++) {
      const toggles = Array.from({ length: 10 }, (_, n) =>
        request(ada, { do: n % 2 ? 'reaction.remove' : 'reaction.add', channel: team, seq: 1, name: 'tada' }),
      )
      await Promise.all(toggles.map(each => ok(store.commit(each))))
    }
    const changed = await store.changed(team, before)
    expect(changed.head - before).toBeGreaterThan(1000)
    expect(changed.behind).toBe(1)
    expect(changed.rows).toHaveLength(1)
  })
}

const beside = (open: Open): void => {
  test('[ROWS] [OWN] a page brings what stands beside its messages, and the reader their own marks', async () => {
    const { store } = await open()
    await settle(store)
    await ok(store.commit(join(bob, team)))
    for (let n = 1; n <= 9; n++) await ok(store.commit(post(ada, team, `m${n}`)))
    for (const [user, seq, name] of [
      [ada, 2, 'wave'],
      [bob, 8, 'tada'],
      [ada, 8, 'tada'],
      [ada, 8, '+1'],
      [ada, 9, 'eyes'],
    ] as const)
      await ok(store.commit(react(user, seq, name)))
    await ok(store.commit(request(ada, { do: 'reaction.remove', channel: team, seq: 9, name: 'eyes' })))
    const page = await store.page(team, ALL, 3)
    expect([page.from, page.to]).toEqual([7, 9])
    expect(page.beside).toMatchObject([
      { seq: 8, name: 'tada', count: 2, people: [bob, ada] },
      { seq: 8, name: '+1', count: 1, people: [ada] },
    ])
    const own = await store.own(ada, team, page.from, page.to)
    expect(own.rows).toMatchObject([{ channel: team, seq: 8, names: ['tada', '+1'] }])
    expect(own.rev).toBe((await store.heads([ada])).get(ada) ?? -1)
    expect((await store.own(bob, team, 1, 9)).rows).toMatchObject([{ seq: 8, names: ['tada'] }])
    // What changed after a rev, and with that what is gone.
    const first = (await store.own(ada, team, 2, 2)).rows[0]?.rev ?? 0
    const later = await store.own(ada, team, 1, 9, first)
    expect(later.rows).toMatchObject([
      { seq: 8, names: ['tada', '+1'] },
      { seq: 9, names: [], gone: true },
    ])
    const whole = await store.changed(ada, 0, 'whole')
    expect(whole.rows.map(({ row }) => row)).not.toContain('mark')
    expect(whole.more).toBe(false)
  })

  test('[EDIT] a deletion takes text and older texts from every row, change and record of a command', async () => {
    const { store } = await open()
    await settle(store)
    await ok(store.commit(post(ada, team, 'one', 'secret one')))
    await ok(store.commit(edit(ada, 1, 'secret two')))
    expect(await store.versions(team, 1, 9)).toMatchObject([{ text: 'secret one' }])
    await ok(store.commit(request(ada, { do: 'message.delete', channel: team, seq: 1 })))
    const told = [await store.page(team, ALL, 9), await store.changed(team, 0), await store.versions(team, 1, 9)]
    expect(JSON.stringify([...told, await store.changes(0, 999)])).not.toContain('secret')
  })
}

const pages = (open: Open): void => {
  test('a page is the newest messages below a seq, rising, and says whether there are older ones', async () => {
    const { store } = await open()
    await settle(store)
    const sent = Array.from({ length: 25 }, (_, index) => post(ada, team, `m${index + 1}`))
    await Promise.all(sent.map(each => ok(store.commit(each))))
    const seqs = async (before: number, limit: number) => {
      const { rows, more } = await store.page(team, before, limit)
      return { seqs: rows.map(({ seq }) => seq), more }
    }
    expect(await seqs(ALL, 3)).toEqual({ seqs: [23, 24, 25], more: true })
    expect(await seqs(4, 10)).toEqual({ seqs: [1, 2, 3], more: false })
    expect(await seqs(4, 3)).toEqual({ seqs: [1, 2, 3], more: false })
    expect(await seqs(1, 10)).toEqual({ seqs: [], more: false })
    expect(await store.page(id('C', 99), ALL, 10)).toEqual({ rows: [], beside: [], from: 1, to: 0, more: false })
  })

  test('[SIZE] a page of large messages is cut to fit a frame, from the newest on', async () => {
    const { store } = await open()
    await settle(store)
    const sent = Array.from({ length: 10 }, (_, index) => post(ada, team, `m${index}`, '😀'.repeat(20_000)))
    await Promise.all(sent.map(each => ok(store.commit(each))))
    const { rows, more } = await store.page(team, ALL, 100)
    expect(rows.map(({ seq }) => seq)).toEqual([8, 9, 10])
    expect(more).toBe(true)
    expect(Buffer.byteLength(JSON.stringify(rows))).toBeLessThanOrEqual(256 * 1024)
  })
}

const names = (open: Open): void => {
  test('people are found by the beginning of any word of their name, without case and accents, and by no name that they gave up', async () => {
    const { store } = await open()
    await settle(store)
    const [zoe, mia] = [id('U', 11), id('U', 12)]
    await Promise.all([enter(zoe, 'Zoë Müller'), enter(mia, 'Mia Muñoz')].map(each => ok(store.commit(each))))
    const found = async (prefix: string, channel: string | null = null) =>
      (await store.named(prefix, channel)).map(({ id: user }) => user).sort()
    expect(await found('mu')).toEqual([zoe, mia])
    expect(await found('zoe')).toEqual([zoe])
    expect(await found('oe')).toEqual([])
    await ok(store.commit(request(zoe, { do: 'profile.rename', name: 'Zoë Şahin' })))
    expect(await found('mu')).toEqual([mia])
    expect(await found('sah')).toEqual([zoe])
    expect(await found('')).toEqual([identity.bot, ada, bob, zoe, mia])
    await ok(store.commit(join(mia, team)))
    expect(await found('m', team)).toEqual([mia])
    expect(await found('', team)).toEqual([ada, bob, mia])
    expect((await store.members(team)).map(({ id: user }) => user).sort()).toEqual([ada, bob, mia])
    await ok(store.commit(request(mia, { do: 'channel.leave', channel: team })))
    expect(await found('m', team)).toEqual([])
    expect((await store.members(team)).map(({ id: user }) => user).sort()).toEqual([ada, bob])
  })

  test('of the members of a channel it is told in which time zones they are, each once, and of nobody else', async () => {
    const { store } = await open()
    await settle(store)
    const people = [id('U', 11), id('U', 12)]
    for (const [at, user] of people.entries()) await ok(store.commit(enter(user, `Person ${at}`)))
    const [one, other] = people as [string, string]
    const zoneOf = (user: string, value: string) => request(user, { do: 'preference.set', name: 'zone', value })
    const zones = { [ada]: 'Europe/Berlin', [bob]: 'Asia/Tokyo', [one]: 'Europe/Berlin', [other]: 'America/Lima' }
    for (const [user, zone] of Object.entries(zones)) await ok(store.commit(zoneOf(user, zone)))
    await ok(store.commit(request(ada, { do: 'preference.set', name: 'theme', value: 'dark' })))
    await ok(store.commit(join(one, team)))
    expect(await store.zones(team)).toEqual(['Asia/Tokyo', 'Europe/Berlin'])
    await ok(store.commit(request(bob, { do: 'channel.leave', channel: team })))
    expect(await store.zones(team)).toEqual(['Europe/Berlin'])
    const refused = await store.commit(zoneOf(ada, 'Europe/<Berlin>'))
    expect(refused).toMatchObject({ refused: { code: 'invalid' } })
  })
}

const sidebar = (open: Open): void => {
  test('[UNREAD] places come recent ones first, with all that unread is counted from', async () => {
    let now = 1_700_000_000_000
    const { store } = await open(() => now++)
    await settle(store)
    const channels = [id('C', 2), id('C', 3), id('C', 4)]
    for (const channel of channels) await ok(store.commit(create(ada, channel, channel.toLowerCase())))
    for (const channel of [team, ...channels]) await ok(store.commit(post(ada, channel, `in ${channel}`)))
    await ok(store.commit(post(ada, id('C', 2), 'newest')))
    for (const channel of [id('C', 2), id('C', 3)]) {
      await ok(store.commit(request(ada, { do: 'read.mark', channel, seq: channel === id('C', 2) ? 2 : 1 })))
    }
    await ok(store.commit(request(ada, { do: 'channel.leave', channel: team })))
    const numbers = { kind: 'public', own: [], deleted: [] }
    const places = await store.places(ada)
    expect(places).toMatchObject([
      { ...numbers, channel: id('C', 2), name: 'c00000002', seq: 2, posts: 2, rev: 4, cursor: 2 },
      { ...numbers, channel: id('C', 4), name: 'c00000004', seq: 1, posts: 1, rev: 3, cursor: 0 },
      { ...numbers, channel: id('C', 3), name: 'c00000003', seq: 1, posts: 1, rev: 3, cursor: 1 },
      { ...numbers, channel: identity.general, name: 'general', seq: 1, posts: 1, rev: 4, cursor: 1 },
    ])
    const newest = await Promise.all(places.map(async ({ channel }) => (await store.page(channel, ALL, 1)).rows.at(-1)))
    expect(places.map(({ moved }) => moved)).toEqual(newest.map(row => millisOf(row?.ts ?? '')))
    expect(places.map(({ creator }) => creator).slice(0, 3)).toEqual([ada, ada, ada])
    await ok(store.commit(join(bob, id('C', 4))))
    expect((await store.places(ada)).map(({ members }) => members)).toEqual([1, 2, 1, 2])
    expect(places.every(({ created = 0 }) => created >= 1_700_000_000_000)).toBe(true)
    const own = (await store.changed(ada, 0)).rows.filter(({ row }) => row === 'place')
    expect(own).toContainEqual(expect.objectContaining({ rev: 8, channel: id('C', 3), state: 'joined', admin: true }))
    expect(own).toContainEqual({ row: 'place', rev: 9, channel: team, state: 'ended', read: 0, cursor: 0 })
  })

  test('[SYNC-6] places are paged by channel id, without what one left, and lack none', async () => {
    const { store } = await open()
    await settle(store)
    const channels = Array.from({ length: 7 }, (_, at) => id('C', 10 + at))
    for (const channel of channels) await ok(store.commit(create(ada, channel, channel.toLowerCase())))
    await ok(store.commit(request(ada, { do: 'channel.leave', channel: id('C', 12) })))
    const expected = (await store.places(ada)).toSorted((one, other) => (one.channel < other.channel ? -1 : 1))
    const paged: Awaited<ReturnType<typeof store.places>>[number][] = []
    for (let after = ''; ; after = paged.at(-1)?.channel ?? '') {
      const page = await store.placesAfter(ada, after, 3)
      paged.push(...page)
      if (page.length < 3) break
    }
    expect(paged).toEqual(expected)
    expect(paged.map(({ channel }) => channel)).not.toContain(id('C', 12))
  })

  test('[UNREAD] who joins later has read what was there', async () => {
    const { store } = await open()
    await settle(store)
    await Promise.all(['a', 'b'].map(each => ok(store.commit(post(ada, team, each)))))
    await ok(store.commit(enter(id('U', 3), 'Cleo')))
    await ok(store.commit(join(id('U', 3), team)))
    const facts = await store.look([['place', id('U', 3), team]])
    expect(facts.get('place', id('U', 3), team)).toMatchObject({ read: 2, cursor: 2 })
    expect((await store.places(id('U', 3))).map(({ channel }) => channel).sort()).toEqual([identity.general, team])
  })
}

const followers = (open: Open): void => {
  test('changes come in order of commit, a page at a time, with numbers as numbers', async () => {
    const { store } = await open()
    await settle(store)
    await Promise.all(Array.from({ length: 20 }, (_, index) => ok(store.commit(post(ada, team, `m${index}`)))))
    const all = await store.changes(0, 1000)
    const paged = []
    for (let after = 0; ; after = paged.at(-1)?.pos ?? 0) {
      const page = await store.changes(after, 7)
      if (page.length === 0) break
      paged.push(...page)
    }
    expect(paged).toEqual([...all])
    expect(all.map(({ pos }) => pos)).toEqual(all.map(({ pos }) => pos).sort((a, b) => a - b))
    expect([...new Set(all.flatMap(({ pos, rev, at }) => [typeof pos, typeof rev, typeof at]))]).toEqual(['number'])
  })
}

const isolation = (open: Open): void => {
  test('a read sees a batch whole or not at all, whenever it is asked', async () => {
    const { store } = await open()
    await settle(store)
    const batch = (turn: number): CommitRequest[] =>
      Array.from({ length: 10 }, (_, index) => post(index % 2 ? ada : bob, team, `${turn} ${index}`))
    const lengths = new Set<number>()
    const revs = new Set<number>()
    let writing = true
    const reader = (async () => {
      while (writing) {
        const [page, { rev, rows }] = await Promise.all([store.page(team, ALL, 100), store.changed(team, 3)])
        lengths.add(page.rows.length % 10)
        revs.add((rev - 3) % 10).add(rows.length % 10)
        await new Promise(resolve => setImmediate(resolve))
      }
    })()
    for (let turn = 0; turn < 9; turn++) await Promise.all(batch(turn).map(each => ok(store.commit(each))))
    writing = false
    await reader
    expect([...lengths]).toEqual([0])
    expect([...revs]).toEqual([0])
  })

  test('what is being committed when the store is closed is still answered', async () => {
    const { store, again } = await open()
    await settle(store)
    const sent = ok(store.commit(post(ada, team, 'last')))
    await store.close()
    expect(await sent).toMatchObject({ seq: 1 })
    const reopened = await again()
    expect((await until(() => reopened.page(team, ALL, 1))).rows).toHaveLength(1)
  })
}

const isMessage = (row: Row): row is MessageRow => row.row === 'message'

/** Follows `more` to the end. */
const walk = async (store: Store, stream: string, since: number): Promise<Changed[]> => {
  const answer = await store.changed(stream, since)
  return answer.more ? [answer, ...(await walk(store, stream, answer.rev))] : [answer]
}
