// Keeps a small database of today's schema in this folder, as `<schema>.json`, for the tests of migrations. Run it for a
// release that brings a schema, and format it: bun test/schemas/make.ts && biome check --write test/schemas
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { attention } from '#app/followers/attention.ts'
import { ownPosts } from '#app/followers/own-posts.ts'
import { Trail } from '#app/followers/trail.ts'
import { postgresDialect, sqliteDialect } from '#store/dialect.ts'
import type { Engine } from '#store/engine.ts'
import { migrations, statements } from '#store/migrate.ts'
import { type Fields, query } from '#store/program.ts'
import { openSqlite } from '#store/sqlite.ts'
import type { Store } from '#store/store.ts'
import {
  ada,
  bob,
  create,
  identity,
  leave,
  ok,
  openTestStore,
  post,
  request,
  settle,
  team,
} from '../support/commands.ts'
import type { KeptSchema } from './schemas.ts'

const lab = `C${'LAB'.padEnd(8, '0')}`

/** A little of everything that people did, with texts that travel badly. */
const live = async (engine: Engine): Promise<void> => {
  let now = 1_700_000_000_000
  const store = await openTestStore(engine, () => ++now)
  await settle(store)
  const texts = [
    'plain',
    `it's "quoted"`,
    'back\\slash \\n',
    '$1 ? :name',
    'a\nb\r\n\u2028c',
    '👩‍👩‍👧 ĳ ﬁ',
    '{"a":[1]}',
    '%_',
  ]
  for (const [index, text] of texts.entries()) {
    await ok(store.commit(post(index % 2 ? ada : bob, index % 3 ? team : identity.general, `m${index}`, text)))
  }
  await ok(store.commit(create(bob, lab, 'Lab 实验室')))
  await ok(store.commit(post(bob, lab, 'with a space', 'x'.repeat(4000))))
  await ok(store.commit(request(ada, { do: 'read.mark', channel: team, seq: 3 })))
  await ok(store.commit(request(bob, { do: 'profile.rename', name: 'Béa', clientId: 'r1' })))
  await ok(store.commit(request(bob, { do: 'reaction.add', channel: team, seq: 2, name: 'tada' })))
  const { seq } = await ok(store.commit(post(ada, team, 'edited', `<@${bob}> before`)))
  await ok(store.commit(request(ada, { do: 'message.edit', channel: team, seq: Number(seq), text: `<@${bob}> after` })))
  const { seq: last } = await ok(store.commit(post(ada, team, 'deleted')))
  await ok(store.commit(request(ada, { do: 'message.delete', channel: team, seq: Number(last) })))
  await rooms(store)
  await follow(store)
  await ok(store.commit(leave(bob, team)))
  await ok(store.commit(request(bob, { do: 'session.end', session: `S${bob.slice(1)}` })))
  await store.leases.renew('N1', 7, 0)
}

/** What a few people have among themselves, and what became of rooms. */
const rooms = async (store: Store): Promise<void> => {
  const [secret, direct, old] = [`C${'SECRET00'}`, `D${'DIRECT00'}`, `C${'OLD'.padEnd(8, '0')}`]
  await ok(store.commit(request(ada, { do: 'channel.create', name: 'secret', private: true }, { fresh: secret })))
  await ok(store.commit(request(ada, { do: 'channel.invite', channel: secret, users: [bob] })))
  await ok(store.commit(request(ada, { do: 'channel.rename', channel: secret, name: 'more-secret' })))
  await ok(store.commit(request(ada, { do: 'channel.describe', channel: secret, topic: `it's "quoted"` })))
  await ok(store.commit(request(ada, { do: 'channel.remove', channel: secret, user: bob })))
  await ok(store.commit(request(ada, { do: 'direct.open', users: [bob] }, { fresh: direct })))
  await ok(store.commit(post(ada, direct, 'directly')))
  await ok(store.commit(request(bob, { do: 'direct.close', channel: direct })))
  await ok(store.commit(create(ada, old, 'old')))
  await ok(store.commit(request(ada, { do: 'channel.archive', channel: old })))
  await ok(store.commit(request(ada, { do: 'profile.edit', handle: 'ada', title: 'Countess', zone: 'Europe/London' })))
  await ok(store.commit(request(ada, { do: 'claim.offer', hash: 'h', ms: 1000 })))
}

/** Lets followers write what follows. */
const follow = async (store: Store): Promise<void> => {
  for (const follower of [ownPosts, attention(store)]) {
    const trail = new Trail(follower, store, { now: () => 0, after: () => () => {} })
    await trail.begin()
    await trail.follow(await store.changes(0, 10_000))
  }
}

const engine = openSqlite(':memory:')
await live({ ...engine, close: async () => {} })
const tables = await engine.read(query<{ name: string }>("select name from sqlite_master where type = 'table'"))
const rows: Record<string, readonly Fields[]> = {}
for (const { name } of tables.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
  if (!name.startsWith('sqlite_')) rows[name] = await engine.read(query<Fields>(`select * from ${name}`))
}
const kept: KeptSchema = {
  schema: migrations.length,
  sqlite: statements(sqliteDialect),
  postgres: statements(postgresDialect),
  rows,
}
writeFileSync(join(import.meta.dir, `${kept.schema}.json`), `${JSON.stringify(kept, null, 1)}\n`)
console.log(`test/schemas/${kept.schema}.json`)
