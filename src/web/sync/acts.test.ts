import { expect, test } from 'bun:test'
import {
  FakeWorld,
  GENERAL,
  ME,
  mark,
  message,
  OTHER,
  place,
  reaction,
  shown,
} from '../../../test/support/fake-world.ts'
import type { Client } from './api.ts'

/** A client that holds #general: message 1 by somebody else, 2 by me. */
const settled = async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  world.line.change(GENERAL, 13, [message(3, { author: ME, clientId: 'mine', text: 'own words' })])
  return { world, client, line: world.line }
}

const texts = (client: Client) => shown(client).slice(2)
const chips = (client: Client, seq: number) =>
  client.replica
    .reactions(GENERAL, seq)
    .peek()
    .map(({ name, count, mine }) => `${name} ${count}${mine ? ' mine' : ''}`)

test('[OUTBOX] an edit shows at once, and from its row on by itself', async () => {
  const { world, client, line } = await settled()
  client.edit(GENERAL, 3, 'better words')
  expect(texts(client)).toEqual(['better words'])
  expect(client.replica.message(GENERAL, 3).peek()?.edited).toBeDefined()
  await world.pass(1)
  expect(line.answer('message.edit', { seq: 3, rev: 14 })).toMatchObject({ seq: 3, text: 'better words', base: 13 })
  await world.pass(1)
  expect(client.outbox.idle.peek()).toBe(true)
  expect(texts(client)).toEqual(['better words'])
  line.change(GENERAL, 14, [message(3, { rev: 14, author: ME, clientId: 'mine', text: 'better words', edited: 5 })])
  expect(client.replica.message(GENERAL, 3).peek()?.edited).toBe(5)
  line.change(GENERAL, 15, [message(3, { rev: 15, author: ME, clientId: 'mine', text: 'from elsewhere', edited: 6 })])
  expect(texts(client)).toEqual(['from elsewhere'])
})

test('[OUTBOX] what is done offline is kept, shown after a reload, and sent', async () => {
  const { world, client, line } = await settled()
  line.drop()
  client.edit(GENERAL, 3, 'on the train')
  client.react(GENERAL, 1, 'tada', true)
  await world.pass(2_500)
  client.stop()
  const later = world.client()
  await world.pass(5)
  void later.open(GENERAL)
  await world.pass(5)
  expect(texts(later)).toEqual(['on the train'])
  expect(chips(later, 1)).toEqual(['tada 1 mine'])
  world.line.greet({ seq: 3, rev: 13 })
  await world.pass(50)
  expect(world.line.asked('message.edit')).toMatchObject([{ text: 'on the train' }])
  expect(world.line.asked('reaction.add')).toMatchObject([{ seq: 1, name: 'tada' }])
})

test('[OUTBOX] a reaction that is taken back before it went out is nothing', async () => {
  const { world, client, line } = await settled()
  line.drop()
  client.react(GENERAL, 1, 'tada', true)
  expect(chips(client, 1)).toEqual(['tada 1 mine'])
  client.react(GENERAL, 1, 'tada', false)
  expect(chips(client, 1)).toEqual([])
  expect(client.outbox.idle.peek()).toBe(true)
  await world.pass(5)
  expect(world.table('outbox').size).toBe(0)
})

test('[OUTBOX] one that is on its way is taken back by another command', async () => {
  const { world, client, line } = await settled()
  client.react(GENERAL, 1, 'tada', true)
  await world.pass(1)
  client.react(GENERAL, 1, 'tada', false)
  expect(line.asked('reaction.remove')).toEqual([])
  line.answer('reaction.add', { count: 1 })
  await world.pass(1)
  expect(line.answer('reaction.remove', { count: 0 })).toMatchObject({ seq: 1, name: 'tada' })
  line.change(GENERAL, 14, [reaction(14, 1, 'tada', [ME])])
  line.change(ME, 3, [mark(3, 1, ['tada'])])
  line.change(GENERAL, 15, [reaction(15, 1, 'tada', [])])
  line.change(ME, 4, [mark(4, 1, [])])
  await world.pass(1)
  expect(chips(client, 1)).toEqual([])
})

test('[OUTBOX] a second edit rewrites the first that is still unsent, made from the same text', async () => {
  const { world, client, line } = await settled()
  line.drop()
  client.edit(GENERAL, 3, 'first')
  client.edit(GENERAL, 3, 'second')
  await world.pass(2_000)
  world.line.greet({ seq: 3, rev: 13 })
  await world.pass(1)
  expect(world.line.asked('message.edit')).toMatchObject([{ text: 'second', base: 13 }])
})

test('[EDIT] an edit behind one that is under way is made from what comes of that', async () => {
  const { world, client, line } = await settled()
  client.edit(GENERAL, 3, 'first')
  await world.pass(1)
  client.edit(GENERAL, 3, 'second')
  expect(line.asked('message.edit')).toHaveLength(1)
  line.answer('message.edit', { seq: 3, rev: 14 })
  await world.pass(1)
  expect(line.asked('message.edit')).toMatchObject([{ text: 'second', base: 14 }])
})

test('[OUTBOX] lanes: what is done to one message waits neither for posts nor for another message', async () => {
  const { world, client, line } = await settled()
  client.post(GENERAL, 'one more')
  client.edit(GENERAL, 3, 'edited')
  client.react(GENERAL, 1, 'tada', true)
  client.react(GENERAL, 1, 'heart', true)
  await world.pass(1)
  const kinds = ['message.post', 'message.edit', 'reaction.add']
  expect(kinds.map(kind => line.asked(kind).length)).toEqual([1, 1, 1])
  line.answer('reaction.add', { count: 1 })
  await world.pass(1)
  expect(line.asked('reaction.add')).toMatchObject([{ name: 'heart' }])
})

test('[OUTBOX] an unsent message is rewritten where it waits, and taken back without a word', async () => {
  const { world, client, line } = await settled()
  line.drop()
  const first = client.post(GENERAL, 'helo')
  const second = client.post(GENERAL, 'never mind')
  client.edit(GENERAL, { clientId: first }, 'hello')
  client.remove(GENERAL, { clientId: second })
  expect(texts(client).slice(1)).toEqual(['[waiting hello]'])
  await world.pass(2_000)
  world.line.greet({ seq: 3, rev: 13 })
  await world.pass(1)
  expect(world.line.answer('message.post', { seq: 4, ts: '1.000001' }).text).toBe('hello')
  await world.pass(1)
  expect(world.line.asked('message.post')).toEqual([])
})

test('[OUTBOX] one that may have been sent keeps its text for the server: what is done to it follows', async () => {
  const { world, client, line } = await settled()
  const clientId = client.post(GENERAL, 'helo')
  await world.pass(1)
  client.edit(GENERAL, { clientId }, 'hello')
  expect(texts(client).slice(1)).toEqual(['[waiting hello]'])
  expect(line.asked('message.edit')).toEqual([])
  line.answer('message.post', { seq: 4, ts: '1.000001' })
  await world.pass(1)
  expect(texts(client).slice(1)).toEqual(['[waiting hello]'])
  expect(line.asked('message.edit')).toMatchObject([{ seq: 4, text: 'hello' }])
  line.change(GENERAL, 14, [message(4, { author: ME, clientId, text: 'helo' })])
  expect(texts(client).slice(1)).toEqual(['hello'])
  client.remove(GENERAL, 4)
  expect(texts(client).slice(1)).toEqual([])
})

test('[OUTBOX] a message that was not taken is parked with what was done to it', async () => {
  const { world, client, line } = await settled()
  const clientId = client.post(GENERAL, 'bad')
  await world.pass(1)
  client.edit(GENERAL, { clientId }, 'worse')
  line.refuse('message.post', 'text_invalid')
  await world.pass(1)
  expect(texts(client).slice(1)).toEqual(['[failed worse]'])
  expect(client.outbox.parked.peek()).toEqual([])
})

test('[OUTBOX] a refused edit is undone, told, and keeps what was typed, over a reload too', async () => {
  const { world, client, line } = await settled()
  client.edit(GENERAL, 3, 'too late')
  await world.pass(1)
  line.refuse('message.edit', 'edit_conflict')
  await world.pass(2_500)
  expect(texts(client)).toEqual(['own words'])
  const parked = { act: { do: 'message.edit', message: 3, text: 'too late' }, refusal: { code: 'edit_conflict' } }
  expect(client.outbox.parked.peek()).toMatchObject([parked])
  client.stop()
  const later = world.client()
  await world.pass(5)
  expect(later.outbox.parked.peek()).toMatchObject([parked])
  later.outbox.discard(later.outbox.parked.peek()[0]?.clientId ?? '')
  expect(later.outbox.parked.peek()).toEqual([])
})

test('[OUTBOX] a refused edit can be tried again: then it is made from what stands there now', async () => {
  const { world, client, line } = await settled()
  client.edit(GENERAL, 3, 'mine')
  await world.pass(1)
  line.change(GENERAL, 14, [message(3, { rev: 14, author: ME, clientId: 'mine', text: 'theirs', edited: 5 })])
  line.refuse('message.edit', 'edit_conflict')
  await world.pass(1)
  client.outbox.retry(client.outbox.parked.peek()[0]?.clientId ?? '')
  await world.pass(1)
  expect(line.asked('message.edit')).toMatchObject([{ text: 'mine', base: 14 }])
})

test('[OUTBOX] a refused reaction is undone and told; one that was to go from a message that is gone is not', async () => {
  const { world, client, line } = await settled()
  client.react(GENERAL, 1, 'tada', true)
  await world.pass(1)
  line.refuse('reaction.add', 'too_many_reactions')
  await world.pass(1)
  expect(chips(client, 1)).toEqual([])
  expect(client.outbox.parked.peek()).toMatchObject([{ refusal: { code: 'too_many_reactions' } }])
  client.remove(GENERAL, 3)
  await world.pass(1)
  line.refuse('message.delete', 'message_not_found')
  await world.pass(1)
  expect(client.outbox.parked.peek()).toHaveLength(1)
})

test('[OUTBOX] a deletion takes the line away at once, and what was to be done to it before', async () => {
  const { world, client, line } = await settled()
  line.drop()
  client.edit(GENERAL, 3, 'never sent')
  client.remove(GENERAL, 3)
  expect(texts(client)).toEqual([])
  await world.pass(2_000)
  world.line.greet({ seq: 3, rev: 13 })
  await world.pass(1)
  expect(world.line.asked('message.edit')).toEqual([])
  world.line.answer('message.delete', { seq: 3 })
  await world.pass(1)
  expect(texts(client)).toEqual([])
  world.line.change(GENERAL, 14, [message(3, { rev: 14, author: ME, text: '', deleted: true })])
  expect(texts(client)).toEqual([])
})

test('[OUTBOX] joining shows at once, comes before what is said, and is undone openly', async () => {
  const { world, client, line } = await settled()
  void client.perform({ do: 'channel.join', channel: OTHER })
  expect(client.replica.channel(OTHER).peek()?.joined).toBe(true)
  client.post(OTHER, 'hello')
  await world.pass(1)
  expect(line.asked('message.post')).toEqual([])
  line.answer('channel.join', { channel: OTHER })
  await world.pass(1)
  expect(line.asked('message.post')).toMatchObject([{ channel: OTHER }])
  expect(client.replica.channel(OTHER).peek()?.joined).toBe(true)
  line.change(ME, 3, [place(3, { channel: OTHER })])
  const gone = new AbortController()
  const left = client.perform({ do: 'channel.leave', channel: GENERAL }, gone.signal)
  expect(client.replica.channel(GENERAL).peek()?.joined).toBe(false)
  await world.pass(1)
  gone.abort()
  line.refuse('channel.leave', 'cant_leave_general')
  expect(await left).toMatchObject({ refused: { code: 'cant_leave_general' } })
  expect(client.replica.channel(GENERAL).peek()?.joined).toBe(true)
  expect(client.outbox.parked.peek()).toMatchObject([{ act: { do: 'channel.leave' } }])
})

test('[ROWS] rows beside messages: put if newer, gone with the message, dropped where none is held', async () => {
  const { client, line } = await settled()
  line.change(GENERAL, 14, [reaction(14, 1, 'tada', [ME, 'U0000000BEA'])])
  line.change(GENERAL, 15, [reaction(15, 1, 'heart', ['U0000000BEA']), reaction(15, 99, 'heart', ['U0000000BEA'])])
  expect(chips(client, 1)).toEqual(['tada 2 mine', 'heart 1'])
  expect(chips(client, 99)).toEqual([])
  line.change(GENERAL, 16, [reaction(16, 1, 'tada', [])])
  expect(chips(client, 1)).toEqual(['heart 1'])
  line.change(GENERAL, 17, [message(1, { rev: 17, text: '', deleted: true })])
  expect(chips(client, 1)).toEqual([])
  expect(shown(client)).toEqual(['text 2', 'own words'])
})

test('[OWN] more than five people: mine is what my mark says', async () => {
  const { client, line } = await settled()
  const five = [1, 2, 3, 4, 5].map(number => `U00000000${number}0`)
  line.change(GENERAL, 14, [reaction(14, 1, 'tada', five, 7)])
  expect(chips(client, 1)).toEqual(['tada 7'])
  line.change(ME, 3, [mark(3, 1, ['tada'])])
  expect(chips(client, 1)).toEqual(['tada 7 mine'])
  client.react(GENERAL, 1, 'tada', false)
  expect(chips(client, 1)).toEqual(['tada 6'])
})

test('[ROWS] what changed long ago is no news: nobody stops typing by it', async () => {
  const { client, line } = await settled()
  line.say({ now: { typing: { channel: GENERAL, user: 'U0000000BEA' } } })
  line.change(GENERAL, 14, [message(1, { rev: 14, text: 'mended', edited: 5 })])
  expect(client.replica.typing(GENERAL).peek()).toEqual(['U0000000BEA'])
  line.change(GENERAL, 15, [message(4, { rev: 15 })])
  expect(client.replica.typing(GENERAL).peek()).toEqual([])
})
