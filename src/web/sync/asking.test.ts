import { expect, test } from 'bun:test'
import { FakeWorld } from '../../../test/support/fake-world.ts'

const created = (world: FakeWorld) =>
  world.lines.flatMap(({ sent }) => sent.filter(frame => frame.do === 'channel.create'))

/** Somebody asks, and may go. */
const ask = (client: Awaited<ReturnType<FakeWorld['settledClient']>>) => {
  const asker = new AbortController()
  const answer = client.ask('channel.create', { name: 'late' }, asker.signal)
  return { answer, go: () => asker.abort() }
}

test('what was asked without a connection is sent as soon as there is one', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  world.line.drop()
  const { answer } = ask(client)
  await world.pass(1_000)
  world.line.greet()
  await world.pass(1)
  world.line.answer('channel.create', { channel: 'C000000LATE', name: 'late' })
  expect(await answer).toEqual({ ok: { channel: 'C000000LATE', name: 'late' } })
})

test('what was not sent when its asker goes is never sent', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  world.line.drop()
  const { answer, go } = ask(client)
  go()
  await world.pass(1_000)
  world.line.greet()
  expect(await answer).toMatchObject({ refused: { code: 'unavailable' } })
  await world.pass(30_000)
  expect(created(world)).toEqual([])
})

test('what was sent is seen through although its asker goes: under its one id it happens once', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  const { go } = ask(client)
  go()
  world.line.drop()
  await world.pass(1_000)
  world.line.greet()
  await world.pass(1)
  const ids = created(world).map(frame => frame.clientId)
  expect(ids).toEqual([ids[0], ids[0]])
})

test('who waited in vain is told whether it may have happened', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  const sent = ask(client).answer
  world.line.drop()
  const unsent = ask(client).answer
  await world.pass(10_000)
  expect(await sent).toMatchObject({ refused: { message: expect.stringContaining('It may have happened.') } })
  expect(await unsent).toMatchObject({ refused: { message: expect.stringContaining('nothing was done') } })
})

test('who asks for it connects now', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  world.line.drop()
  client.reconnect()
  expect(world.lines).toHaveLength(2)
  expect(client.connection.peek()).toEqual({ phase: 'connecting' })
})

test('a command takes the fields of exactly that command: a slip of the pen does not compile', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  // @ts-expect-error: a field by another name
  void client.ask('channel.join', { chanel: 'C000000LATE' })
  // @ts-expect-error: the fields of another command
  void client.ask('channel.join', { name: 'late' })
  void client.ask('channel.join', { channel: 'C000000LATE' })
  expect(world.line.asked('channel.join')).toHaveLength(3)
})
