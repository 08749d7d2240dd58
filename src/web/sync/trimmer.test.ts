import { expect, test } from 'bun:test'
import { FakeWorld, GENERAL, message, range, shown } from '../../../test/support/fake-world.ts'
import type { Client } from './api.ts'

const held = (client: Client, channel = GENERAL) => client.replica.timeline(channel).peek()
const idOf = (index: number) => `C0000000${String(index).padStart(4, '0')}`

/** Opens another channel, which has one message. */
const openOther = async (world: FakeWorld, client: Client, channel: string) => {
  client.open(channel)
  await world.pass(10)
  if (world.line.asked('watch').length > 0) world.line.answer('watch', { stream: channel, rev: 1 })
  await world.pass(10)
  if (world.line.asked('history').length > 0)
    world.line.answer('history', { rows: [message(1, { rev: 1 })], users: [], more: false })
  await world.pass(10)
}

const longClient = async (world: FakeWorld) => {
  const client = await world.settledClient(100)
  for (const seq of range(101, 1_000)) world.line.change(GENERAL, 10 + seq, [message(seq)])
  return client
}

/** Time passes on a connection that lives. */
const alive = async (world: FakeWorld, ms: number) => {
  for (let passed = 0; passed < ms; passed += 10_000) {
    await world.pass(10_000)
    world.line.say({ now: { pong: true } })
  }
}

test('what is on the screen is never let go, however long it is', async () => {
  const world = new FakeWorld()
  const client = await longClient(world)
  await alive(world, 120_000)
  expect(held(client).seqs).toEqual(range(1, 1_000))
  expect(client.replica.message(GENERAL, 1).peek()?.text).toBe('text 1')
})

test('off the screen the newest 300 are kept, and older ones are known to exist', async () => {
  const world = new FakeWorld()
  const client = await longClient(world)
  await openOther(world, client, idOf(1))
  await alive(world, 60_000)
  expect(held(client)).toMatchObject({ seqs: range(701, 1_000), older: true })
  world.line.change(GENERAL, 1_011, [message(1_001)])
  expect(held(client).seqs.at(-1)).toBe(1_001)
  client.open(GENERAL)
  void client.older(GENERAL)
  await world.pass(10)
  expect(world.line.asked('history').at(-1)).toMatchObject({ channel: GENERAL, before: 701 })
})

test('of many channels those go that were not looked at for longest, with nothing that is unsent', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  client.post(GENERAL, 'unsent')
  for (const index of range(1, 21)) await openOther(world, client, idOf(index))
  await alive(world, 60_000)
  expect(held(client)).toMatchObject({ state: 'loading', seqs: [] })
  expect(held(client, idOf(1)).state).toBe('ready')
  expect(shown(client)).toEqual(['[waiting unsent]'])
  expect(client.replica.channel(GENERAL).peek()).toMatchObject({ seq: 2 })
})

test('[SYNC-5] one that went comes back from the local copy, and is compared with the store again', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  for (const index of range(1, 21)) await openOther(world, client, idOf(index))
  await alive(world, 60_000)
  world.line.change(GENERAL, 13, [message(3)])
  client.open(GENERAL)
  await world.pass(10)
  expect(shown(client)).toEqual(['text 1', 'text 2'])
  const asked = world.line.asked('sync').find(({ stream }) => stream === GENERAL)
  expect(asked).toMatchObject({ since: 12, newest: { seq: 2 } })
  world.line.answer('sync', { stream: GENERAL, since: 12, rev: 13, rows: [message(3)], more: false })
  await world.pass(10)
  expect(shown(client)).toEqual(['text 1', 'text 2', 'text 3'])
})
