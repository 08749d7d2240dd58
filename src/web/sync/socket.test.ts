import { expect, test } from 'bun:test'
import { FakeWorld, GENERAL, ME } from '../../../test/support/fake-world.ts'

const pings = (world: FakeWorld) => world.line.sent.filter(frame => frame.do === 'ping').length

test('a live connection pings every 25 s', async () => {
  const world = new FakeWorld()
  await world.settledClient()
  await world.pass(24_000)
  expect(pings(world)).toBe(0)
  await world.pass(2_000)
  expect(pings(world)).toBe(1)
})

test('after 35 s of silence a connection is given up, and another one opened', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  await world.pass(34_000)
  expect(client.connection.peek().phase).toBe('live')
  await world.pass(3_000)
  expect(world.lines[0]?.closedWith).toBe(4000)
  expect(world.lines).toHaveLength(2)
})

test('anything that arrives is a sign of life', async () => {
  const world = new FakeWorld()
  await world.settledClient()
  for (let second = 0; second < 100; second += 20) {
    await world.pass(20_000)
    world.line.say({ now: { pong: true } })
  }
  expect(world.lines).toHaveLength(1)
})

test('a hidden page, whose timers come once a minute, is never silent for as long as the server waits', async () => {
  const world = new FakeWorld()
  const { setTimer } = world.environment
  world.environment.setTimer = (run, ms) => setTimer(run, Math.ceil(ms / 60_000) * 60_000)
  await world.settledClient()
  let silent = 0
  let said = world.line.sent.length
  for (let second = 1; second <= 1_500; second++) {
    await world.pass(1_000)
    if (second % 25 === 0) world.line.say({ digest: {} })
    // Now and then it has something to say, each time at another moment before the next digest.
    if (second % 101 === 0) world.wake()
    silent = world.line.sent.length > said ? 0 : silent + 1
    said = world.line.sent.length
    expect(silent).toBeLessThan(35)
  }
})

test('a page that is seen pings no oftener for the digests that it hears', async () => {
  const world = new FakeWorld()
  await world.settledClient()
  await world.pass(7_000)
  for (let beat = 0; beat < 8; beat++) {
    world.line.say({ digest: {} })
    await world.pass(25_000)
  }
  expect(pings(world)).toBeLessThanOrEqual(9)
})

test('a server that accepts and never says hello is given up after 15 s', async () => {
  const world = new FakeWorld()
  const client = world.client()
  await world.pass(14_000)
  expect(world.lines).toHaveLength(1)
  await world.pass(2_000)
  expect(world.lines).toHaveLength(2)
  expect(client.connection.peek().phase).toBe('connecting')
})

test('the status says when the next try is due, and waking tries at once', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  world.line.drop()
  expect(client.connection.peek()).toEqual({ phase: 'lost', retryAt: world.scheduler.now + 500 })
  world.wake()
  expect(client.connection.peek()).toEqual({ phase: 'connecting' })
  await world.pass(1_000)
  expect(world.lines).toHaveLength(2)
})

test('after waking a connection must prove within 5 s that it lives', async () => {
  const world = new FakeWorld()
  await world.settledClient()
  world.wake()
  expect(pings(world)).toBe(1)
  await world.pass(6_000)
  expect(world.lines).toHaveLength(2)
})

test('waking starts the back-off afresh: what failed before says nothing about now', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  for (let failure = 0; failure < 8; failure++) {
    world.line.drop()
    world.wake()
  }
  await world.pass(1)
  world.line.drop()
  expect(client.connection.peek()).toEqual({ phase: 'lost', retryAt: world.scheduler.now + 500 })
})

test('a connection that got as far as hello is tried again within 8 s, however often it is lost', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  for (let failure = 0; failure < 8; failure++) {
    world.line.drop()
    await world.pass(16_000)
  }
  world.line.greet()
  await world.pass(1)
  world.line.drop()
  // Half of 8 s: the jitter of this world always draws a half.
  expect(client.connection.peek()).toEqual({ phase: 'lost', retryAt: world.scheduler.now + 4_000 })
})

test('answers find their questions in whatever order they come', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  const first = client.ask('channel.create', { name: 'one' })
  const second = client.ask('channel.create', { name: 'two' })
  const [one, two] = world.line.asked('channel.create')
  world.line.say({ re: two?.id, ok: { channel: 'C00000000TWO', name: 'two' } })
  world.line.say({ re: one?.id, refused: { code: 'name_taken', message: 'taken' } })
  expect(await second).toEqual({ ok: { channel: 'C00000000TWO', name: 'two' } })
  expect(await first).toEqual({ refused: { code: 'name_taken', message: 'taken' } })
})

test('a question whose connection is lost is asked again under the same clientId', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  const asked = client.ask('channel.create', { name: 'one' })
  const [before] = world.line.asked('channel.create')
  world.line.drop()
  await world.pass(2_000)
  world.line.greet({ seq: 2, rev: 12 })
  await world.pass(1)
  const after = world.line.answer('channel.create', { channel: 'C00000000ONE', name: 'one' })
  expect(after.clientId).toBe(String(before?.clientId))
  expect(await asked).toEqual({ ok: { channel: 'C00000000ONE', name: 'one' } })
})

test('without a server a question is refused after 10 s', async () => {
  const world = new FakeWorld()
  const client = world.client()
  const asked = client.ask('channel.create', { name: 'one' })
  await world.pass(11_000)
  expect(await asked).toMatchObject({ refused: { code: 'unavailable' } })
})

test('a clock that goes back does not make anybody wait longer for that', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  let turned = 0
  world.environment.now = () => world.scheduler.now - turned
  const asked = client.ask('channel.create', { name: 'one' })
  await world.pass(1)
  turned = 3_600_000
  world.line.drop()
  await world.pass(11_000)
  expect(await Promise.race([asked, 'nothing'])).toMatchObject({ refused: { code: 'unavailable' } })
})

test('a page older than the server is told so', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  expect(client.connection.peek()).toEqual({ phase: 'live', stale: false })
  world.line.drop(1012)
  await world.pass(2_000)
  world.line.greet({ build: 'b2', seq: 2, rev: 12 })
  expect(client.connection.peek()).toEqual({ phase: 'live', stale: true })
})

test('4001 ends the session and forgets the person, but not the name', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  client.drafts.set(GENERAL, 'half a thought')
  world.line.drop(4001)
  await world.pass(60_000)
  expect(client.session.peek()).toEqual({
    phase: 'signed-out',
    rememberedName: 'Me',
    reason: 'ended',
    unsent: [{ channel: 'general', text: 'half a thought' }],
  })
  expect(client.replica.channels.peek()).toEqual([])
  expect(client.drafts.get(GENERAL)).toBe('')
  expect(world.lines).toHaveLength(1)
  expect([...world.tables.values()].every(table => table.size === 0)).toBe(true)
})

test('a socket that is refused early makes the client ask who it is', async () => {
  const world = new FakeWorld()
  const client = world.client()
  world.answerWhoAmI = { id: ME, name: 'Me' }
  world.line.drop()
  await world.pass(5_000)
  expect(client.session.peek().phase).toBe('signed-in')
  world.answerWhoAmI = 'signed-out'
  world.line.drop()
  await world.pass(1)
  expect(client.session.peek()).toMatchObject({ phase: 'signed-out', reason: 'ended' })
})
