import { expect, test } from 'bun:test'
import { isChannel } from '#protocol/streams.ts'
import {
  BEA,
  FakeWorld,
  GENERAL,
  ME,
  message,
  OTHER,
  range,
  reaction,
  shown,
} from '../../../test/support/fake-world.ts'
import { createClient } from './client.ts'

/** A world in which somebody was before: `messages` were seen in #general, and written to the cache. */
const visited = async (messages = 3): Promise<FakeWorld> => {
  const world = new FakeWorld()
  const client = await world.settledClient(messages)
  await world.pass(5_000)
  client.stop()
  return world
}

test('[SYNC-6] a warm start shows list and conversation before the network answers', async () => {
  const world = await visited()
  const client = world.client()
  client.open(GENERAL)
  await world.pass(1)
  expect(shown(client)).toEqual(['text 1', 'text 2', 'text 3'])
  expect(client.replica.channels.peek().map(({ name, unread }) => [name, unread])).toEqual([
    ['general', 3],
    ['other', 0],
  ])
})

test('[SYNC-5] a warm start resumes from the cached rev and names the newest cached message', async () => {
  const world = await visited()
  const client = world.client()
  client.open(GENERAL)
  await world.pass(1)
  world.line.greet({ seq: 4, rev: 14 })
  await world.pass(1)
  const [asked] = world.line.asked('sync').filter(({ stream }) => stream === GENERAL)
  expect(asked).toMatchObject({ since: 13, newest: { seq: 3 } })
})

test('[SYNC-6] a warm start knows by name whoever came with an answer, and goes on from there', async () => {
  const world = new FakeWorld()
  const before = await world.settledClient()
  const bea = { row: 'user', rev: 4, id: BEA, name: 'Bea', kind: 'human' }
  before.replica.user(BEA)
  await world.pass(20)
  world.line.answer('users', { rows: [bea] })
  await world.pass(5_000)
  before.stop()
  const client = world.client()
  await world.pass(1)
  expect(client.replica.user(BEA).peek()?.name).toBe('Bea')
  world.line.greet({ seq: 2, rev: 12, people: 7 })
  await world.pass(1)
  const renamed = { stream: 'people', since: 5, rev: 7, rows: [{ ...bea, rev: 7, name: 'Beatrix' }], more: false }
  expect(world.line.answer('sync', renamed)).toMatchObject({ stream: 'people', since: 5 })
  await world.pass(1)
  expect(client.replica.user(BEA).peek()?.name).toBe('Beatrix')
})

test('only what is opened is resumed at once', async () => {
  const world = await visited()
  world.client()
  await world.pass(1)
  world.line.greet({ seq: 9, rev: 19 })
  await world.pass(100)
  expect(world.line.asked('sync').filter(({ stream }) => stream === GENERAL)).toEqual([])
})

test('a connection that comes while the copy is read asks for the newest page once', async () => {
  const world = new FakeWorld()
  const reading = Promise.withResolvers<null>()
  world.environment.storage.read = () => reading.promise
  const client = world.client()
  client.open(GENERAL)
  await world.pass(1)
  world.line.greet({ seq: 3, rev: 13 })
  await world.pass(1)
  reading.resolve(null)
  await world.pass(10)
  expect(world.line.asked('history')).toMatchObject([{ channel: GENERAL }])
})

test('of somebody whom this browser did not remember no copy is looked for', async () => {
  const world = new FakeWorld()
  world.answerWhoAmI = { id: ME, name: 'Me' }
  Object.assign(world.environment.storage, { read: () => new Promise(() => {}), readAll: () => new Promise(() => {}) })
  const client = createClient(world.environment)
  await world.pass(1)
  world.line.greet({ seq: 3, rev: 13 })
  client.open(GENERAL)
  await world.pass(1)
  expect(world.line.asked('history')).toMatchObject([{ channel: GENERAL }])
})

test('a cache that cannot be read is dropped, and everything fetched again', async () => {
  for (const spoil of [{ rows: 'nonsense' }, { rev: -1 }, { rows: [{ row: 'message' }] }, { epoch: 7 }]) {
    const world = await visited()
    const kept = world.table('rows').get(GENERAL)
    world.table('rows').set(GENERAL, { key: GENERAL, ...kept, ...spoil })
    const client = await world.settledClient(4)
    expect(shown(client)).toHaveLength(4)
  }
})

test('marks that cannot be read make the whole cache go, and leave the outbox alone', async () => {
  const world = await visited()
  world.table('streams').set('C', { key: 'C', user: 'nobody' })
  world.table('outbox').set('a', { key: 'a' })
  world.client()
  await world.pass(1)
  expect(world.table('rows').size).toBe(0)
  expect(world.table('streams').size).toBe(0)
  expect(world.table('outbox').size).toBe(1)
})

test('the cache of another person is never shown', async () => {
  const world = await visited()
  world.memory.set('flack.user', JSON.stringify({ id: BEA, name: 'Bea' }))
  const client = world.client()
  client.open(GENERAL)
  await world.pass(1)
  expect(shown(client)).toEqual([])
  expect(client.replica.channels.peek()).toEqual([])
  expect(world.table('rows').size).toBe(0)
})

test('storage that fails costs nothing but the warm start', async () => {
  const world = new FakeWorld()
  world.storageFails = true
  const client = await world.settledClient()
  await world.pass(10_000)
  expect(shown(client)).toEqual(['text 1', 'text 2'])
})

test('of a channel at most the newest 300 messages are kept, and older ones are known to exist', async () => {
  const world = await visited(100)
  const client = world.client()
  client.open(GENERAL)
  await world.pass(1)
  world.line.greet({ seq: 100, rev: 110 })
  await world.pass(1)
  const rows = range(101, 400).map(seq => message(seq))
  world.line.change(GENERAL, 410, rows, 110)
  await world.pass(5_000)
  const kept = world.table('rows').get(GENERAL)
  expect(kept).toMatchObject({ rev: 410, older: true })
  const rowsKept = (kept?.rows ?? []) as { seq: number }[]
  expect(rowsKept.map(({ seq }) => seq)).toEqual(range(101, 400))
})

test('at most fifty channels are kept, those used last', async () => {
  const world = await visited()
  for (let index = 0; index < 60; index++) {
    const key = `C${String(index).padStart(11, '0')}`
    world.table('streams').set(key, { key, user: 'U00000000ME', epoch: 'E1', rev: 1, at: index })
    world.table('rows').set(key, { key })
  }
  world.client().open(GENERAL)
  await world.pass(1)
  world.line.greet({ seq: 3, rev: 13 })
  world.line.change(GENERAL, 14, [message(4)])
  await world.pass(5_000)
  const channels = [...world.table('streams').keys()].filter(isChannel)
  expect(channels).toHaveLength(50)
  expect(channels).toContain(GENERAL)
  expect(channels).not.toContain('C00000000000')
  expect(world.table('rows').has('C00000000000')).toBe(false)
})

test('what changed is written in one go soon after, and when the page hides at once', async () => {
  const world = new FakeWorld()
  await world.settledClient()
  await world.pass(5_000)
  world.line.change(GENERAL, 13, [message(3)])
  world.line.change(GENERAL, 14, [message(4)])
  await world.pass(100)
  expect(world.table('rows').get(GENERAL)).toMatchObject({ rev: 12 })
  world.hide()
  await world.pass(1)
  expect(world.table('rows').get(GENERAL)).toMatchObject({ rev: 14 })
})

test('what is still being read of somebody when their session ends is not taken, nor met by the next person', async () => {
  const world = new FakeWorld()
  const before = await world.settledClient(3)
  await world.pass(5_000)
  before.stop()
  const { readAll } = world.environment.storage
  const slow = Promise.withResolvers<void>()
  world.environment.storage.readAll = async table => {
    const read = await readAll(table)
    if (table === 'streams') await slow.promise
    return read
  }
  world.answerWhoAmI = 'signed-out'
  const client = world.client()
  world.line.drop()
  await world.pass(10)
  expect(client.session.peek().phase).toBe('signed-out')
  slow.resolve()
  await world.pass(10)
  expect(client.replica.channels.peek()).toEqual([])
  world.environment.signIn = async name => ({ id: 'U0000000BEA', name })
  await client.join('Bea')
  await world.pass(10)
  expect(client.replica.channels.peek()).toEqual([])
})

const gone = message(2, { rev: 14, text: '', deleted: true })
const storedText = (world: FakeWorld) => JSON.stringify([...world.table('rows').values()])

test('[EDIT] what is deleted in a conversation that nobody has opened goes from its copy, with what stood beside it', async () => {
  const world = new FakeWorld()
  const before = await world.settledClient(3)
  world.line.change(GENERAL, 14, [reaction(14, 2, 'tada', [BEA])])
  await world.pass(5_000)
  before.stop()
  expect(storedText(world)).toContain('text 2')
  expect(storedText(world)).toContain('tada')
  world.client()
  await world.pass(1)
  world.line.greet({ seq: 3, rev: 14 })
  world.line.change(GENERAL, 15, [{ ...gone, rev: 15 }])
  await world.pass(10)
  expect(storedText(world)).not.toContain('text 2')
  expect(storedText(world)).not.toContain('tada')
  expect(storedText(world)).toContain('text 3')
})

test('[EDIT] what was deleted while nobody was here goes from the copies with the next connection, opened or not', async () => {
  const world = await visited()
  const client = world.client()
  void client.open(OTHER)
  await world.pass(1)
  world.line.greet({ seq: 3, rev: 14 })
  await world.pass(3_100)
  const [asked] = world.line.asked('sync').filter(({ stream }) => stream === GENERAL)
  expect(asked).toMatchObject({ since: 13 })
  world.line.answer('sync', { stream: GENERAL, since: 13, rev: 14, rows: [gone], more: false })
  await world.pass(5_000)
  expect(storedText(world)).not.toContain('text 2')
  expect(storedText(world)).toContain('text 3')
})

test('[OWN] mentions come with a page, are followed, and are there again from the copy, where absence means none', async () => {
  const world = new FakeWorld()
  const before = await world.settledClient(3)
  const isMentioned = (client: typeof before, seq: number) => client.replica.isMentioned(GENERAL, seq)
  const third = isMentioned(before, 3)
  expect([third.value, isMentioned(before, 2).value]).toEqual([false, false])
  const mention = { row: 'mention', channel: GENERAL, author: BEA } as const
  world.line.change(ME, 3, [{ ...mention, rev: 3, seq: 2 }])
  world.line.change(ME, 4, [{ ...mention, rev: 4, seq: 3 }])
  expect(third.value).toBe(true)
  world.line.change(ME, 5, [{ ...mention, rev: 5, seq: 3, gone: true }])
  expect(third.value).toBe(false)
  await world.pass(5_000)
  before.stop()
  const client = world.client()
  void client.open(GENERAL)
  await world.pass(1)
  expect([2, 3].map(seq => isMentioned(client, seq).peek())).toEqual([true, false])
})

test('[ROWS] reactions, own ones among them, are there again from the copy', async () => {
  const world = new FakeWorld()
  const before = await world.settledClient(3)
  world.line.change(GENERAL, 14, [reaction(14, 2, 'tada', [BEA]), reaction(14, 3, 'heart', [BEA, ME])])
  await world.pass(5_000)
  before.stop()
  const client = world.client()
  void client.open(GENERAL)
  await world.pass(1)
  expect(client.replica.reactions(GENERAL, 3).peek()).toEqual([
    { name: 'heart', count: 2, people: [BEA, ME], mine: true },
  ])
})
