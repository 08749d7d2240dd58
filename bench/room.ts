import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Bench } from './bench.ts'
import { checkKept } from './kept.ts'
import { type Load, type Loaded, load } from './load.ts'
import { type Running, startFlack, startReference } from './running.ts'
import { createChannel, joinMany } from './wire.ts'

/** One room in which everybody hears everything: Flack and the reference, loaded in turns. */
export type Pair = { flack: Loaded; reference: Loaded }

const PEOPLE = 1000

/** So that what a reader receives for one message is about 200 bytes from either. */
const FLACK_TEXT = '{t} Shall we meet at noon, as usual?'
const REFERENCE_MESSAGE = `{"row":"message","author":"user{i}","text":"{t} ${'Shall we meet at noon, as usual? '.repeat(4)}"}`

/** Runs so many pairs and checks that what Flack acknowledged is kept. */
export const roomPairs = async (bench: Bench, name: string, inFlight: number): Promise<Pair[]> => {
  const dataDir = join(bench.folder, name)
  mkdirSync(dataDir)
  const flack = await startFlack(dataDir)
  const reference = await startReference(bench.tools)
  try {
    const people = await joinMany(flack, PEOPLE)
    const [creator] = people
    if (!creator) return []
    const channel = await createChannel(flack, creator, 'bench')
    const wanted = { clients: PEOPLE, inFlight, warm: 0.7, secs: bench.quick ? 1.5 : 3 }
    const room = flackRoom(wanted, channel, people)
    const pairs: Pair[] = []
    const acks: string[] = []
    for (let rep = 0; rep < bench.reps; rep++) {
      acks.push(join(dataDir, `acks-${rep}`))
      const measured = await alternately(bench, rep, { flack, reference }, { ...room, acks: acks[rep] ?? '' }, wanted)
      pairs.push(measured)
    }
    const kept = checkKept({ dataDir, channels: [channel], acks, users: people.map(({ id }) => id) })
    bench.say(`${name}: all ${kept} acknowledged messages are kept, and no other.`)
    return pairs
  } finally {
    await Promise.all([flack.stop(), reference.stop()])
  }
}

const flackRoom = (wanted: Omit<Load, 'script'>, channel: string, people: readonly { token: string }[]): Load => ({
  ...wanted,
  path: '/ws',
  headers: ['authorization: Bearer {1}'],
  people: people.map(({ token }) => token),
  script: [
    'W {"hello"',
    'S {"id":1,"do":"channel.join","channel":"#bench"}',
    'W {"re":1,"ok"',
    `M {"id":{n},"do":"message.post","channel":"${channel}","clientId":"{r}-{i}-{n}","text":"${FLACK_TEXT}"}`,
  ],
})

/** Who goes first changes from pair to pair, so that neither gains from it. */
const alternately = async (
  bench: Bench,
  rep: number,
  servers: { flack: Running; reference: Running },
  room: Load,
  wanted: Omit<Load, 'script'>,
): Promise<Pair> => {
  const ofFlack = () => load(bench, servers.flack, room)
  const ofReference = () => load(bench, servers.reference, { ...wanted, script: [`M ${REFERENCE_MESSAGE}`] })
  if (rep % 2 === 0) {
    const reference = await ofReference()
    return { reference, flack: await ofFlack() }
  }
  const flack = await ofFlack()
  return { flack, reference: await ofReference() }
}
