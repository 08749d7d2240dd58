import { describe, expect, test } from 'bun:test'
import { type KeptSchema, keptSchemas, lay } from '../../test/schemas/schemas.ts'
import { ada, enter, id, identity, ok, openTestStore, post, request, team } from '../../test/support/commands.ts'
import type { Engine } from './engine.ts'
import { type Fields, query } from './program.ts'
import type { EngineUnderTest } from './store.contract.ts'

/** The schema that gave people a stream of their own. */
const PEOPLE_SINCE = 11

/** Columns that a later schema took away or wrote anew on purpose, as `table.column`. */
const REWRITTEN: readonly string[] = ['users.nameKey', 'listings.nameKey']

/** What every earlier Flack left is brought to today's schema, and nothing is lost on the way. */
export const migrationsContract = ({ database, schema, indexes }: EngineUnderTest): void => {
  describe('migrations', () => {
    test('databases of earlier schemas are kept', () => {
      // Those between were of single days, and nobody has a database of them.
      expect(keptSchemas().map(kept => kept.schema)).toEqual(expect.arrayContaining([1, 2, 3, 9, 10, 16]))
    })

    test('[S-28] people whose names look alike by the keys of today keep them, and nobody else gets one', async () => {
      const [kept] = keptSchemas()
      const open = await database()
      const before = open()
      if (kept) await lay(before, kept)
      const twins = ['Tom', '\u0422om', 'T\u043em']
      await before.write(function* () {
        for (const [at, name] of twins.entries())
          yield* query(
            'insert into users (id, rev, name, "nameKey", kind, created) values ($1, $2, $3, $4, $5, $6)',
            ...[id('U', 70 + at), 900 + at, name, `old ${at}`, 'human', at],
          )
      })
      await before.close()
      const store = await openTestStore(open())
      const keys = twins.map((_, at) => ['user', id('U', 70 + at)] as const)
      const facts = await store.look(keys)
      expect(keys.map(key => facts.get(...key)?.name)).toEqual(twins)
      for (const [at, name] of ['Tom', 'tom', '\u0422om'].entries())
        expect(await store.commit(enter(id('U', 80 + at), name))).toMatchObject({ refused: { code: 'name_taken' } })
      await ok(store.commit(request(id('U', 71), { do: 'profile.rename', name: 'Thomas', clientId: 'r' })))
      await store.close()
    })

    for (const kept of keptSchemas()) {
      test(`from schema ${kept.schema}: every row is still there`, async () => {
        const engine = await migrated(database, kept)
        for (const [table, rows] of Object.entries(kept.rows)) {
          const columns = Object.keys(rows[0] ?? {}).filter(column => !REWRITTEN.includes(`${table}.${column}`))
          if (columns.length === 0 || table === 'migrations') continue
          const today = await engine.read(
            query<Fields>(`select ${columns.map(each => `"${each}"`).join(', ')} from ${table}`),
          )
          const expected = table === 'streams' ? streamsOf(kept) : rows
          expect({ table, rows: sorted(today, columns) }).toEqual({ table, rows: sorted(expected, columns) })
        }
        await engine.close()
      })

      test(`from schema ${kept.schema}: its tables and indexes are those of a new database`, async () => {
        const old = await migrated(database, kept)
        const shape = async (engine: Engine) => [
          new Set((await engine.read(query<Fields>(schema))).map(each => JSON.stringify(each))),
          new Set((await engine.read(query<Fields>(indexes))).map(each => JSON.stringify(each))),
        ]
        const before = await shape(old)
        await old.close()
        const open = await database()
        await (await openTestStore(open())).close()
        const fresh = open()
        expect(before).toEqual(await shape(fresh))
        await fresh.close()
      })

      test(`[COMMIT-3] from schema ${kept.schema}: life goes on where it was`, async () => {
        const open = await database()
        const before = open()
        await lay(before, kept)
        await before.close()
        const store = await openTestStore(open(), () => 1_800_000_000_000)
        expect(store.identity).toEqual(identity)
        const first = kept.rows.messages?.find(row => row.channel === team && row.author === ada)
        const again = post(ada, team, String(first?.clientId), String(first?.text))
        expect(await store.commit(again)).toMatchObject({ ok: { seq: first?.seq }, duplicate: true })
        expect(await store.commit(post(ada, team, String(first?.clientId), 'another'))).toMatchObject({
          refused: { code: 'client_id_reused' },
        })
        const newest = Math.max(
          ...(kept.rows.messages ?? []).filter(row => row.channel === team).map(row => Number(row.seq)),
        )
        expect(await ok(store.commit(post(ada, team, 'new')))).toMatchObject({ seq: newest + 1 })
        const last = Math.max(...(kept.rows.changes ?? []).map(row => Number(row.pos)))
        const [change] = await store.changes(last, 10)
        expect((await store.named('ad', team)).map(({ id }) => id)).toEqual([ada])
        expect(change).toMatchObject({ stream: team, command: 'message.post', actor: ada })
        await store.close()
      })

      test(`[SYNC-2] from schema ${kept.schema}: the stream of the people holds everybody, and goes on`, async () => {
        const open = await database()
        const before = open()
        await lay(before, kept)
        await before.close()
        const store = await openTestStore(open())
        const { head, rows } = await store.changed('people', 0)
        expect(rows).toHaveLength(kept.rows.users?.length ?? 0)
        const ordinals = new Map(rows.flatMap(row => (row.row === 'user' ? [[row.id, row.ordinal]] : [])))
        const byTime = humans(kept.rows).sort(
          (a, b) => Number(a.created) - Number(b.created) || (String(a.id) < String(b.id) ? -1 : 1),
        )
        expect(byTime.map(({ id }) => ordinals.get(String(id)))).toEqual(byTime.map((_, at) => at + 1))
        await ok(store.commit(enter(id('U', 90), 'Grace')))
        const grace = {
          row: 'user',
          rev: head + 1,
          id: id('U', 90),
          name: 'Grace',
          kind: 'human',
          ordinal: byTime.length + 1,
        }
        expect((await store.changed('people', head)).rows as unknown[]).toEqual([grace])
        await store.close()
      })
    }
  })
}

const migrated = async (database: EngineUnderTest['database'], kept: KeptSchema): Promise<Engine> => {
  const open = await database()
  const before = open()
  await lay(before, kept)
  await before.close()
  await (await openTestStore(open())).close()
  return open()
}

/**
 * The stream that people got with the eleventh schema goes on from the newest of them; since the numbering of people it counts who
 * has joined.
 */
const streamsOf = ({ schema, rows }: KeptSchema): Fields[] => {
  const seats = humans(rows).length
  if (schema >= PEOPLE_SINCE) return (rows.streams ?? []).map(row => (row.id === 'people' ? { ...row, seats } : row))
  const rev = Math.max(...(rows.users ?? []).map(row => Number(row.rev)))
  return [...(rows.streams ?? []), { id: 'people', rev, floor: 0, seq: 0, posts: 0, ts: 0, seats }]
}

const humans = (rows: KeptSchema['rows']): Fields[] => (rows.users ?? []).filter(({ kind }) => kind === 'human')

const sorted = (rows: readonly Fields[], columns: readonly string[]): string[] =>
  rows.map(row => JSON.stringify(columns.map(column => row[column]))).sort()
