import { expect, test } from 'bun:test'
import { FakeWorld, GENERAL } from '../../../test/support/fake-world.ts'

const told = (world: FakeWorld) => world.line.sent.filter(frame => frame.do === 'typing').length

test('typing is told at once, and then at most every few seconds', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  for (let key = 0; key < 5; key++) client.typing(GENERAL)
  expect(told(world)).toBe(1)
  await world.pass(3_000)
  client.typing(GENERAL)
  expect(told(world)).toBe(2)
})

test('typing is told again after the clock went back', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  client.typing(GENERAL)
  world.environment.now = () => world.scheduler.now - 3_600_000
  await world.pass(3_000)
  client.typing(GENERAL)
  expect(told(world)).toBe(2)
})

test('what was typed before there was a connection does not keep silent what is typed after it', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  world.line.drop()
  client.typing(GENERAL)
  await world.pass(1_000)
  world.line.greet()
  await world.pass(1)
  client.typing(GENERAL)
  expect(told(world)).toBe(1)
})
