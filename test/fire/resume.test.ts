import { afterAll, beforeAll, expect, test } from 'bun:test'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { FireClient } from './client.ts'
import type { Recorded } from './history.ts'
import { type Recorder, recorder } from './recorder.ts'

const nowhere = 'http://127.0.0.1:9'

let server: Server
beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off' } })
})
afterAll(async () => {
  await server.stop()
})

test('[SYNC-1] a client that was away for a while gets what it missed, row by row', async () => {
  const { seen, moments } = await away('some', 150)
  expect(seen).toEqual(Array.from({ length: 151 }, (_, index) => index + 1))
  expect(moments.map(({ kind }) => kind)).toEqual(['resume'])
})

test('[SYNC-3] a client that was away for too long is told openly, and starts afresh with the newest page', async () => {
  const { seen, moments } = await away('many', 2_100)
  expect(seen).toEqual(Array.from({ length: 100 }, (_, index) => 2_002 + index))
  expect(moments.map(({ kind }) => kind)).toEqual(['reset'])
})

/** Ada sees a message, is away while Bob posts, and returns: what she shows then, and how she was brought there. */
const away = async (channelName: string, posts: number): Promise<{ seen: number[]; moments: Recorded[] }> => {
  const here = { url: server.url }
  const recorded: Recorder = recorder()
  const ada = await arrive(`Ada of ${channelName}`, () => here.url, recorded)
  const bob = await arrive(`Bob of ${channelName}`, () => server.url, recorder())
  const channel = await ada.join(channelName)
  await bob.join(channelName)
  await bob.post(channel, 'first')
  await until(() => ada.view(channel).length === 1)
  const before = recorded.history.length
  here.url = nowhere
  ada.cut()
  await Promise.all(Array.from({ length: posts }, (_, index) => postApart(bob, channel, `apart ${index}`)))
  here.url = server.url
  await until(() => ada.view(channel).at(-1)?.seq === posts + 1, { what: 'what Ada missed' })
  ada.stop()
  bob.stop()
  const moments = recorded.history.slice(before).filter(({ kind }) => kind === 'resume' || kind === 'reset')
  return { seen: ada.view(channel).map(({ seq }) => seq), moments }
}

const arrive = async (name: string, url: () => string, recorded: Recorder): Promise<FireClient> => {
  const client = new FireClient({ name, url, recorder: recorded, random: () => 0.5 })
  await client.start()
  return client
}

/** Not through the outbox, which keeps one post in flight. */
const postApart = (client: FireClient, channel: string, text: string) =>
  client.ask({ do: 'message.post', channel, clientId: text, text })
