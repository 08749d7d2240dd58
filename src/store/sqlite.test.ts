import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { ada, ok, openTestStore, post, settle, team } from '../../test/support/commands.ts'
import { temporaryFolder } from '../../test/support/leftovers.ts'
import { startProgram } from '../../test/support/program.ts'
import { query } from './program.ts'
import { playScript } from './script.contract.ts'
import { openSqlite } from './sqlite.ts'
import { storeContract } from './store.contract.ts'
import { StoreUnavailable } from './store.ts'

const folder = temporaryFolder('sqlite')
let files = 0
const newFile = () => join(folder, `${++files}.db`)

storeContract('SQLite', {
  database: async () => {
    const file = newFile()
    return () => openSqlite(file)
  },
  schema: `select t.name as "table", c.name as "column", lower(c.type) as type, c.pk as key
    from sqlite_master t, pragma_table_info(t.name) c where t.type = 'table'`,
  indexes: "select name, tbl_name, sql from sqlite_master where type = 'index'",
})

test('in memory and in a file the same commands have the same answers', async () => {
  expect(await playScript(openSqlite(newFile()), 7)).toEqual(await playScript(openSqlite(':memory:'), 7))
})

test('commits are as durable as SQLite can make them', async () => {
  const engine = openSqlite(newFile())
  expect(await engine.read(query('pragma synchronous'))).toEqual([{ synchronous: 2 }])
  expect(await engine.read(query('pragma journal_mode'))).toEqual([{ journal_mode: 'wal' }])
  await engine.close()
})

test('what somebody else writes into the file is seen by the next command', async () => {
  const file = newFile()
  const store = await openTestStore(openSqlite(file))
  await settle(store)
  await ok(store.commit(post(ada, team, 'before')))
  const other = new Database(file)
  other.run("update seats set state = 'ended' where channel = ? and user = ?", [team, ada])
  other.close()
  expect(await store.commit(post(ada, team, 'after'))).toMatchObject({ refused: { code: 'not_a_member' } })
  await store.close()
})

test('a file that somebody else is still busy with is waited for at the start', async () => {
  const file = newFile()
  await openSqlite(file).close()
  const hold = `const db = new (require('bun:sqlite').Database)(${JSON.stringify(file)}); db.run('pragma locking_mode = exclusive'); db.run('begin exclusive')
    console.log('held'); setTimeout(() => db.close(), 300)`
  const other = startProgram([process.execPath, '-e', hold])
  await other.says(/^held$/m)
  const engine = openSqlite(file)
  expect(await engine.read(query('pragma busy_timeout'))).toEqual([{ timeout: 0 }])
  await engine.close()
})

test('[COMMIT-2] no read of the same process runs inside an open transaction', async () => {
  const engine = openSqlite(newFile())
  await engine.write(function* () {
    yield* query('create table t (n integer)')
  })
  const seen: Promise<readonly object[]>[] = []
  const written = engine.write(function* () {
    for (let n = 1; n <= 3; n++) {
      yield* query('insert into t values ($1)', n)
      queueMicrotask(() => seen.push(engine.read(query('select count(*) as n from t'))))
    }
  })
  await written
  await Promise.resolve()
  expect(await Promise.all(seen)).toEqual([[{ n: 3 }], [{ n: 3 }], [{ n: 3 }]])
  await engine.close()
})

test('another process sees a commit only when it is done, and its own open transaction stays its own', async () => {
  const file = newFile()
  const store = await openTestStore(openSqlite(file))
  await settle(store)
  const foreign = new Database(file)
  const count = () => foreign.query<{ n: number }, []>('select count(*) as n from messages').get()?.n
  foreign.run('begin')
  const before = count()
  await ok(store.commit(post(ada, team, 'one')))
  expect(count()).toBe(before)
  foreign.run('commit')
  expect(count()).toBe((before ?? 0) + 1)

  foreign.run('begin immediate')
  foreign.run('delete from messages')
  expect((await store.page(team, 10, 10)).rows).toHaveLength(1)
  await expect(store.commit(post(ada, team, 'two'))).rejects.toThrow(StoreUnavailable)
  foreign.run('rollback')
  foreign.close()
  expect(await ok(store.commit(post(ada, team, 'two')))).toMatchObject({ seq: 2 })
  await store.close()
})

test('[O-01] a database that can be read and not written is found out by its check, which leaves nothing behind', async () => {
  const engine = openSqlite(newFile())
  const store = await openTestStore(engine)
  await settle(store)
  const changes = await store.changes(0, 100)
  await store.check()
  await engine.read(query('pragma query_only = on'))
  await expect(store.check()).rejects.toThrow(StoreUnavailable)
  await engine.read(query('pragma query_only = off'))
  await store.check()
  expect(await store.changes(0, 100)).toEqual(changes)
  expect(await engine.read(query('select * from nodes'))).toEqual([])
  await store.close()
})

test('[O-01] a check reaches the disk', async () => {
  const file = newFile()
  const store = await openTestStore(openSqlite(file))
  const written = () => Bun.file(`${file}-wal`).size
  const before = written()
  await store.check()
  expect(written()).toBeGreaterThan(before)
  await store.close()
})

test('a commit that the disk refuses is refused, and changes nothing', async () => {
  const engine = openSqlite(newFile())
  const store = await openTestStore(engine)
  await settle(store)
  const [{ page_count: pages = 0 } = {}] = await engine.read(query<{ page_count: number }>('pragma page_count'))
  await engine.read(query(`pragma max_page_count = ${pages}`))
  const long = Array.from({ length: 20 }, (_, index) => store.commit(post(ada, team, `${index}`, 'x'.repeat(40_000))))
  const results = await Promise.allSettled(long)
  expect(results.every(result => result.status === 'rejected' && result.reason instanceof StoreUnavailable)).toBe(true)
  expect((await store.page(team, 10, 10)).rows).toEqual([])
  await engine.read(query('pragma max_page_count = 100000'))
  expect(await ok(store.commit(post(ada, team, 'now')))).toMatchObject({ seq: 1 })
  await store.close()
})
