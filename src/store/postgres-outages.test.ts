import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { SQL } from 'bun'
import { ada, bob, ok, openTestStore, post, settle, team } from '../../test/support/commands.ts'
import { missing } from '../../test/support/missing.ts'
import { patience } from '../../test/support/pace.ts'
import { type Postgres, startPostgres } from '../../test/support/postgres.ts'
import { startProxy } from '../../test/support/proxy.ts'
import { until } from '../../test/support/wait.ts'
import { openPostgres } from './postgres.ts'
import { type Store, StoreUnavailable } from './store.ts'

const ALL = Number.MAX_SAFE_INTEGER

setDefaultTimeout(patience(30_000))

describe.skipIf(missing.postgres !== '')(`a PostgreSQL that dies or no longer answers${missing.postgres}`, () => {
  let postgres: Postgres
  beforeAll(async () => {
    postgres = await startPostgres()
  })
  afterAll(() => postgres.stop())

  test(
    '[R-04] PostgreSQL is killed under load: nothing hangs, nothing acknowledged is lost, and the store works again by itself',
    async () => {
      const store = await openTestStore(openPostgres(await databaseIn(postgres, 'killed')))
      await settle(store)
      const acknowledged: number[] = []
      const failures: unknown[] = []
      let sent = 0
      let going = true
      const lane = async (user: string) => {
        while (going) {
          const text = `${sent++}`
          // Without a clientId: whoever runs such a command twice is found out by its text.
          await ok(store.commit({ ...post(user, team, text), once: undefined })).then(
            ({ seq }) => acknowledged.push(Number(seq)),
            error => failures.push(error),
          )
          if (failures.length > 0) await new Promise(resolve => setImmediate(resolve))
        }
      }
      const lanes = [ada, bob, ada, bob].map(lane)
      for (let kill = 0; kill < 2; kill++) {
        const before = acknowledged.length
        await until(() => acknowledged.length > before + 50, { what: 'acknowledgements' })
        await postgres.kill9()
        const failed = failures.length
        await until(() => failures.length > failed, { timeout: 5000, what: 'a refusal' })
        const started = performance.now()
        await expect(store.check()).rejects.toThrow(StoreUnavailable)
        await expect(store.page(team, ALL, 1)).rejects.toThrow(StoreUnavailable)
        expect(performance.now() - started).toBeLessThan(5000)
        await postgres.restart()
      }
      const before = acknowledged.length
      await until(() => acknowledged.length > before, { what: 'acknowledgements after the restart' })
      going = false
      await Promise.all(lanes)
      expect(failures.every(error => error instanceof StoreUnavailable)).toBe(true)
      const stored = await everyMessage(store)
      expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, index) => index + 1))
      expect(Math.max(...acknowledged)).toBeLessThanOrEqual(stored.length)
      expect(new Set(acknowledged).size).toBe(acknowledged.length)
      expect(new Set(stored.map(({ text }) => text)).size).toBe(stored.length)
      await store.close()
    },
    patience(60_000),
  )

  test('[R-04] a single broken connection costs the commit in flight at most, and is replaced', async () => {
    const url = await databaseIn(postgres, 'broken')
    const store = await openTestStore(openPostgres(url))
    await settle(store)
    await using foreign = new SQL(url, { max: 1 })
    const breakAll = `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`
    for (let turn = 0; turn < 5; turn++) {
      await foreign.unsafe(breakAll)
      await until(() => store.commit(post(ada, team, `${turn}`)).catch(() => null), { timeout: 5000 })
      await until(() => store.page(team, ALL, 1).catch(() => null), { timeout: 5000 })
    }
    expect((await store.page(team, ALL, 10)).rows.map(({ text }) => text)).toEqual(['0', '1', '2', '3', '4'])
    await store.close()
  })

  test('[R-11] a database that no longer answers at all is given up in time, and found again', async () => {
    const url = new URL(await databaseIn(postgres, 'silent'))
    const network = await startProxy(Number(url.port))
    url.port = String(network.port)
    const store = await openTestStore(openPostgres(url.href))
    await settle(store)
    network.set('blackhole')
    const started = performance.now()
    const results = await Promise.allSettled([
      store.commit(post(ada, team, 'one')),
      store.page(team, ALL, 1),
      store.check(),
    ])
    expect(performance.now() - started).toBeLessThan(6000)
    expect(results.map(result => result.status === 'rejected' && result.reason instanceof StoreUnavailable)).toEqual([
      true,
      true,
      true,
    ])
    network.set('pass')
    await until(() => store.commit(post(ada, team, 'two')).catch(() => null), { timeout: 12_000 })
    expect((await store.page(team, ALL, 10)).rows.at(-1)?.text).toBe('two')
    network.set('blackhole')
    const closing = performance.now()
    await store.close()
    expect(performance.now() - closing).toBeLessThan(6000)
    await network.close()
  })
})

/** A database of its own in a cluster that the test may kill. */
const databaseIn = async ({ url }: Postgres, name: string): Promise<string> => {
  await using sql = new SQL(url, { max: 1 })
  await sql.unsafe(`create database ${name}`)
  return url.replace(/\/postgres$/, `/${name}`)
}

const everyMessage = async (store: Store, before = ALL): Promise<{ seq: number; text: string }[]> => {
  const { rows, more } = await store.page(team, before, 100)
  return more ? [...(await everyMessage(store, rows[0]?.seq ?? 0)), ...rows] : [...rows]
}
