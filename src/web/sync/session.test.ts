import { expect, test } from 'bun:test'
import { BEA, FakeWorld, GENERAL, ME, OTHER } from '../../../test/support/fake-world.ts'
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

test('who signs out is not told that they were signed out, although the connection ends before the answer', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  client.post(GENERAL, 'discarded')
  world.environment.signOut = async () => world.line.drop(4001)
  const seen: unknown[] = []
  client.session.subscribe(state => seen.push(state))
  await client.signOut()
  expect(seen.slice(1)).toEqual([{ phase: 'signed-out', rememberedName: 'Me' }])
})

test('who joins before the answer to the one who signs out has come stays in', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  const answer = Promise.withResolvers<void>()
  world.environment.signOut = () => {
    world.line.drop(4001)
    return answer.promise
  }
  const asked: string[] = []
  world.environment.signIn = async name => {
    asked.push(name)
    return { id: BEA, name }
  }
  const out = client.signOut()
  await world.pass(1)
  expect(client.session.peek().phase).toBe('signed-out')
  const joined = client.join('Bea')
  await world.pass(1)
  // The answer to come would take the cookie of the next one away.
  expect(asked).toEqual([])
  answer.resolve()
  await Promise.all([out, joined])
  expect(client.session.peek()).toEqual({ phase: 'signed-in', id: BEA, name: 'Bea' })
})

test('what could not be sent when the server ended the session stays on the screen, until somebody joins', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  client.post(GENERAL, 'refused')
  world.line.refuse('message.post', 'text_invalid')
  await world.pass(1)
  client.post(GENERAL, 'waiting')
  client.drafts.set(OTHER, 'half a thought')
  client.drafts.set(GENERAL, '\n')
  await world.pass(5_000)
  world.line.drop(4001)
  await world.pass(5_000)
  expect(client.session.peek()).toMatchObject({
    unsent: [
      { channel: 'general', text: 'refused' },
      { channel: 'general', text: 'waiting' },
      { channel: 'other', text: 'half a thought' },
    ],
  })
  expect([...world.memory]).toEqual([['flack.name', 'Me']])
  expect([...world.tables.values()].every(table => table.size === 0)).toBe(true)
  await client.join('Bea')
  expect(JSON.stringify(client.session.peek())).not.toContain('thought')
})

test('what an earlier page left unsent is shown, too, where the session is over from the start', async () => {
  const world = new FakeWorld()
  const left = { tab: 'gone', channel: GENERAL, at: 1, order: 0, failed: null }
  world.table('outbox').set('a', { key: 'a', ...left, author: ME, text: 'mine' })
  world.table('outbox').set('b', { key: 'b', ...left, author: BEA, text: 'of somebody else' })
  world.answerWhoAmI = 'signed-out'
  const client = world.client()
  world.line.drop()
  await world.pass(10)
  expect(client.session.peek()).toMatchObject({ reason: 'ended', unsent: [{ channel: null, text: 'mine' }] })
  expect(world.table('outbox').size).toBe(0)
})

test('signing out in another tab leaves nothing on the screen here, although the server ends the session first', async () => {
  const world = new FakeWorld()
  let hear: (message: unknown) => void = () => {}
  const { listen } = world.environment.broadcast
  world.environment.broadcast.listen = hearer => {
    const before = hear
    hear = message => {
      before(message)
      hearer(message)
    }
    return listen(hearer)
  }
  const client = await world.settledClient()
  client.post(GENERAL, 'secret')
  world.line.drop(4001)
  await world.pass(1)
  expect(JSON.stringify(client.session.peek())).toContain('secret')
  hear({ signedOut: true })
  expect(client.session.peek()).toEqual({ phase: 'signed-out', rememberedName: 'Me' })
})

test('a connection that turns out to be of somebody else is not given what the former wrote', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  world.line.drop()
  client.post(GENERAL, 'of the former')
  await world.pass(2_000)
  const me = { id: BEA, name: 'Bea' }
  world.line.greet({ seq: 2, rev: 12, me })
  expect(world.line.asked('message.post')).toEqual([])
  await world.pass(10)
  world.line.greet({ seq: 2, rev: 12, me })
  await world.pass(10)
  expect(client.session.peek()).toEqual({ phase: 'signed-in', ...me })
  expect(world.lines.flatMap(line => line.asked('message.post'))).toEqual([])
  expect(client.outbox.entries.peek()).toEqual([])
})

test('the next person is told nothing of a channel that only the former knew', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  expect(client.replica.channel(GENERAL).peek()?.name).toBe('general')
  await client.signOut()
  expect(client.replica.channel(GENERAL).peek()).toBeNull()
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
  world.line.change('people', 6, [{ row: 'user', rev: 6, id: ME, name: 'Countess', kind: 'human' }])
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
