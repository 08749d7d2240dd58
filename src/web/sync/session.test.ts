import { expect, test } from 'bun:test'
import { FakeWorld, GENERAL, ME, WORKSPACE } from '../../../test/support/fake-world.ts'
import { createClient } from './client.ts'

test('a stranger is asked for a name, and is in with the answer', async () => {
  const world = new FakeWorld()
  world.answerWhoAmI = 'signed-out'
  const client = createClient(world.environment)
  expect(client.session.peek()).toEqual({ phase: 'starting' })
  await world.pass(1)
  expect(client.session.peek()).toEqual({ phase: 'signed-out', rememberedName: '' })
  expect(await client.join('Ada')).toEqual({ ok: true })
  expect(client.session.peek()).toEqual({ phase: 'signed-in', id: ME, name: 'Ada' })
  expect(world.lines).toHaveLength(1)
})

test('who has a session but no memory of it is let in without a question', async () => {
  const world = new FakeWorld()
  world.answerWhoAmI = { id: ME, name: 'Ada' }
  const client = createClient(world.environment)
  await world.pass(1)
  expect(client.session.peek()).toEqual({ phase: 'signed-in', id: ME, name: 'Ada' })
})

test('who was here is in before the network answers', () => {
  const world = new FakeWorld()
  expect(world.client().session.peek()).toEqual({ phase: 'signed-in', id: ME, name: 'Me' })
})

test('a refused name comes back with its reason', async () => {
  const world = new FakeWorld()
  world.answerWhoAmI = 'signed-out'
  world.environment.signIn = async () => ({
    refused: { code: 'name_taken', message: 'taken' },
    suggestion: 'Ada 2',
  })
  const client = createClient(world.environment)
  await world.pass(1)
  expect(await client.join('Ada')).toEqual({ refused: { code: 'name_taken', message: 'taken' }, suggestion: 'Ada 2' })
  expect(client.session.peek().phase).toBe('signed-out')
})

test('signing out forgets everything but the name', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  client.drafts.set(GENERAL, 'secret')
  client.post(GENERAL, 'secret too')
  await world.pass(5_000)
  await client.signOut()
  await world.pass(60_000)
  expect(client.session.peek()).toEqual({ phase: 'signed-out', rememberedName: 'Me' })
  expect([...world.memory]).toEqual([['flack.name', 'Me']])
  expect([...world.tables.values()].every(table => table.size === 0)).toBe(true)
  expect(client.outbox.entries.peek()).toEqual([])
  expect(world.lines).toHaveLength(1)
})

test('signing out without a server changes nothing and says so', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  world.environment.signOut = async () => {
    throw new Error('away')
  }
  expect(client.signOut()).rejects.toThrow('away')
  await world.pass(1)
  expect(client.session.peek().phase).toBe('signed-in')
})

test('another name is shown wherever the own one is, also when it was changed elsewhere', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  world.line.change(WORKSPACE, 6, [{ row: 'user', rev: 6, id: ME, name: 'Countess', kind: 'human' }])
  expect(client.session.peek()).toEqual({ phase: 'signed-in', id: ME, name: 'Countess' })
  expect(client.replica.user(ME).peek()?.name).toBe('Countess')
  expect(world.memory.get('flack.name')).toBe('Countess')
})

test('a tab that slept while somebody else signed in forgets only its own, and goes on as the other', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  const other = { id: 'U0000000BEA', name: 'Bea' }
  world.memory.set('flack.user', JSON.stringify(other))
  world.memory.set('flack.drafts', '{"C0000GENERAL":"by Bea"}')
  world.table('outbox').set('of-bea', { key: 'of-bea' })
  world.line.drop(4001)
  await world.pass(10)
  expect(client.session.peek()).toEqual({ phase: 'signed-in', ...other })
  expect(client.drafts.get(GENERAL)).toBe('by Bea')
  expect(world.table('outbox').has('of-bea')).toBe(true)
  expect(client.replica.timeline(GENERAL).peek().seqs).toEqual([])
})
