import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Bench, Figure, Scenario } from './bench.ts'
import { load } from './load.ts'
import { flackRoom } from './room.ts'
import { type Running, startFlack } from './running.ts'
import { Speaker } from './speaker.ts'
import { brief, median } from './statistics.ts'
import { createChannel, joinMany, manyAtOnce, type Person } from './wire.ts'

const WRITERS = 128
const IN_FLIGHT = 4
const ROOM = 1000
const CROWD = 20
/** A thousand people within ten seconds. */
const TOGGLES_A_SECOND = 100

/** What reactions cost: to a reader, to the disk beside posts, and to messages in the same room. */
export const reacting: Scenario = async bench => {
  const dataDir = join(bench.folder, 'reacting')
  mkdirSync(dataDir)
  const flack = await startFlack(dataDir)
  try {
    const people = await joinMany(flack, ROOM)
    return [
      await bytesOfToggle(flack, people),
      await togglesBesidePosts(bench, flack, people.slice(0, WRITERS)),
      await messagesBesideToggles(bench, flack, people),
    ]
  } finally {
    await flack.stop()
  }
}

/** A toggle on a message of 40,000 characters must not send the text again. */
const bytesOfToggle = async (flack: Running, people: readonly Person[]): Promise<Figure> => {
  const [writer, reader] = await Promise.all(people.slice(0, 2).map(person => Speaker.open(flack, person)))
  if (!writer || !reader) throw new Error('Two people are needed.')
  const { channel } = await writer.ask('channel.create', { name: 'long' })
  await reader.ask('channel.join', { channel })
  const { seq } = await writer.ask('message.post', { channel, clientId: 'long', text: 'x'.repeat(40_000) })
  reader.isListening = true
  for (const name of ['reaction.add', 'reaction.remove']) await writer.ask(name, { channel, seq, name: 'tada' })
  // What was asked later is answered later: by then both changes were heard.
  await reader.ask('history', { channel, limit: 1 })
  writer.close()
  reader.close()
  return {
    what: 'a toggle on a message of 40,000 characters: bytes to each reader',
    budget: 300,
    better: 'less',
    unit: 'B',
    samples: reader.heard.map(text => text.length),
    detail: reader.heard[0] ?? 'nothing was heard',
  }
}

const togglesBesidePosts = async (bench: Bench, flack: Running, people: readonly Person[]): Promise<Figure> => {
  const channels = await manyAtOnce(people.length, async index => {
    const person = people[index]
    return person ? createChannel(flack, person, `toggled-${index}`) : ''
  })
  const speakers = await Promise.all(people.map(person => Speaker.open(flack, person)))
  await Promise.all(
    speakers.map((speaker, index) =>
      speaker.ask('message.post', { channel: channels[index], clientId: 'first', text: 'a' }),
    ),
  )
  const posts = () =>
    rateOf(bench, speakers, (speaker, index, lane, turn) =>
      speaker.ask('message.post', {
        channel: channels[index],
        clientId: `${Date.now()}-${lane}-${turn}`,
        text: 'Shall we meet at noon, as usual?',
      }),
    )
  const toggles = () =>
    rateOf(bench, speakers, (speaker, index, lane, turn) =>
      speaker.ask(turn % 2 ? 'reaction.remove' : 'reaction.add', {
        channel: channels[index],
        seq: 1,
        name: ['tada', 'eyes', 'wave', 'heart'][lane] ?? '+1',
      }),
    )
  const rounds: { posts: number; toggles: number }[] = []
  for (let rep = 0; rep < bench.reps; rep++) rounds.push({ posts: await posts(), toggles: await toggles() })
  for (const speaker of speakers) speaker.close()
  return {
    what: 'ingest of reactions beside that of posts, 128 people, 4 in flight each',
    budget: 0.4,
    better: 'more',
    unit: '×',
    samples: rounds.map(round => round.toggles / round.posts),
    detail: `${brief(median(rounds.map(round => round.toggles)))}/s beside ${brief(median(rounds.map(round => round.posts)))}/s`,
  }
}

type Act = (speaker: Speaker, index: number, lane: number, turn: number) => Promise<unknown>

/** How often all speakers together do something, by the second, each with so many in flight. */
const rateOf = async ({ quick }: Bench, speakers: readonly Speaker[], act: Act): Promise<number> => {
  const began = performance.now()
  const until = began + (quick ? 1000 : 3000)
  let done = 0
  const lane = async (speaker: Speaker, index: number, number: number) => {
    for (let turn = 0; performance.now() < until; turn++) {
      await act(speaker, index, number, turn)
      done++
    }
    // An odd number of turns leaves the emoji there: the next round begins as this one did.
    await act(speaker, index, number, 1).catch(() => {})
  }
  const lanes = speakers.flatMap((speaker, index) =>
    Array.from({ length: IN_FLIGHT }, (_, number) => lane(speaker, index, number)),
  )
  await Promise.all(lanes)
  return done / ((performance.now() - began) / 1000)
}

/** Messages in a room of a thousand, quiet and while a thousand people react to one of them within ten seconds. */
const messagesBesideToggles = async (bench: Bench, flack: Running, people: readonly Person[]): Promise<Figure> => {
  const [creator] = people
  if (!creator) throw new Error('Somebody is needed.')
  const channel = await createChannel(flack, creator, 'bench')
  const wanted = { clients: ROOM, inFlight: 1, warm: 0.7, secs: bench.quick ? 1.5 : 5 }
  const measure = () => load(bench, flack, { ...flackRoom(channel, people), ...wanted })
  await measure()
  const rounds: { quiet: number; beside: number }[] = []
  for (let rep = 0; rep < bench.reps; rep++) {
    const quiet = (await measure()).p99
    const crowd = await gather(flack, people.slice(0, CROWD), channel)
    const beside = (await measure()).p99
    await crowd.leave()
    rounds.push({ quiet, beside })
  }
  return {
    what: 'delivery in a room of 1,000 while 100 reactions a second come in it: p99 beside the same room without',
    budget: 1.5,
    better: 'less',
    unit: '×',
    samples: rounds.map(round => round.beside / round.quiet),
    detail: `${median(rounds.map(round => round.beside)).toFixed(2)} ms beside ${median(rounds.map(round => round.quiet)).toFixed(2)} ms`,
  }
}

/**
 * People who toggle a reaction on the first message of a channel, evenly over time, until they leave. They begin at the first
 * message that they hear: before it sends any, the load generator waits until its thousand sockets are silent.
 */
const gather = async (flack: Running, people: readonly Person[], channel: string) => {
  const speakers = await Promise.all(people.map(person => Speaker.open(flack, person)))
  const over = Promise.withResolvers<void>()
  let isOver = false
  const react = async (speaker: Speaker) => {
    await Promise.race([speaker.spokenTo, over.promise])
    for (let turn = 0; !isOver; turn++) {
      await speaker.ask(turn % 2 ? 'reaction.remove' : 'reaction.add', { channel, seq: 1, name: 'tada' })
      // The pace of the load, so many a second; it waits for nothing.
      await Bun.sleep((1000 * people.length) / TOGGLES_A_SECOND)
    }
    speaker.close()
  }
  const all = Promise.all(speakers.map(react))
  return {
    leave: async () => {
      isOver = true
      over.resolve()
      await all
    },
  }
}
