import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { SQL } from 'bun'
import { openBoth } from '../../test/support/both.ts'
import { ada, bob, identity, ok, openTestStore, post, team } from '../../test/support/commands.ts'
import { missing } from '../../test/support/missing.ts'
import { patience } from '../../test/support/pace.ts'
import { freshDatabase } from '../../test/support/postgres.ts'
import { until } from '../../test/support/wait.ts'
import { openPostgres } from './postgres.ts'
import { type Program, query } from './program.ts'
import { playScript } from './script.contract.ts'
import { openSqlite } from './sqlite.ts'
import { storeContract } from './store.contract.ts'
import { StoreUnavailable } from './store.ts'

const ALL = Number.MAX_SAFE_INTEGER

setDefaultTimeout(patience(20_000))

let database: Promise<string> | undefined

/** The same database each time, and nothing in it: to make a new one takes ten times as long. */
const emptied = async (): Promise<string> => {
  database ??= freshDatabase()
  const url = await database
  await using sql = new SQL(url, { max: 1 })
  await sql.unsafe('drop schema public cascade')
  await sql.unsafe('create schema public')
  return url
}

describe.skipIf(missing.postgres !== '')(`PostgreSQL${missing.postgres}`, () => {
  storeContract('PostgreSQL', {
    database: async () => {
      const url = await emptied()
      return () => openPostgres(url)
    },
    schema: `select c.table_name as "table", c.column_name as "column", c.data_type as type,
        coalesce(k.ordinal_position, 0)::int as key
      from information_schema.columns c left join information_schema.key_column_usage k
        on k.table_name = c.table_name and k.column_name = c.column_name
      where c.table_schema = 'public'`,
    indexes: "select indexname, indexdef from pg_indexes where schemaname = 'public'",
  })

  for (const seed of [1, 2, 3]) {
    test(`both engines give the same answers, value by value, to the same commands (seed ${seed})`, async () => {
      const [here, there] = [
        await playScript(openPostgres(await emptied()), seed),
        await playScript(openSqlite(':memory:'), seed),
      ]
      expect(there.length).toBeGreaterThan(100)
      const said = JSON.stringify(there)
      expect(['"duplicate":true', '"client_id_reused"'].filter(word => !said.includes(word))).toEqual([])
      expect(here).toEqual(there)
    })
  }
})

describe.skipIf(missing.postgres !== '')(`PostgreSQL and whoever else is on it${missing.postgres}`, () => {
  test('[O-01] a database that can be read and not written is found out by its check, which leaves nothing behind', async () => {
    const { url, store, foreign, close } = await openBoth()
    const name = new URL(url).pathname.slice(1)
    await store.check()
    // Whoever connects from now on can only read, as on a standby.
    await foreign.unsafe(`alter database ${name} set default_transaction_read_only = on`)
    const standby = openPostgres(url)
    const other = await openTestStore({ ...standby, migrate: () => Promise.resolve(identity) })
    await expect(other.check()).rejects.toThrow(StoreUnavailable)
    await other.close()
    expect(await foreign.unsafe('select * from nodes')).toHaveLength(0)
    await close()
  })

  test('texts that travel badly arrive as they were, up to the largest', async () => {
    const { store, close } = await openBoth()
    const texts = [`'"\\ $1 ? \\u0000 \u2028 😀`, '\u0001\u007f\t\r\n', '"'.repeat(40_000), '\\'.repeat(40_000)]
    for (const [index, text] of texts.entries()) await ok(store.commit(post(ada, team, `${index}`, text)))
    await ok(store.commit(post(ada, team, 'large', '😀'.repeat(20_000))))
    const { rows } = await store.page(team, ALL, 100)
    expect(rows.map(({ text }) => text)).toEqual([...texts, '😀'.repeat(20_000)])
    await close()
  })

  test('[COMMIT-1] a commit waits for a lock that somebody holds, reads do not, and nothing of theirs leaks in', async () => {
    const { store, foreign, lockWaits, close } = await openBoth()
    const tx = await foreign.reserve()
    await tx.unsafe('begin')
    await tx.unsafe('update streams set seq = 41 where id = $1', [team])
    await tx.unsafe('insert into messages values ($1, 0, 41, 41, 41, $2, $3, $4, 41)', [team, ada, 'foreign', 'never'])
    const waiting = ok(store.commit(post(ada, team, 'one')))
    await until(async () => (await lockWaits()) === 1, { what: 'the commit to wait for the lock' })
    expect(await store.page(team, ALL, 10)).toMatchObject({ rows: [], more: false })
    expect((await store.look([['stream', team]])).get('stream', team)?.seq).toBe(0)
    await tx.unsafe('rollback')
    expect(await waiting).toMatchObject({ seq: 1 })
    expect((await store.page(team, ALL, 10)).rows.map(({ clientId }) => clientId)).toEqual(['one'])
    tx.release()
    await close()
  })

  test('[COMMIT-1] what another node commits while we wait for its lock is seen by what we decide', async () => {
    const { store, foreign, lockWaits, close } = await openBoth()
    const tx = await foreign.reserve()
    await tx.unsafe('begin')
    await tx.unsafe('select * from streams where id = $1 for update', [team])
    await tx.unsafe('update streams set seq = 41, posts = 40, rev = 50 where id = $1', [team])
    await tx.unsafe(`update seats set state = 'ended' where channel = $1 and "user" = $2`, [team, bob])
    const [mine, theirs] = [store.commit(post(ada, team, 'one')), store.commit(post(bob, team, 'two'))]
    await until(async () => (await lockWaits()) === 1, { what: 'the batch to wait for the lock' })
    await tx.unsafe('commit')
    expect(await mine).toMatchObject({ ok: { seq: 42 } })
    expect(await theirs).toMatchObject({ refused: { code: 'not_a_member' } })
    expect((await store.changed(team, 50)).rows).toMatchObject([{ row: 'message', rev: 51, seq: 42, post: 41 }])
    tx.release()
    await close()
  })

  test('a lock that is never let go is given up in time, and the store works on when it is gone', async () => {
    const { store, foreign, close } = await openBoth()
    const tx = await foreign.reserve()
    await tx.unsafe('begin')
    await tx.unsafe('select * from streams where id = $1 for update', [team])
    const started = performance.now()
    await expect(store.commit(post(ada, team, 'one'))).rejects.toThrow(StoreUnavailable)
    expect(performance.now() - started).toBeLessThan(5500)
    await tx.unsafe('rollback')
    expect(await ok(store.commit(post(ada, team, 'one')))).toMatchObject({ seq: 1 })
    tx.release()
    await close()
  })

  test('every connection has its limits set', async () => {
    const engine = openPostgres(await freshDatabase())
    expect(await engine.read(limits())).toEqual(['2500ms', '2500ms', '2s'])
    expect(await engine.write(limits)).toEqual(['2500ms', '2500ms', '2s'])
    await engine.close()
  })

  test('a migration may take as long as it needs, and what comes after it may not', async () => {
    const engine = openPostgres(await freshDatabase())
    let during: readonly string[] = []
    await engine.migrate(
      (function* () {
        during = yield* limits()
        return identity
      })(),
    )
    expect(during).toEqual(['0', '0', '2s'])
    expect(await engine.write(limits)).toEqual(['2500ms', '2500ms', '2s'])
    await engine.close()
  })
})

/** How long a statement may take, may wait for a lock, and may be waited for in a transaction. */
function* limits(): Program<readonly string[]> {
  const values: string[] = []
  for (const setting of ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout']) {
    const [row] = yield* query<Record<string, string>>(`show ${setting}`)
    values.push(row?.[setting] ?? '')
  }
  return values
}
