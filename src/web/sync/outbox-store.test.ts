import { expect, test } from 'bun:test'
import { FakeWorld, GENERAL, ME } from '../../../test/support/fake-world.ts'
import { type Kept, OutboxStore, UNSENT } from './outbox-store.ts'

const post = (clientId: string, order = 0): Kept => ({
  clientId,
  tab: 'tab',
  author: ME,
  act: { do: 'message.post', channel: GENERAL, text: clientId },
  at: 1_000,
  order,
  failed: null,
})

test('[OUTBOX] a post is kept from the moment of its writing on, and not twice for long', async () => {
  const world = new FakeWorld()
  const store = new OutboxStore(world.environment)
  store.keep(post('a'))
  expect(world.memory.get(UNSENT)).toContain('"a"')
  await world.pass(1)
  expect(world.memory.get(UNSENT)).toBe('{}')
  expect([...world.table('outbox').keys()]).toEqual(['a'])
})

test('[OUTBOX] what storage does not take stays in the small memory, and is forgotten there, too', async () => {
  const world = new FakeWorld()
  world.storageFails = true
  const store = new OutboxStore(world.environment)
  store.keep(post('a', 0))
  store.keep(post('b', 1))
  await world.pass(1)
  expect((await store.all()).map(({ clientId }) => clientId)).toEqual(['a', 'b'])
  store.forget('a')
  expect((await store.all()).map(({ clientId }) => clientId)).toEqual(['b'])
})

test('[OUTBOX] what moves into storage while all is being read is not missed', async () => {
  const world = new FakeWorld()
  const { storage } = world.environment
  const { readAll, write } = storage
  let goOn = () => {}
  const held = new Promise<void>(resolve => {
    goOn = resolve
  })
  storage.write = (...args) => held.then(() => write(...args))
  storage.readAll = async table => {
    const before = await readAll(table)
    goOn()
    await world.pass(1)
    return before
  }
  const store = new OutboxStore(world.environment)
  store.keep(post('a'))
  expect((await store.all()).map(({ clientId }) => clientId)).toEqual(['a'])
  expect(world.memory.get(UNSENT)).toBe('{}')
})

test('[OUTBOX] a full disk makes room by letting the local copy go', async () => {
  const world = new FakeWorld()
  world.table('rows').set('copy', { key: 'copy' })
  const { storage } = world.environment
  const write: typeof storage.write = (puts, deletes) =>
    world.table('rows').size > 0 ? Promise.reject(new Error('QuotaExceededError')) : storage.write(puts, deletes)
  const store = new OutboxStore({ ...world.environment, storage: { ...storage, write } })
  store.keep(post('a'))
  await world.pass(1)
  expect(world.memory.get(UNSENT)).toBe('{}')
  expect([...world.table('outbox').keys()]).toEqual(['a'])
})

test('[OUTBOX] what cannot be read is left alone', async () => {
  const world = new FakeWorld()
  world.table('outbox').set('x', { key: 'x', text: 7 })
  world.memory.set(UNSENT, '{"y": 3, "z": null}')
  expect(await new OutboxStore(world.environment).all()).toEqual([])
})
