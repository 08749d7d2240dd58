import { expect, test } from 'bun:test'
import { FakeWorld, GENERAL, message, range } from '../../../test/support/fake-world.ts'
import type { Client } from './api.ts'

/** A client that has asked for the newest of 20,000 messages. */
const opened = async (): Promise<{ world: FakeWorld; client: Client }> => {
  const world = new FakeWorld()
  const client = world.client()
  await world.pass(1)
  world.line.greet({ seq: 20_000, rev: 20_010 })
  client.open(GENERAL)
  await world.pass(10)
  return { world, client }
}

/** A client that shows the newest 100 of 20,000 messages. */
const atTheEnd = async (): Promise<{ world: FakeWorld; client: Client }> => {
  const { world, client } = await opened()
  expect(await answerAll(world)).toBe(2)
  return { world, client }
}

const answerPage = async (world: FakeWorld): Promise<void> => {
  const [asked] = world.line.asked('history')
  const to = Number(asked?.before ?? 20_001) - 1
  const from = Math.max(1, to - Number(asked?.limit ?? 100) + 1)
  const rows = range(from, to).map(seq => message(seq))
  world.line.answer('history', { rows, users: [], more: from > 1 })
  await world.pass(1)
}

/** Answers pages until no more are asked for; how many. */
const answerAll = async (world: FakeWorld): Promise<number> => {
  let pages = 0
  for (; world.line.asked('history').length > 0; pages++) await answerPage(world)
  return pages
}

const oldest = (client: Client) => client.replica.timeline(GENERAL).peek().seqs[0]

test('the newest 100 come in two questions, so that a screenful is there before the rest', async () => {
  const { world, client } = await opened()
  await answerPage(world)
  expect(oldest(client)).toBe(19_971)
  await answerPage(world)
  expect(oldest(client)).toBe(19_901)
  expect(world.line.asked('history')).toEqual([])
})

test('a message 4,900 places up is reached, and no page beyond it is asked for', async () => {
  const { world, client } = await atTheEnd()
  const reached = client.reach(GENERAL, 15_100)
  expect(await answerAll(world)).toBe(49)
  expect(await reached).toBe(true)
  expect(oldest(client)).toBe(15_001)
})

test('what is further up than fifty pages is given up after fifty', async () => {
  const { world, client } = await atTheEnd()
  const reached = client.reach(GENERAL, 1)
  expect(await answerAll(world)).toBe(50)
  expect(await reached).toBe(true)
})

test('what is held, and what cannot be there, is asked for with nothing', async () => {
  const { world, client } = await atTheEnd()
  expect(await client.reach(GENERAL, 19_950)).toBe(true)
  expect(world.line.asked('history')).toEqual([])
})

test('a connection that goes away on the way leaves it worth another try', async () => {
  const { world, client } = await atTheEnd()
  const reached = client.reach(GENERAL, 19_000)
  await answerPage(world)
  world.line.drop()
  await world.pass(1)
  expect(await reached).toBe(false)
})
