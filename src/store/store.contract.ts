import { afterEach, describe, expect, test } from 'bun:test'
import { found, identity, openTestStore, settle } from '../../test/support/commands.ts'
import { commitContract } from './commit.contract.ts'
import type { Engine } from './engine.ts'
import { filesContract } from './files.contract.ts'
import { migrationsContract } from './migrations.contract.ts'
import { type Fields, type Program, query } from './program.ts'
import { readsContract } from './reads.contract.ts'
import { roomsContract } from './rooms.contract.ts'
import type { Store } from './store.ts'
import type { Table } from './table.ts'
import { tables } from './tables.ts'

/** What the suite needs of an engine's test. */
export type EngineUnderTest = {
  /** Makes a new, empty database; what it answers opens an engine on it, as often as it is called. */
  database(): Promise<() => Engine>
  /** SQL that lists all columns as `{table, column, type, key}`: `key` is the place in the primary key, or 0. */
  schema: string
  /** SQL that lists all indexes, each as its engine tells it. */
  indexes: string
}

/** Opens stores that are closed after each test. */
export type Open = (clock?: () => number) => Promise<{ store: Store; again: (clock?: () => number) => Promise<Store> }>

/** The suite of the store: every engine passes it, and `script.contract.ts` compares their answers value by value. */
export const storeContract = (name: string, under: EngineUnderTest): void => {
  const { database, schema } = under
  describe(`the store on ${name}`, () => {
    const opened: Store[] = []
    afterEach(async () => {
      for (const store of opened.splice(0)) await store.close()
    })
    const open: Open = async clock => {
      const engine = await database()
      const again = async (later = clock) => {
        const store = await openTestStore(engine(), later)
        opened.push(store)
        return store
      }
      return { store: await again(), again }
    }

    commitContract(open)
    readsContract(open)
    roomsContract(open)
    filesContract(open)
    schemaContract(database, schema)
    migrationsContract(under)
    leasesContract(database)
  })
}

const schemaContract = (database: EngineUnderTest['database'], schema: string): void => {
  test('a database that is opened again is the same one, and nothing in it has changed', async () => {
    const engine = await database()
    const first = await openTestStore(engine())
    await settle(first)
    const changes = await first.changes(0, 1000)
    await first.close()
    const second = await openTestStore(engine(), () => 1_800_000_000_000)
    expect(second.identity).toEqual(identity)
    expect(await second.commit(found())).toEqual({ ok: { isNew: false } })
    expect(await second.changes(0, 1000)).toEqual(changes)
    await second.close()
  })

  test('two servers that open a new database at once agree on who it is', async () => {
    const engine = await database()
    const stores = await Promise.all([openTestStore(engine()), openTestStore(engine())])
    expect(stores[0]?.identity).toEqual(identity)
    expect(stores[1]?.identity).toEqual(identity)
    await Promise.all(stores.map(store => store.commit(found())))
    expect((await stores[0]?.changes(0, 100))?.filter(({ kind }) => kind === 'workspaces')).toHaveLength(1)
    for (const store of stores) await store.close()
  })

  test('a database of a newer Flack is refused and not touched', async () => {
    const engine = await database()
    await (await openTestStore(engine())).close()
    const hand = engine()
    await hand.write(function* (): Program<void> {
      yield* query('insert into migrations (id, at) values (1000, 0)')
    })
    await hand.close()
    await expect(openTestStore(engine())).rejects.toThrow(/newer Flack \(schema 1000/)
  })

  test('the tables are as tables.ts says', async () => {
    const engine = await database()
    await (await openTestStore(engine())).close()
    const hand = engine()
    const columns = await hand.read(query<Fields>(schema))
    await hand.close()
    for (const [table, described] of Object.entries<Table>(tables)) {
      const own = columns.filter(column => column.table === table && column.column !== 'pos')
      const found = Object.fromEntries(own.map(({ column, type }) => [column, type === 'text' ? 'text' : 'int']))
      // Lists are kept as JSON texts.
      const kept = Object.entries(described.columns).map(([name, type]) => [name, type === 'json' ? 'text' : type])
      expect({ table, columns: found }).toEqual({ table, columns: Object.fromEntries(kept) })
      expect(own.filter(({ type }) => type !== 'text' && type !== 'bigint')).toEqual([])
      const key = own.filter(({ key }) => key !== 0).sort((a, b) => Number(a.key) - Number(b.key))
      expect({ table, key: key.map(({ column }) => column) }).toEqual({ table, key: [...described.key] })
    }
  })
}

const leasesContract = (database: EngineUnderTest['database']): void => {
  test('[HUB-4] leases run by the clock of the database, and tell what their nodes have acted on', async () => {
    const engine = await database()
    const [one, two] = [await openTestStore(engine()), await openTestStore(engine())]
    expect([await one.leases.position(), await one.leases.live()]).toEqual([0, []])
    await settle(one)
    const pos = await two.leases.position()
    expect(pos).toBeGreaterThan(0)
    await one.leases.renew('N1', 3, 60_000)
    await two.leases.renew('N2', pos, 60_000)
    await one.leases.renew('N1', pos - 1, 60_000)
    const live = (await two.leases.live()).toSorted((a, b) => a.seen - b.seen)
    expect(live).toEqual([
      { node: 'N1', seen: pos - 1 },
      { node: 'N2', seen: pos },
    ])
    await one.leases.renew('N1', pos, 0)
    expect(await two.leases.live()).toEqual([{ node: 'N2', seen: pos }])
    await two.leases.end('N2')
    expect(await one.leases.live()).toEqual([])
    await one.close()
    await two.close()
  })
}
