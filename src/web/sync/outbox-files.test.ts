import { expect, test } from 'bun:test'
import { FakeWorld, GENERAL, ME, shown } from '../../../test/support/fake-world.ts'
import type { Client, PostFile } from './api.ts'
import type { Outbox } from './outbox.ts'

const ack = (seq: number) => ({ seq, ts: `1700000000.${String(seq).padStart(6, '0')}` })
const file = (upload: string, id?: string): PostFile => ({
  upload,
  id,
  name: `${upload}.png`,
  type: 'image/png',
  size: 9,
})
const outboxOf = (client: Client) => client.outbox as Outbox
const filesOf = (client: Client) => client.outbox.entries.peek().map(({ files = [] }) => files.map(({ id }) => id))

test('[OUTBOX] a post waits for all of its files, and goes with them', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  client.post(GENERAL, 'look', [{ ...file('a'), alt: 'A cat' }, file('b')])
  expect(shown(client).at(-1)).toBe('[waiting look]')
  await world.pass(1)
  expect(world.line.asked('message.post')).toHaveLength(0)
  outboxOf(client).fill('b', { id: 'F00000000B' })
  await world.pass(1)
  expect(world.line.asked('message.post')).toHaveLength(0)
  outboxOf(client).fill('a', { id: 'F00000000A' })
  await world.pass(1)
  expect(world.line.answer('message.post', ack(3))).toMatchObject({
    text: 'look',
    files: [{ id: 'F00000000A', alt: 'A cat' }, { id: 'F00000000B' }],
  })
})

test('[OUTBOX] what is said meanwhile does not wait for a large file', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  client.post(GENERAL, 'large', [file('a')])
  client.post(GENERAL, 'and more')
  await world.pass(1)
  expect(world.line.answer('message.post', ack(3)).text).toBe('and more')
  outboxOf(client).fill('a', { id: 'F00000000A' })
  await world.pass(1)
  expect(world.line.answer('message.post', ack(4)).text).toBe('large')
})

test('[OUTBOX] a post that waits for files is kept with what they have got', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  const clientId = client.post(GENERAL, '', [file('a'), file('b')])
  outboxOf(client).fill('a', { id: 'F00000000A' })
  await world.pass(1)
  expect(world.table('outbox').get(clientId)).toMatchObject({
    author: ME,
    act: { files: [{ upload: 'a', id: 'F00000000A' }, { upload: 'b' }] },
  })
})

test('[OUTBOX] a file that is taken back leaves its message, and a message that was nothing else is gone', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  client.post(GENERAL, 'with words', [file('a')])
  client.post(GENERAL, '', [file('b')])
  outboxOf(client).fill('a', null)
  outboxOf(client).fill('b', null)
  await world.pass(1)
  expect(shown(client).slice(2)).toEqual(['[waiting with words]'])
  expect(world.line.answer('message.post', ack(3))).not.toHaveProperty('files')
})

test('[OUTBOX] a file that the server refuses parks its message, and a retry waits for it again', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  const clientId = client.post(GENERAL, 'look', [file('a'), file('b', 'F00000000B')])
  outboxOf(client).fill('a', { refused: { code: 'file_too_large', message: 'Too large.' } })
  await world.pass(1)
  expect(client.outbox.entries.peek()[0]?.state).toMatchObject({ phase: 'failed', refusal: { code: 'file_too_large' } })
  client.outbox.retry(clientId)
  await world.pass(1)
  expect(filesOf(client)).toEqual([[undefined, 'F00000000B']])
  expect(world.line.asked('message.post')).toHaveLength(0)
})

test('[OUTBOX] a post whose files are gone from the server sends them anew', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  const clientId = client.post(GENERAL, 'look', [file('a', 'F00000000A')])
  await world.pass(1)
  world.line.refuse('message.post', 'file_not_found')
  await world.pass(1)
  client.outbox.retry(clientId)
  expect(filesOf(client)).toEqual([[undefined]])
})
