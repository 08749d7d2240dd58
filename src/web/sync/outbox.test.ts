import { expect, test } from 'bun:test'
import { BEA, FakeWorld, GENERAL, ME, message, OTHER, place, shown } from '../../../test/support/fake-world.ts'

const own = (seq: number, clientId: string, text: string) => message(seq, { author: ME, clientId, text })
const ack = (seq: number) => ({ seq, ts: `1700000000.${String(seq).padStart(6, '0')}` })

test('[OUTBOX] an own message shows at once, and is kept', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  const clientId = client.post(GENERAL, 'hello')
  expect(shown(client)).toEqual(['text 1', 'text 2', '[waiting hello]'])
  await world.pass(1)
  expect(world.table('outbox').get(clientId)).toMatchObject({ act: { do: 'message.post', text: 'hello' }, author: ME })
})

test('[OUTBOX] one command is in flight per channel, and the order is kept', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  for (const text of ['one', 'two', 'three']) client.post(GENERAL, text)
  await world.pass(1)
  const sent: unknown[] = []
  for (let seq = 3; seq <= 5; seq++) {
    expect(world.line.asked('message.post')).toHaveLength(1)
    sent.push(world.line.answer('message.post', ack(seq)).text)
    await world.pass(1)
  }
  expect(sent).toEqual(['one', 'two', 'three'])
  expect(client.outbox.entries.peek()).toEqual([])
  expect(world.table('outbox').size).toBe(0)
})

test('[OUTBOX] the echo stays until the row is there, and goes in the same moment', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  const clientId = client.post(GENERAL, 'hello')
  const seen: string[][] = []
  client.replica.timeline(GENERAL).subscribe(() => seen.push(shown(client).slice(2)))
  world.line.answer('message.post', ack(3))
  await world.pass(1)
  expect(client.outbox.entries.peek()).toEqual([])
  expect(shown(client).slice(2)).toEqual(['[waiting hello]'])
  world.line.change(GENERAL, 13, [own(3, clientId, 'hello')])
  expect(shown(client).slice(2)).toEqual(['hello'])
  expect(new Set(seen.map(lines => lines.join()))).toEqual(new Set(['[waiting hello]', 'hello']))
})

test('[OUTBOX] the row may come before the acknowledgement: still one copy', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  const clientId = client.post(GENERAL, 'hello')
  world.line.change(GENERAL, 13, [own(3, clientId, 'hello')])
  expect(shown(client).slice(2)).toEqual(['hello'])
  world.line.answer('message.post', ack(3))
  await world.pass(1)
  expect(shown(client).slice(2)).toEqual(['hello'])
})

test('[OUTBOX] an echo is matched by author and clientId: a stranger with the same clientId does not end it', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  const clientId = client.post(GENERAL, 'mine')
  world.line.change(GENERAL, 13, [message(3, { author: BEA, clientId, text: 'theirs' })])
  expect(shown(client).slice(2)).toEqual(['theirs', '[waiting mine]'])
})

test('[OUTBOX] what is unanswered is sent again after reconnecting, under the same clientId', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  const clientId = client.post(GENERAL, 'hello')
  world.line.drop()
  expect(shown(client).slice(2)).toEqual(['[waiting hello]'])
  await world.pass(2_000)
  world.line.greet({ seq: 2, rev: 12 })
  await world.pass(1)
  expect(world.line.answer('message.post', ack(3)).clientId).toBe(clientId)
})

test('[OUTBOX] a retryable refusal stops the lane for as long as it says', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  client.post(GENERAL, 'one')
  client.post(GENERAL, 'two')
  world.line.refuse('message.post', 'rate_limited', 3)
  await world.pass(2_900)
  expect(world.line.asked('message.post')).toEqual([])
  expect(client.outbox.entries.peek().map(({ state }) => state.phase)).toEqual(['waiting', 'waiting'])
  await world.pass(200)
  expect(world.line.asked('message.post').map(({ text }) => text)).toEqual(['one'])
})

test('[OUTBOX] a final refusal parks its entry visibly, and the lane goes on', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  client.post(GENERAL, 'bad')
  client.post(GENERAL, 'good')
  world.line.refuse('message.post', 'text_invalid')
  await world.pass(1)
  expect(shown(client).slice(2)).toEqual(['[failed bad]', '[waiting good]'])
  expect(world.line.asked('message.post').map(({ text }) => text)).toEqual(['good'])
})

test('[OUTBOX] a parked entry can be tried again under another clientId, or discarded', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  const first = client.post(GENERAL, 'bad')
  world.line.refuse('message.post', 'text_invalid')
  await world.pass(1)
  client.outbox.retry(first)
  await world.pass(1)
  const again = world.line.refuse('message.post', 'text_invalid')
  expect(again.clientId).not.toBe(first)
  await world.pass(1)
  client.outbox.discard(String(again.clientId))
  await world.pass(1)
  expect(shown(client)).toEqual(['text 1', 'text 2'])
  expect(world.table('outbox').size).toBe(0)
})

test('[OUTBOX] without a seat it joins first', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  client.post(OTHER, 'hello')
  expect(world.line.asked('message.post')).toEqual([])
  world.line.answer('channel.join', { channel: OTHER })
  await world.pass(1)
  expect(world.line.asked('message.post')).toMatchObject([{ channel: OTHER, text: 'hello' }])
})

test('[OUTBOX] a seat that was lost elsewhere is taken again', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  client.post(GENERAL, 'hello')
  world.line.refuse('message.post', 'not_a_member')
  await world.pass(1)
  world.line.answer('channel.join', { channel: GENERAL })
  await world.pass(1)
  world.line.answer('message.post', ack(3))
  await world.pass(1)
  expect(client.outbox.entries.peek()).toEqual([])
})

test('[SIZE] what is longer than a message may be is parked without being sent', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  client.post(GENERAL, 'x'.repeat(40_001))
  client.post(GENERAL, '語'.repeat(40_000).concat('語'.repeat(20_000)))
  expect(client.outbox.entries.peek().map(({ state }) => state.phase)).toEqual(['failed', 'failed'])
  expect(world.line.asked('message.post')).toEqual([])
})

test('[OUTBOX] storage that fails neither stops the echo nor the sending', async () => {
  const world = new FakeWorld()
  world.storageFails = true
  const client = await world.settledClient()
  client.post(GENERAL, 'hello')
  expect(shown(client).slice(2)).toEqual(['[waiting hello]'])
  expect(world.line.asked('message.post')).toHaveLength(1)
})

const orphan = { tab: 'gone', author: ME, channel: GENERAL, at: 1, order: 0, failed: null }

test('[OUTBOX] what a closed tab left is adopted and sent, in its order', async () => {
  const world = new FakeWorld()
  world.table('outbox').set('b', { key: 'b', ...orphan, text: 'second', order: 1 })
  world.table('outbox').set('a', { key: 'a', ...orphan, text: 'first' })
  world.table('outbox').set('c', { key: 'c', ...orphan, author: BEA, text: 'of somebody else' })
  const client = await world.settledClient()
  expect(shown(client).slice(2)).toEqual(['[waiting first]', '[waiting second]'])
  expect(world.line.answer('message.post', ack(3))).toMatchObject({ clientId: 'a', text: 'first' })
})

test('[OUTBOX] what a living tab has not sent yet is left to it', async () => {
  const world = new FakeWorld()
  world.table('outbox').set('a', { key: 'a', ...orphan, text: 'not yours' })
  let close = () => {}
  void world.environment.exclusively('flack-tab-gone', () => new Promise(resolve => (close = resolve)))
  const client = await world.settledClient()
  expect(client.outbox.entries.peek()).toEqual([])
  close()
  await world.pass(1)
  expect(client.outbox.entries.peek()).toMatchObject([{ clientId: 'a' }])
})

test('[UNREAD] an own post is never unread, and makes nobody else’s words read', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  const clientId = client.post(GENERAL, 'hello')
  expect(client.replica.channel(GENERAL).peek()?.unread).toBe(2)
  world.line.change(GENERAL, 13, [own(3, clientId, 'hello')])
  expect(client.replica.channel(GENERAL).peek()?.unread).toBe(2)
})

test('[UNREAD] reading counts at once, is sent coalesced, and again if the connection was lost', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  client.markRead(GENERAL, 1)
  client.markRead(GENERAL, 2)
  expect(client.replica.channel(GENERAL).peek()?.unread).toBe(0)
  await world.pass(400)
  expect(world.line.asked('read.mark')).toMatchObject([{ seq: 2 }])
  world.line.drop()
  await world.pass(2_000)
  world.line.greet({ seq: 2, rev: 12 })
  await world.pass(400)
  world.line.answer('read.mark', { read: 2 })
  world.line.change(ME, 3, [place(3, { read: 2, cursor: 2 })])
  await world.pass(1_000)
  client.markRead(GENERAL, 1)
  await world.pass(1_000)
  expect(world.line.asked('read.mark')).toEqual([])
})

test('[UNREAD] what was read is told at once when the page may go away', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  client.markRead(GENERAL, 2)
  expect(world.line.asked('read.mark')).toEqual([])
  world.hide()
  expect(world.line.asked('read.mark')).toMatchObject([{ seq: 2 }])
  await world.pass(1_000)
  expect(world.line.asked('read.mark')).toHaveLength(1)
})
