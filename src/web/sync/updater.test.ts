import { expect, test } from 'bun:test'
import { FakeWorld, GENERAL } from '../../../test/support/fake-world.ts'

const staleWorld = async () => {
  const world = new FakeWorld()
  world.page.build = 'b1'
  const client = await world.settledClient()
  world.line.drop()
  await world.pass(2_000)
  return { world, client }
}

test('[SHELL] a page that is older than the server is replaced, once', async () => {
  const { world } = await staleWorld()
  world.line.greet({ build: 'b2', seq: 2, rev: 12 })
  await world.pass(10)
  expect(world.page.reloads).toEqual(['b2'])
  await world.pass(60_000)
  expect(world.page.reloads).toEqual(['b2'])
})

test('a page of the build of the server stays', async () => {
  const { world } = await staleWorld()
  world.line.greet({ build: 'b1', seq: 2, rev: 12 })
  await world.pass(10_000)
  expect(world.page).toMatchObject({ reloads: [], prepared: 0 })
})

test('a kept page that meets a newer server at once is replaced too', async () => {
  const world = new FakeWorld()
  world.page.build = 'b0'
  world.client()
  await world.pass(1)
  world.line.greet()
  await world.pass(10)
  expect(world.page.reloads).toEqual(['b1'])
})

test('[SHELL] a page that does not understand the greeting takes nothing of it, and is replaced', async () => {
  const { world, client } = await staleWorld()
  world.line.say({ hello: { protocol: 99, build: 'b9', everything: 'else' } })
  await world.pass(10)
  expect(world.page.reloads).toEqual(['b9'])
  expect(client.replica.timeline(GENERAL).peek().behind).toBe(true)
})

test('[SHELL] while something is being typed it stays, and has the other one at hand', async () => {
  const { world } = await staleWorld()
  world.page.busy = true
  world.line.greet({ build: 'b2', seq: 2, rev: 12 })
  await world.pass(20_000)
  expect(world.page).toMatchObject({ reloads: [], prepared: 1 })
  world.page.busy = false
  await world.pass(2_000)
  expect(world.page.reloads).toEqual(['b2'])
})

test('[SHELL] while something is unsent it stays', async () => {
  const { world, client } = await staleWorld()
  world.line.greet({ build: 'b2', seq: 2, rev: 12 })
  client.post(GENERAL, 'first')
  await world.pass(20_000)
  expect(world.page.reloads).toEqual([])
  world.line.answer('message.post', { seq: 3, ts: '1700000000.000003' })
  await world.pass(2_000)
  expect(world.page.reloads).toEqual(['b2'])
})

test('[SHELL] where the other page cannot be had it stays, and tries again after a minute', async () => {
  const { world } = await staleWorld()
  world.page.ready = false
  world.line.greet({ build: 'b2', seq: 2, rev: 12 })
  const alive = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 10_000) {
      await world.pass(10_000)
      world.line.say({ now: { pong: true } })
    }
  }
  await alive(50_000)
  expect(world.page).toMatchObject({ reloads: [], prepared: 1 })
  world.page.ready = true
  await alive(20_000)
  expect(world.page.reloads).toEqual(['b2'])
})

test('who asks for it gets it at once', async () => {
  const { world, client } = await staleWorld()
  world.page.busy = true
  world.line.greet({ build: 'b2', seq: 2, rev: 12 })
  await client.renew()
  expect(world.page.reloads).toEqual(['b2'])
})
