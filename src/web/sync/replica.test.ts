import { expect, test } from 'bun:test'
import { effect } from '@preact/signals'
import type { ListingRow, MessageRow } from '#protocol/rows.ts'
import { BEA, FakeWorld, GENERAL, ME, message, range } from '../../../test/support/fake-world.ts'
import { pageOf } from './held-messages.ts'
import { createParts } from './parts.ts'

test('people are asked for in one question, each once', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  world.line.answer('users', { rows: [] })
  const ids = range(1, 250).map(index => `U${String(index).padStart(10, '0')}`)
  for (const id of [...ids, ...ids]) client.replica.user(id)
  await world.pass(20)
  const asked = world.line.answer('users', { rows: [{ row: 'user', rev: 3, id: ids[0], name: 'One', kind: 'human' }] })
  expect(asked.ids).toEqual(ids.slice(0, 200))
  await world.pass(1)
  expect(world.line.asked('users')).toMatchObject([{ ids: ids.slice(200) }])
  expect(client.replica.user(ids[0] ?? '').peek()?.name).toBe('One')
})

test('a late answer about somebody does not undo what a change said', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  world.line.answer('users', { rows: [] })
  client.replica.user(BEA)
  await world.pass(20)
  world.line.change('people', 6, [{ row: 'user', rev: 6, id: BEA, name: 'New', kind: 'human' }])
  world.line.answer('users', { rows: [{ row: 'user', rev: 4, id: BEA, name: 'Old', kind: 'human' }] })
  await world.pass(1)
  expect(client.replica.user(BEA).peek()?.name).toBe('New')
})

test('[SYNC-3] after a fresh start of the people those that were looked at are asked for again, and nobody else', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  world.line.answer('users', { rows: [] })
  const user = (rev: number, id: string, name: string) => ({ row: 'user', rev, id, name, kind: 'human' })
  const bea = client.replica.user(BEA)
  world.line.change('people', 6, [user(6, BEA, 'Bea'), user(6, 'U00000000CY', 'Cy')])
  await world.pass(20)
  world.line.say({ digest: { people: 9 } })
  await world.pass(1)
  const reset = { reset: true, epoch: 'E1', stream: 'people', since: 0, rev: 9, rows: [], more: false }
  expect(world.line.answer('sync', reset)).toMatchObject({ stream: 'people', since: 6 })
  await world.pass(20)
  expect(client.replica.heldPeople()).toEqual([])
  expect(world.line.answer('users', { rows: [user(8, BEA, 'Beatrix')] }).ids).toContain(BEA)
  await world.pass(20)
  expect(bea.peek()?.name).toBe('Beatrix')
  world.line.change('people', 10, [user(10, BEA, 'Bee')])
  expect(bea.peek()?.name).toBe('Bee')
  expect(world.line.asked('sync')).toEqual([])
})

test('typing shows others, fades after a while, and ends with their message', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  const typing = client.replica.typing(GENERAL)
  world.line.say({ now: { typing: { channel: GENERAL, user: BEA } } })
  world.line.say({ now: { typing: { channel: GENERAL, user: ME } } })
  expect(typing.peek()).toEqual([BEA])
  world.line.change(GENERAL, 13, [message(3)])
  expect(typing.peek()).toEqual([])
  world.line.say({ now: { typing: { channel: GENERAL, user: BEA } } })
  await world.pass(5_100)
  expect(typing.peek()).toEqual([])
})

test('typing is told at most every few seconds', async () => {
  const world = new FakeWorld()
  const client = await world.settledClient()
  for (let key = 0; key < 20; key++) {
    client.typing(GENERAL)
    await world.pass(200)
  }
  expect(world.line.asked('typing')).toHaveLength(2)
})

test('a message among 1,000 channels and 100,000 messages touches its own channel only, and costs little', () => {
  const { environment } = new FakeWorld()
  const { replica } = createParts(environment, { confirm: () => true, doubt: () => {}, ended: () => {} })
  const channels = range(0, 999).map(index => `C${String(index).padStart(10, '0')}`)
  const listings = channels.map(
    (id, index): ListingRow => ({ row: 'listing', rev: index + 1, id, name: id, created: 1 }),
  )
  replica.take('directory', listings, 1000)
  replica.change(() => {
    for (const id of channels) {
      const load = replica.touch(id).startLoad()
      replica
        .touch(id)
        .takePage(load, pageOf({ rows: range(1, 100).map(seq => message(seq) as unknown as MessageRow), more: false }))
      replica.touch(id).endLoad(load)
    }
  })
  const redrawn: string[] = []
  for (const id of channels) {
    effect(() => void (replica.timeline(id).value && redrawn.push(id)))
    for (const seq of range(91, 100))
      effect(() => void (replica.message(id, seq).value && redrawn.push(`${id} ${seq}`)))
  }
  redrawn.length = 0
  const started = performance.now()
  for (const seq of range(101, 200)) replica.take(channels[7] ?? '', [message(seq) as unknown as MessageRow], seq + 10)
  const each = (performance.now() - started) / 100
  expect(redrawn).toEqual(range(101, 200).map(() => channels[7] ?? ''))
  expect(each).toBeLessThan(4)
})
