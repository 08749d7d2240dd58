import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { connect, enter, type Member } from '../access/guest.ts'
import { seeded } from '../fire/random.ts'
import { readAll } from '../fire/reader.ts'
import { recorder } from '../fire/recorder.ts'
import type { Bag } from '../fire/wire.ts'
import { full } from '../support/full.ts'
import { patience } from '../support/pace.ts'
import { type Server, startServer } from '../support/server.ts'
import { type ForeignLibrary, libraries, startPeer } from './foreign-peer.ts'
import { ForeignSession } from './foreign-session.ts'

const posts = full ? 1000 : 50
/** What others say while it is away. */
const MISSED = 10

describe('[R-19] what others have written speaks with us, through a lost connection, and sees everything once and in order', () => {
  let server: Server
  let witness: Member

  beforeAll(async () => {
    server = await startServer(full ? { args: ['--limits', 'off'] } : {})
    witness = await connect(server.url, 'Witness')
  })

  afterAll(async () => {
    witness.socket.close()
    expect(await server.stop()).toBe(0)
  })

  const say = async (channel: string, clientId: string): Promise<void> => {
    const post = { do: 'message.post', channel: `#${channel}`, clientId, text: 'Meanwhile.' }
    expect(await witness.socket.ask(post)).toHaveProperty('ok')
  }

  const hears = (author: string, clientId: string) =>
    witness.socket.hears(
      ({ rows = [] }) => (rows as Bag[]).some(row => row.author === author && row.clientId === clientId),
      `message ${clientId}`,
    )

  const readFresh = async (reader: string, channel: string) => {
    const options = { name: reader, url: () => server.url, recorder: recorder(), random: seeded(1) }
    const [read] = await readAll(options, [channel])
    return read?.messages ?? []
  }

  const talk = async (library: ForeignLibrary, name: string): Promise<ForeignSession> => {
    const { id, token } = await enter(server.url, library.name)
    const session = new ForeignSession(hear => startPeer(library, { url: server.url, token }, hear))
    await session.open()
    await session.join(name)
    const half = posts / 2
    for (let n = 1; n < half; n++) await session.post(`${n}`)
    await session.postAndDie(`${half}`, () => hears(id, `${half}`))
    for (let n = 1; n <= MISSED; n++) await say(name, `${name} ${n}`)
    await session.open()
    for (let n = half; n <= posts; n++) await session.post(`${n}`)
    if (library.pings) await session.ping()
    expect(await session.closeAt(posts + MISSED)).toBe(1000)
    return session
  }

  for (const [index, library] of libraries.entries()) {
    test.concurrent.skipIf(library.lacks !== '')(
      `${library.name}${library.lacks}`,
      async () => {
        const name = `foreign-${index}`
        const created = await witness.socket.ask({ do: 'channel.create', name })
        const { acknowledged, arrived, synced, resets } = await talk(library, name)

        expect(arrived).toEqual([...(await readFresh(`Reader ${index}`, String(created.ok?.channel)))])
        expect(arrived.map(({ seq }) => seq)).toEqual(upTo(posts + MISSED))
        const own = arrived.filter(({ text }) => text !== 'Meanwhile.')
        expect(own.map(({ clientId }) => Number(clientId))).toEqual(upTo(posts))
        expect(acknowledged.map(({ clientId, seq }) => `${clientId}: ${seq}`)).toEqual(
          own.map(({ clientId, seq }) => `${clientId}: ${seq}`),
        )
        // What was under way when the connection went was sent twice.
        expect(acknowledged.filter(({ duplicate }) => duplicate).map(({ clientId }) => Number(clientId))).toEqual([
          posts / 2,
        ])
        expect(synced).toBeGreaterThanOrEqual(MISSED)
        expect(resets).toBe(0)
      },
      patience(60_000),
    )
  }
})

const upTo = (last: number): number[] => Array.from({ length: last }, (_, at) => at + 1)
