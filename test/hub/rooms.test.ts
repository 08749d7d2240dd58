import { describe, expect, test } from 'bun:test'
import { until } from '../support/wait.ts'
import { badBus } from './bad-bus.ts'
import { type Client, Node, openWorld, type Person, settled, type World } from './node.ts'

/**
 * The live matrix [HUB-3]: whatever changes in a room reaches the open sockets of those who may see it, on two nodes, and
 * not one byte of it those of who lost it, from the acknowledgement on.
 */

type Stage = Awaited<ReturnType<typeof stage>>

/** Ada made a room; Bob is in it, with a socket on each node and a slow one; Cleo watches it where it is public; Dan stays. */
const stage = async (isPrivate: boolean) => {
  const messenger = badBus(() => 1, 0)
  const world = await openWorld(messenger.bus)
  const nodes = [new Node(world.app), new Node(world.app)] as const
  const [ada, bob, cleo, dan] = await Promise.all(['Ada', 'Bob', 'Cleo', 'Dan'].map(name => world.enter(name)))
  if (!ada || !bob || !cleo || !dan) throw new Error('Somebody is missing.')
  const room = String((await world.run(ada, { do: 'channel.create', name: 'room', private: isPrivate })).channel)
  await world.run(ada, { do: 'channel.invite', channel: room, users: [bob.user, dan.user] })
  await post(world, ada, room, 'before')
  const on = async (person: Person) => [await nodes[0].connect(person), await nodes[1].connect(person)]
  const [bobs, cleos, dans] = [await on(bob), await on(cleo), await on(dan)]
  if (!isPrivate) for (const client of cleos) ask(client, { do: 'watch', channel: room })
  await until(() => [...bobs, ...cleos, ...dans].every(({ replica }) => replica.settled), { what: 'the greetings' })
  await settled()
  return { world, nodes, messenger, room, people: { ada, bob, cleo, dan }, bobs, cleos, dans }
}

let ids = 5000
const ask = ({ session }: Client, command: object) => session.message(JSON.stringify({ ...command, id: ++ids }))

let posts = 0
const post = (world: World, person: Person, channel: string, text: string) =>
  world.run(person, { do: 'message.post', channel, clientId: `p${++posts}`, text })

/** Everything that can change in a room, by the kind of row or signal that tells of it. */
const changes: Readonly<Record<string, (stage: Stage) => Promise<unknown>>> = {
  message: ({ world, people, room }) => post(world, people.ada, room, 'secret'),
  'edited message': ({ world, people, room }) =>
    world.run(people.ada, { do: 'message.edit', channel: room, seq: 2, text: 'secret edit' }),
  reaction: ({ world, people, room }) =>
    world.run(people.ada, { do: 'reaction.add', channel: room, seq: 2, name: 'tada' }),
  tombstone: ({ world, people, room }) => world.run(people.ada, { do: 'message.delete', channel: room, seq: 2 }),
  channel: ({ world, people, room }) =>
    world.run(people.ada, { do: 'channel.describe', channel: room, topic: `secret topic ${++posts}` }),
  seat: ({ world, people, room }) =>
    world.run(people.ada, { do: 'channel.admin', channel: room, user: people.dan.user, admin: true }),
  name: ({ world, people, room }) =>
    world.run(people.ada, { do: 'channel.rename', channel: room, name: 'secret-name' }),
  typing: ({ world, people, room }) => world.app.signals.typing(people.ada, room),
}

/** Each way of losing a room, and whose sockets lose it. */
const ways: readonly {
  name: string
  isPrivate: boolean
  lose: (stage: Stage) => Promise<unknown>
  losers: (stage: Stage) => readonly Client[]
}[] = [
  {
    name: 'being removed from a private channel',
    isPrivate: true,
    lose: ({ world, people, room }) =>
      world.run(people.ada, { do: 'channel.remove', channel: room, user: people.bob.user }),
    losers: ({ bobs }) => bobs,
  },
  {
    name: 'leaving a private channel',
    isPrivate: true,
    lose: ({ world, people, room }) => world.run(people.bob, { do: 'channel.leave', channel: room }),
    losers: ({ bobs }) => bobs,
  },
  {
    name: 'its becoming private while one watches',
    isPrivate: false,
    lose: ({ world, people, room }) => world.run(people.ada, { do: 'channel.convert', channel: room, kind: 'private' }),
    losers: ({ cleos }) => cleos,
  },
]

/** What a socket was told of a room since `from`: frames of its stream, and whatever else names it. */
const toldOf = ({ socket }: Client, room: string, from: number): string[] =>
  socket.texts
    .slice(from)
    .filter(text => text.includes(`"stream":"${room}"`) || text.includes(`"typing":{"channel":"${room}"`))

describe('[HUB-3] [HUB-6] after', () => {
  for (const { name, isPrivate, lose, losers } of ways) {
    for (const hints of ['told', 'lost'] as const) {
      test(`${name} nothing comes of it, and all of it to who stays (the hint is ${hints})`, async () => {
        const it = await stage(isPrivate)
        const lost = losers(it)
        const all = [...lost, ...it.dans]
        // Before, everything reaches both.
        for (const [kind, change] of Object.entries({ message: changes.message, channel: changes.channel })) {
          const from = all.map(({ socket }) => socket.texts.length)
          await change?.(it)
          await until(() => all.every((client, at) => toldOf(client, it.room, from[at] ?? 0).length > 0), {
            what: `the ${kind} at all sockets`,
          })
        }
        const [slow] = lost
        if (slow) slow.socket.waiting = 100
        if (hints === 'lost') it.messenger.only(() => false)
        await lose(it)
        it.messenger.only(() => true)
        if (hints === 'lost') for (const node of it.nodes) await node.hub.check()
        expect(slow?.socket.ended).toBe('terminated')
        for (const [kind, change] of Object.entries(changes)) {
          const from = all.map(({ socket }) => socket.texts.length)
          await change(it)
          await until(
            () => it.dans.every((client, at) => toldOf(client, it.room, from[lost.length + at] ?? 0).length > 0),
            {
              what: `the ${kind} at who stays`,
            },
          )
          await settled()
          expect([kind, ...lost.flatMap((client, at) => toldOf(client, it.room, from[at] ?? 0))]).toEqual([kind])
        }
      })
    }
  }
})

test('[HUB-3] a member who called watch as well keeps hearing a channel that becomes private', async () => {
  const it = await stage(false)
  for (const client of it.dans) ask(client, { do: 'watch', channel: it.room })
  await settled()
  await it.world.run(it.people.ada, { do: 'channel.convert', channel: it.room, kind: 'private' })
  for (const { socket } of it.dans) expect(socket.subscriptions).toContain(it.room)
  for (const { socket } of it.cleos) expect(socket.subscriptions).not.toContain(it.room)
})

test('[HUB-3] nobody hears a deleted channel, and its places end without anybody asking', async () => {
  const it = await stage(true)
  await it.world.store.commit({
    actor: it.people.ada.user,
    command: 'job.test',
    scope: { streams: ['people'], facts: [['user', it.people.ada.user]] },
    decide: facts => {
      const user = facts.get('user', it.people.ada.user)
      if (user === null) throw new Error('Ada is not there.')
      return { writes: [{ stream: 'people', table: 'users', row: { ...user, role: 'owner' } }], ok: {} }
    },
  })
  const said = (await it.world.store.page(it.room, 100, 10)).rows
  expect(said.length).toBeGreaterThan(0)
  await it.world.run(it.people.ada, { do: 'channel.delete', channel: it.room, name: 'room' })
  for (const { socket } of [...it.bobs, ...it.dans]) expect(socket.subscriptions).not.toContain(it.room)
  it.world.app.jobs.begin()
  await until(
    async () => {
      it.world.app.jobs.tick()
      return (await it.world.store.page(it.room, 100, 10)).rows.length === 0
    },
    { what: 'the end of what was said' },
  )
  await it.world.app.jobs.end()
  for (const person of Object.values(it.people)) {
    expect((await it.world.store.places(person.user)).map(({ channel }) => channel)).not.toContain(it.room)
  }
  const place = (await it.world.store.look([['place', it.people.bob.user, it.room]])).get(
    'place',
    it.people.bob.user,
    it.room,
  )
  expect(place?.state).toBe('ended')
  expect(await it.world.app.ask.channel(it.people.bob, 'read', it.room)).toMatchObject({
    refused: { code: 'channel_not_found' },
  })
})

test('[HUB-2] who is greeted while being removed hears nothing of the channel', async () => {
  const it = await stage(true)
  const greeting = it.nodes[1].connect(it.people.bob)
  await it.world.run(it.people.ada, { do: 'channel.remove', channel: it.room, user: it.people.bob.user })
  const late = await greeting
  const from = late.socket.texts.length
  await post(it.world, it.people.ada, it.room, 'secret')
  await settled()
  expect(late.socket.subscriptions).not.toContain(it.room)
  expect(toldOf(late, it.room, from)).toEqual([])
})
