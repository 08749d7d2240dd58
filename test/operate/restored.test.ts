import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { cpSync, rmSync } from 'node:fs'
import { Connection } from '../access/connection.ts'
import { enter } from '../access/guest.ts'
import { temporaryFolder } from '../support/leftovers.ts'
import { missing } from '../support/missing.ts'
import { patience } from '../support/pace.ts'
import { freshDatabase } from '../support/postgres.ts'
import { runFlack, startServer } from '../support/server.ts'

setDefaultTimeout(patience(60_000))

type Hello = { epoch: string; general: string; streams: Record<string, number> }

const helloOf = (socket: Connection): Hello => socket.frames.find(frame => 'hello' in frame)?.hello as Hello
const epochOf = (socket: Connection): string => helloOf(socket).epoch

test('[SYNC-5] who has seen what came after a backup starts afresh when it is put back', async () => {
  const server = await startServer()
  const { token } = await enter(server.url, 'Ada')
  const before = await Connection.greeted(server.url, token)
  const say = (socket: Connection, text: string) =>
    socket.ask({ do: 'message.post', channel: '#general', clientId: text, text })
  const posted = (await say(before, 'one')).ok as { seq: number; ts: string }
  await server.stop()
  const backup = temporaryFolder('backup')
  cpSync(server.dataDir, backup, { recursive: true, filter: path => !path.endsWith('.sock') })

  await server.restart()
  for (const name of ['Bob', 'Cleo', 'Dan']) await enter(server.url, name)
  const lost = await Connection.greeted(server.url, token)
  const channel = helloOf(lost).general
  const since = helloOf(lost).streams[channel]
  expect(epochOf(lost)).toBe(epochOf(before))
  await server.stop()
  rmSync(server.dataDir, { recursive: true })
  cpSync(backup, server.dataDir, { recursive: true })

  await server.restart()
  const after = await Connection.greeted(server.url, token)
  expect(epochOf(after)).not.toBe(epochOf(before))
  for (const text of ['two', 'three', 'four', 'five']) await say(after, text)
  const newest = { seq: posted.seq, ts: posted.ts }
  const answer = await after.ask({ do: 'sync', epoch: epochOf(lost), stream: channel, since, newest })
  expect(answer.ok).toMatchObject({ reset: true, epoch: epochOf(after) })
  expect(server.logs()).toContain('"event":"database.put_back"')
  await server.stop()
})

describe(`flack restored${missing.postgres}`, () => {
  test.skipIf(missing.postgres !== '')('begins a new lineage on PostgreSQL, while no server runs', async () => {
    const env = { DATABASE_URL: await freshDatabase() }
    const server = await startServer({ env })
    const { token } = await enter(server.url, 'Ada')
    const before = epochOf(await Connection.greeted(server.url, token))
    const early = await runFlack(['restored', '--data', temporaryFolder('data')], { env })
    expect([early.code, early.stderr]).toEqual([1, expect.stringContaining('A server is running on it')])
    await server.stop()
    const { code, stdout } = await runFlack(['restored', '--data', server.dataDir], { env })
    expect([code, stdout]).toEqual([0, 'Browsers and programs will start afresh from this database.\n'])
    await server.restart()
    expect(epochOf(await Connection.greeted(server.url, token))).not.toBe(before)
    await server.stop()
  })
})
