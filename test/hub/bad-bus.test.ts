import { describe, expect, test } from 'bun:test'
import type { App } from '#app/app.ts'
import { seeded } from '../fire/random.ts'
import { full } from '../support/full.ts'
import { badBus } from './bad-bus.ts'
import { type Client, expectWhole, fresh, Node, openWorld, type Person, settled, type World } from './node.ts'

/** The last ones once found a seat that nobody heard. */
const seeds = full ? Array.from({ length: 300 }, (_, index) => index + 1) : [1, 2, 3, 4, 5, 6, 76, 96, 104]

describe('over a bus that loses, doubles, delays and reorders hints', () => {
  for (const seed of seeds) {
    test(`[HUB-1] [SYNC-1] all clients of two nodes end equal to a fresh read (seed ${seed})`, async () => {
      const random = seeded(seed)
      const messenger = badBus(random)
      const world = await openWorld(messenger.bus)
      const nodes = [new Node(world.app), new Node(world.app)]
      const people = await Promise.all(['Ada', 'Bob', 'Cleo', 'Dan'].map(world.enter))
      const clients: Client[] = []
      for (let turn = 0; turn < 150; turn++) {
        await act(world, people, random, turn)
        if (turn % 15 === 0) clients.push(await connectSomebody(nodes, people, random))
        if (turn % 2 === 0) messenger.pump()
        if (turn % 10 === 9) for (const { hub } of nodes) await hub.check()
      }
      messenger.pump(true)
      for (const { hub } of nodes) await hub.check()
      await settled()
      for (const { hub } of nodes) for (const listener of hub.all()) hub.digest(listener)
      expect(Math.min(...Object.values(messenger.mishaps))).toBeGreaterThan(10)
      for (const client of clients) await expectWhole(world.store, client)
    })
  }
})

/** Something that somebody might do; what is refused changes nothing. */
const act = async ({ app, store }: World, people: readonly Person[], random: () => number, turn: number) => {
  const person = people[Math.floor(random() * people.length)]
  if (!person) return
  const listings = await fresh(store, 'directory')
  const listing = listings[Math.floor(random() * listings.length)]
  const channel = listing?.row === 'listing' ? listing.id : app.identity.general
  const die = random()
  if (die < 0.1) await app.run(person, { do: 'channel.create', name: `room ${Math.floor(random() * 4)}` })
  else if (die < 0.3) await app.run(person, { do: 'channel.join', channel })
  else if (die < 0.45) await app.run(person, { do: 'channel.leave', channel })
  else if (die < 0.5) await app.run(person, { do: 'profile.rename', name: `Person ${turn}` })
  else if (die < 0.55) await app.run(person, { do: 'read.mark', channel, seq: 1 + Math.floor(random() * 5) })
  else if (die < 0.7) await actOnMessage(app, person, channel, random)
  else await app.run(person, { do: 'message.post', channel, clientId: `${turn}`, text: `${turn}` })
}

/** An edit, a deletion or a reaction, of a message that may be there. */
const actOnMessage = async ({ run }: App, person: Person, channel: string, random: () => number) => {
  const [die, seq] = [random(), 1 + Math.floor(random() * 8)]
  const name = random() < 0.5 ? 'tada' : '+1'
  if (die < 0.25) await run(person, { do: 'message.edit', channel, seq, text: `edited ${random()}` })
  else if (die < 0.4) await run(person, { do: 'message.delete', channel, seq })
  else await run(person, { do: die < 0.8 ? 'reaction.add' : 'reaction.remove', channel, seq, name })
}

const connectSomebody = async (nodes: readonly Node[], people: readonly Person[], random: () => number) => {
  const node = nodes[Math.floor(random() * nodes.length)]
  const person = people[Math.floor(random() * people.length)]
  if (!node || !person) throw new Error('there is nobody')
  return node.connect(person)
}
