import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { Hello } from '#protocol/frames.ts'
import { type Server, startServer } from '../support/server.ts'
import { Connection } from './connection.ts'
import { enter } from './guest.ts'

/** What a greeting says of the own stream, by what its client says to hold. */
let server: Server
let token: string
let hello: Hello

beforeAll(async () => {
  server = await startServer()
  token = (await enter(server.url, 'Ada')).token
  const first = await Connection.greeted(server.url, token)
  hello = helloOf(first)
  await first.ask({ do: 'message.post', channel: '#general', clientId: 'a', text: 'One.' })
  await first.ask({ do: 'reaction.add', channel: '#general', seq: 1, name: 'tada' })
  await first.ask({ do: 'reaction.add', channel: '#general', seq: 2, name: 'tada' })
  first.close()
})
afterAll(() => server.stop())

const helloOf = (connection: Connection): Hello => (connection.frames[0] as { hello: Hello }).hello
const mineWith = async (query: string): Promise<Hello['mine']> => {
  const connection = await Connection.greeted(server.url, token, {}, query)
  connection.close()
  return helloOf(connection).mine
}

test('[SYNC-6] [OWN] a greeting goes on from what is held of the own stream, rows by key among it', async () => {
  const { rev } = hello.mine
  const mine = await mineWith(`?epoch=${hello.epoch}&own=${rev}`)
  expect(mine).toMatchObject({ since: rev })
  expect(mine.rev).toBeGreaterThan(rev)
  expect(mine.rows.filter(({ row }) => row === 'mark')).toMatchObject([{ seq: 1 }, { seq: 2 }])
  expect(await mineWith(`?epoch=${hello.epoch}&own=${mine.rev}`)).toMatchObject({ since: mine.rev, rows: [] })
})

test('[SYNC-6] whatever cannot be gone on from begins anew, with what is held whole', async () => {
  const queries = ['', '?own=3', `?epoch=another&own=${hello.mine.rev}`, `?epoch=${hello.epoch}&own=999999`]
  for (const query of [...queries, `?epoch=${hello.epoch}&own=-1`, `?epoch=${hello.epoch}&own=x`]) {
    const mine = await mineWith(query)
    expect(mine.since).toBe(0)
    expect(mine.rows.map(({ row }) => row)).toContain('place')
    expect(mine.rows.map(({ row }) => row)).not.toContain('mark')
  }
})

test('[OWN] my marks of an interval: those that are there, or what changed since', async () => {
  const connection = await Connection.greeted(server.url, token)
  const own = async (since: number) =>
    (await connection.ask({ do: 'own', channel: '#general', from: 1, to: 2, since })).ok as {
      rev: number
      rows: { seq: number; gone?: true }[]
    }
  const { rev, rows } = await own(0)
  expect(rows.map(({ seq }) => seq)).toEqual([1, 2])
  await connection.ask({ do: 'reaction.remove', channel: '#general', seq: 1, name: 'tada' })
  expect((await own(rev)).rows).toMatchObject([{ seq: 1, gone: true }])
  expect((await own(0)).rows.map(({ seq }) => seq)).toEqual([2])
  connection.close()
})

test('[SYNC-2] [SYNC-3] people are a stream of their own: who changed comes, and a fresh start brings nobody', async () => {
  const connection = await Connection.greeted(server.url, token)
  const { streams, epoch, workspace } = helloOf(connection)
  const held = streams.people ?? 0
  const { id } = await enter(server.url, 'Grace')
  const sync = async (fields: object) => (await connection.ask({ do: 'sync', epoch, ...fields })).ok
  const grace = { row: 'user', rev: held + 1, id, name: 'Grace', kind: 'human' }
  expect(await sync({ stream: 'people', since: held })).toMatchObject({ rev: held + 1, rows: [grace], more: false })
  await connection.hears(({ stream, rev }) => stream === 'people' && rev === held + 1, 'that Grace has come')
  const anew = { reset: true, rev: held + 1, rows: [], more: false }
  expect(await sync({ stream: 'people', since: held + 2 })).toMatchObject(anew)
  expect(await sync({ stream: 'people', since: held, epoch: 'another' })).toMatchObject(anew)
  // The workspace has not moved by that.
  expect(await sync({ stream: workspace, since: streams[workspace] })).toMatchObject({ rev: streams[workspace] })
  expect(await sync({ stream: workspace, since: 0, epoch: 'another' })).toMatchObject({
    reset: true,
    rows: [{ row: 'workspace', id: workspace }],
  })
  connection.close()
})
