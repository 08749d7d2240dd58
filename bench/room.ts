import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Bench } from './bench.ts'
import { checkKept } from './kept.ts'
import { type Load, type Loaded, load } from './load.ts'
import { type Running, startFlack, startReference } from './running.ts'
import { createChannel, joinMany } from './wire.ts'

/** One room in which everybody hears everything: Flack and the reference, loaded in turns. */
export type Pair = { flack: Measured; reference: Measured }

/** What a server did in one round, and the bytes of memory that it held after it. */
export type Measured = Loaded & { memory: number }

/** Another server, and how one talks to it. */
export type Rival = { start(): Promise<Running>; room: Pick<Load, 'script' | 'path'> }

const PEOPLE = 1000

/** So that what a reader receives for one message is about 200 bytes from either. */
const FLACK_TEXT = '{t} Shall we meet at noon, as usual?'
const REFERENCE_MESSAGE = `{"row":"message","author":"user{i}","text":"{t} ${'Shall we meet at noon, as usual? '.repeat(4)}"}`

/** Flack and the C server, which only hands on what it gets. */
export const roomPairs = async (bench: Bench, name: string, inFlight: number): Promise<Pair[]> => {
  const cref = { start: () => startReference(bench.tools), room: { script: [`M ${REFERENCE_MESSAGE}`] } }
  const rounds = await roomRounds(bench, name, inFlight, [cref])
  return rounds.flatMap(([flack, reference]) => (flack && reference ? { flack, reference } : []))
}

/**
 * Runs so many rounds and checks that what Flack acknowledged is kept. Each answers what Flack did, and then what its
 * rivals did.
 */
export const roomRounds = async (
  bench: Bench,
  name: string,
  inFlight: number,
  rivals: readonly Rival[],
): Promise<Measured[][]> => {
  const dataDir = join(bench.folder, name)
  mkdirSync(dataDir)
  const flack = await startFlack(dataDir)
  const servers = [flack]
  try {
    for (const rival of rivals) servers.push(await rival.start())
    const people = await joinMany(flack, PEOPLE)
    const [creator] = people
    if (!creator) return []
    const channel = await createChannel(flack, creator, 'bench')
    const wanted = { clients: PEOPLE, inFlight, warm: 0.7, secs: bench.quick ? 1.5 : 3 }
    const acks = Array.from({ length: bench.reps }, (_, rep) => join(dataDir, `acks-${rep}`))
    const rounds: Measured[][] = []
    for (const [rep, file] of acks.entries()) {
      const rooms = [flackRoom(channel, people, file), ...rivals.map(({ room }) => room)]
      const measure = async (server: Running, index: number) => {
        const loaded = await load(bench, server, { script: [], ...rooms[index], ...wanted })
        return { ...loaded, memory: server.memory() }
      }
      rounds.push(await inTurns(rep, servers, measure))
    }
    const kept = checkKept({ dataDir, channels: [channel], acks, users: people.map(({ id }) => id) })
    bench.say(`${name}: all ${kept} acknowledged messages are kept, and no other.`)
    return rounds
  } finally {
    await Promise.all(servers.map(server => server.stop()))
  }
}

/** Everybody joins #bench and hears what is said there; `acks` is where the promised numbers go. */
export const flackRoom = (channel: string, people: readonly { token: string }[], acks?: string) => ({
  ...(acks !== undefined && { acks }),
  path: '/ws',
  headers: ['authorization: Bearer {1}'],
  people: people.map(({ token }) => token),
  script: [
    'W {"hello"',
    'S {"id":1,"do":"channel.join","channel":"#bench"}',
    'W {"re":1,"ok"',
    `M {"id":{n},"do":"message.post","channel":"${channel}","clientId":"{m}-{i}","text":"${FLACK_TEXT}"}`,
  ],
})

/** Who goes first changes from round to round, so that nobody gains from it; the answers in the order of `all`. */
const inTurns = async <T, A>(
  round: number,
  all: readonly T[],
  work: (one: T, index: number) => Promise<A>,
): Promise<A[]> => {
  const answers = new Map<number, A>()
  for (let step = 0; step < all.length; step++) {
    const index = (round + 1 + step) % all.length
    const one = all[index]
    if (one !== undefined) answers.set(index, await work(one, index))
  }
  return all.flatMap((_, index) => answers.get(index) ?? [])
}
