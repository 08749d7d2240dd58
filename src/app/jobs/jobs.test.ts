import { Database } from 'bun:sqlite'
import { describe, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openPostgres } from '#store/postgres.ts'
import { openSqlite } from '#store/sqlite.ts'
import { ada, ok, openTestStore, post, request, settle, team } from '../../../test/support/commands.ts'
import { temporaryFolder } from '../../../test/support/leftovers.ts'
import { missing } from '../../../test/support/missing.ts'
import { freshDatabase } from '../../../test/support/postgres.ts'
import { createJobs } from './create.ts'
import { jobsContract } from './jobs.contract.ts'

const folder = temporaryFolder('jobs')
let files = 0

jobsContract('SQLite', async () => {
  const file = join(folder, `${++files}.db`)
  return () => openSqlite(file)
})

describe.skipIf(missing.postgres !== '')(`PostgreSQL${missing.postgres}`, () => {
  jobsContract('PostgreSQL', async () => {
    const url = await freshDatabase()
    return () => openPostgres(url)
  })
})

test('[EDIT] [JOB] within a minute what was deleted is gone from the files, with what it said before', async () => {
  const file = join(folder, 'scrubbed.db')
  let now = 1_700_000_000_000
  const store = await openTestStore(openSqlite(file), () => now)
  const jobs = createJobs({ store }, 'N1')
  jobs.begin()
  await settle(store)
  const secrets = ['a small secret', `${'a large secret '.repeat(2000)}`, 'an older secret']
  const kept = 'what stays'
  for (const [index, text] of [...secrets, kept].entries()) await ok(store.commit(post(ada, team, `m${index}`, text)))
  await ok(store.commit(request(ada, { do: 'message.edit', channel: team, seq: 3, text: 'a newer secret' })))
  for (const seq of [1, 2, 3]) await ok(store.commit(request(ada, { do: 'message.delete', channel: team, seq })))
  const bytes = () => readFileSync(file, 'latin1') + readFileSync(`${file}-wal`, 'latin1')
  expect(bytes()).toContain('secret')
  now += 59_000
  const reader = new Database(file, { readonly: true })
  reader.run('begin')
  reader.query('select count(*) from messages').get()
  jobs.tick()
  await jobs.end()
  expect(await jobs.counts()).toEqual({ waiting: 1, dead: 0 })
  reader.close()
  jobs.begin()
  now += 1000
  jobs.tick()
  await jobs.end()
  expect(await jobs.counts()).toEqual({ waiting: 0, dead: 0 })
  expect(bytes()).not.toContain('secret')
  expect(bytes()).toContain(kept)
  await store.close()
})
