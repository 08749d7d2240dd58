import { expect, test } from 'bun:test'
import { FakeWorld, ME, message, place, range, WORKSPACE } from '../../../test/support/fake-world.ts'
import type { Client } from './api.ts'

const PLACES = 1000
const NAMED = 350
const PER_PAGE = 400

const id = (index: number): string => `C${String(index).padStart(11, '0')}`
const facts = (index: number) => ({
  channel: id(index),
  kind: 'public',
  name: `room-${index}`,
  seq: 100,
  posts: 100,
  unread: 0,
  mentions: 0,
  rev: 100,
})
const ids = range(1, PLACES)
/** The first rows are of places that hello does not name. */
const rows = ids.map(index => place(index, { channel: id(PLACES + 1 - index), read: 90, cursor: 90 }))

/** hello of somebody with a thousand seats: the first of them, and the first rows of the own stream. */
const hello = {
  protocol: 1,
  build: 'b1',
  epoch: 'E1',
  workspace: WORKSPACE,
  me: { id: ME, name: 'Me' },
  general: id(1),
  streams: {
    [ME]: PLACES,
    [WORKSPACE]: 1,
    people: 5,
    ...Object.fromEntries(ids.slice(0, NAMED).map(index => [id(index), 100])),
  },
  mine: { stream: ME, since: 0, rev: 150, rows: rows.slice(0, 150) },
  places: ids.slice(0, NAMED).map(facts),
  more: true,
}

/** Greeted, and told the rest of the own stream; the places are being asked for. */
const greeted = async (): Promise<{ world: FakeWorld; client: Client }> => {
  const world = new FakeWorld()
  const client = world.client()
  await world.pass(1)
  world.line.say({ hello })
  await world.pass(1)
  world.line.answer('sync', { stream: ME, since: 150, rev: PLACES, rows: rows.slice(150), more: false })
  await world.pass(1)
  return { world, client }
}

const answerPlaces = async (world: FakeWorld, left = ids): Promise<void> => {
  for (let rest = left; rest.length > 0; rest = rest.slice(PER_PAGE)) {
    world.line.answer('places', { places: rest.slice(0, PER_PAGE).map(facts), more: rest.length > PER_PAGE })
    await world.pass(1)
  }
}

const asked = (world: FakeWorld): string[] => world.line.sent.map(frame => String(frame.do)).sort()

/** Three pages of places, the rest of the own stream, the workspace, and the reader's own name. */
const FEW = ['places', 'places', 'places', 'sync', 'sync', 'users']

test('[SYNC-6] a thousand places are told in a few pages, and none is asked for by itself', async () => {
  const { world, client } = await greeted()
  await answerPlaces(world)
  world.line.say({ digest: Object.fromEntries(ids.map(index => [id(index), 100])) })
  await world.pass(1_000)
  expect(asked(world)).toEqual(FEW)
  const { value } = client.replica.channels
  expect(value).toHaveLength(PLACES)
  expect(value.filter(({ joined, unread, seq }) => joined && unread === 10 && seq === 100)).toHaveLength(PLACES)
})

test('[SYNC-6] a place of a later page goes on from what it told, without a question', async () => {
  const { world, client } = await greeted()
  world.line.change(id(900), 101, [message(101)])
  await answerPlaces(world)
  world.line.change(id(900), 102, [message(102)])
  world.line.change(id(901), 101, [message(101)])
  await world.pass(1_000)
  expect(asked(world)).toEqual(FEW)
  expect(client.replica.channel(id(900)).peek()).toMatchObject({ unread: 12, seq: 102 })
  expect(client.replica.channel(id(901)).peek()).toMatchObject({ unread: 11, seq: 101 })
})

test('[SYNC-6] a seat that is taken elsewhere behind the page that is being read is asked for after it', async () => {
  const { world, client } = await greeted()
  const late = 'C000000LATER'
  world.line.change(ME, PLACES + 1, [place(PLACES + 1, { channel: late, read: 6, cursor: 6 })])
  await answerPlaces(world)
  await world.pass(1)
  // Only a public channel stands in the directory: what this one is comes with its place.
  const told = { ...facts(1), channel: late, kind: 'private', name: 'late', seq: 7, posts: 7, rev: 20 }
  expect(world.line.answer('places', { places: [told], more: false }).channels).toEqual([late])
  await world.pass(1)
  expect(client.replica.channel(late).peek()).toMatchObject({
    kind: 'private',
    name: 'late',
    joined: true,
    unread: 1,
    seq: 7,
  })
})

test('[SYNC-6] a later page brings up what is held, after the connection was gone', async () => {
  const { world, client } = await greeted()
  await answerPlaces(world)
  client.open(id(900))
  await world.pass(10)
  world.line.answer('history', { rows: range(91, 100).map(seq => message(seq, { rev: seq })), users: [], more: true })
  await world.pass(1)
  client.open(id(1))
  await world.pass(10)
  world.line.drop()
  await world.pass(2_000)
  world.line.say({ hello: { ...hello, streams: { ...hello.streams, [id(1)]: 100 } } })
  await world.pass(1)
  world.line.answer('places', { places: [{ ...facts(900), seq: 101, posts: 101, rev: 101 }], more: false })
  await world.pass(1)
  const resumed = world.line.asked('sync').find(({ stream }) => stream === id(900))
  expect(resumed).toMatchObject({ since: 100, newest: { seq: 100 } })
})
