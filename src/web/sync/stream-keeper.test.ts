import { expect, test } from 'bun:test'
import { FakeWorld, GENERAL, ME, message, OTHER, place, range, shown } from '../../../test/support/fake-world.ts'

const sync = (rev: number, rows: Record<string, unknown>[], more = false) => ({
  stream: GENERAL,
  since: 12,
  rev,
  rows,
  more,
})

test('[SYNC-1] a change that continues is applied, one that is known is ignored', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  world.line.change(GENERAL, 13, [message(3)])
  world.line.change(GENERAL, 13, [message(3, { text: 'again' })])
  expect(shown(client)).toEqual(['text 1', 'text 2', 'text 3'])
  expect(world.line.asked('sync')).toEqual([])
})

test('[SYNC-1] a hole is asked for once, however many changes follow it', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  world.line.change(GENERAL, 14, [message(4)])
  world.line.change(GENERAL, 15, [message(5)])
  await world.pass(1)
  expect(world.line.asked('sync')).toHaveLength(1)
  const asked = world.line.answer('sync', sync(14, [message(3), message(4)]))
  expect(asked).toMatchObject({ stream: GENERAL, since: 12, epoch: 'E1' })
  await world.pass(1)
  world.line.answer('sync', { ...sync(15, [message(5)]), since: 14 })
  await world.pass(1)
  expect(shown(client)).toEqual(range(1, 5).map(seq => `text ${seq}`))
  expect(world.line.asked('sync')).toEqual([])
})

test('[SYNC-3] a reset drops everything of the stream and takes the newest page', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  world.line.change(GENERAL, 9_000, [message(8_000)])
  await world.pass(1)
  const rows = range(7_901, 8_000).map(seq => message(seq))
  world.line.answer('sync', { ...sync(9_000, rows, true), since: 0, reset: true, epoch: 'E1' })
  await world.pass(1)
  expect(client.replica.timeline(GENERAL).peek()).toMatchObject({ state: 'ready', older: true })
  expect(shown(client)).toHaveLength(100)
  expect(client.replica.message(GENERAL, 1).peek()).toBeNull()
})

test('[SYNC-3] another epoch drops everything', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  world.line.drop()
  await world.pass(2_000)
  world.line.greet({ epoch: 'E2', seq: 1, rev: 11 })
  await world.pass(50)
  expect(shown(client)).toEqual([])
  world.line.answer('history', { rows: [message(1, { text: 'new world' })], users: [], more: false })
  await world.pass(1)
  expect(shown(client)).toEqual(['new world'])
})

test('[SYNC-5] a resume names the newest held message', async () => {
  const world = new FakeWorld()
  await world.settledClient()
  world.line.drop()
  await world.pass(2_000)
  world.line.greet({ seq: 2, rev: 12 })
  await world.pass(1)
  const [asked] = world.line.asked('sync').filter(({ stream }) => stream === GENERAL)
  expect(asked).toMatchObject({ since: 12, newest: { seq: 2, ts: '1700000000.000002' } })
})

test('[SYNC-6] what is held but not on the screen is resumed too, if it moved', async () => {
  for (const [rev, expected] of [
    [12, 0],
    [13, 1],
  ] as const) {
    const world = new FakeWorld()
    const client = await world.settledClient()
    client.open(OTHER)
    await world.pass(1)
    world.line.drop()
    await world.pass(2_000)
    world.line.greet({ seq: rev - 10, rev })
    await world.pass(1)
    expect(world.line.asked('sync').filter(({ stream }) => stream === GENERAL)).toHaveLength(expected)
  }
})

test('[SYNC-6] what is not held starts at the facts of hello, also where they are older than its head', async () => {
  const world = new FakeWorld()
  const client = world.client()
  await world.pass(1)
  world.line.greet({ seq: 7, rev: 20 })
  await world.pass(1)
  expect(client.replica.channel(GENERAL).peek()).toMatchObject({ name: 'general', joined: true, unread: 7, seq: 7 })
  world.line.change(GENERAL, 21, [message(8)])
  expect(client.replica.channel(GENERAL).peek()).toMatchObject({ unread: 8, seq: 8 })
  expect(world.line.asked('sync')).toEqual([])
})

test('[SYNC-7] a digest that names more than is held makes the client ask', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  world.line.say({ digest: { [GENERAL]: 13, [ME]: 2, people: 5 } })
  await world.pass(1)
  world.line.answer('sync', sync(13, [message(3)]))
  await world.pass(1)
  expect(shown(client)).toEqual(['text 1', 'text 2', 'text 3'])
})

test('[SYNC-2] an answer that goes on is asked on', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  world.line.say({ digest: { [GENERAL]: 14 } })
  await world.pass(1)
  world.line.answer('sync', sync(13, [message(3)], true))
  await world.pass(1)
  expect(world.line.answer('sync', { ...sync(14, [message(4)]), since: 13 }).since).toBe(13)
  await world.pass(1)
  expect(shown(client)).toHaveLength(4)
})

test('what the server is too busy to answer is asked again when it said', async () => {
  const world = new FakeWorld()
  await world.settledClient()
  world.line.say({ digest: { [GENERAL]: 13 } })
  await world.pass(1)
  world.line.refuse('sync', 'rate_limited', 2)
  await world.pass(1_900)
  expect(world.line.asked('sync')).toEqual([])
  await world.pass(200)
  expect(world.line.asked('sync')).toHaveLength(1)
})

test('a channel without a seat is watched, and only then loaded', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  client.open(OTHER)
  await world.pass(1)
  expect(world.line.asked('history')).toEqual([])
  world.line.answer('watch', { stream: OTHER, rev: 3 })
  await world.pass(1)
  world.line.answer('history', { rows: [message(1)], users: [], more: false })
  await world.pass(1)
  world.line.change(OTHER, 4, [message(2)])
  expect(shown(client, OTHER)).toEqual(['text 1', 'text 2'])
  expect(client.replica.channel(OTHER).peek()).toMatchObject({ joined: false, unread: 0 })
})

test('a channel that is not there is shown as not found', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  client.open('C00000NOWHERE')
  await world.pass(1)
  world.line.refuse('watch', 'channel_not_found')
  await world.pass(1)
  expect(client.replica.timeline('C00000NOWHERE').peek().state).toBe('not-found')
})

test('a seat that ends while its channel is shown is replaced by a watch', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  world.line.change(ME, 3, [place(3, { state: 'ended' })])
  await world.pass(1)
  world.line.answer('watch', { stream: GENERAL, rev: 13 })
  await world.pass(1)
  world.line.answer('sync', sync(13, [message(3)]))
  await world.pass(1)
  expect(shown(client)).toHaveLength(3)
})

test('older pages are loaded one at a time until the server has no more', async () => {
  const world = new FakeWorld()
  const client = world.client()
  await world.pass(1)
  world.line.greet({ seq: 150, rev: 160 })
  client.open(GENERAL)
  await world.pass(10)
  world.line.answer('history', { rows: range(51, 150).map(seq => message(seq)), users: [], more: true })
  await world.pass(1)
  expect(client.replica.timeline(GENERAL).peek().older).toBe(true)
  const both = [client.older(GENERAL), client.older(GENERAL)]
  expect(world.line.asked('history')).toHaveLength(1)
  expect(
    world.line.answer('history', { rows: range(1, 50).map(seq => message(seq)), users: [], more: false }).before,
  ).toBe(51)
  await Promise.all(both)
  expect(client.replica.timeline(GENERAL).peek()).toMatchObject({ older: false, seqs: range(1, 150) })
})
