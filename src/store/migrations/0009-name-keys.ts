import type { Dialect } from '../dialect.ts'
import { type Program, query } from '../program.ts'

type Keys = { nameKey: string; lookKey: string }

/**
 * Names have two keys now, and look-alikes that the old one did not see share one. Who has such a name keeps it: the
 * one that was there first has the key, and that of any other gets its id behind it, which no name has.
 */
export const nameKeys = (_: Dialect, keysOf: (name: string) => Keys) => [
  `alter table users add column "lookKey" text not null default ''`,
  `alter table listings add column "lookKey" text not null default ''`,
  'drop index users_name',
  'drop index listings_name',
  () => rekey('users', keysOf),
  () => rekey('listings', keysOf),
  'create unique index users_name on users ("nameKey")',
  'create unique index users_look on users ("lookKey")',
  'create unique index listings_name on listings ("nameKey")',
  'create unique index listings_look on listings ("lookKey")',
]

function* rekey(table: 'users' | 'listings', keysOf: (name: string) => Keys): Program<void> {
  const named = yield* query<{ id: string; name: string }>(`select id, name from ${table} order by created, id`)
  const taken = { nameKey: new Set<string>(), lookKey: new Set<string>() }
  for (const { id, name } of named) {
    const keys = keysOf(name)
    const own = (kind: keyof Keys) => (taken[kind].has(keys[kind]) ? `${keys[kind]} ${id}` : keys[kind])
    const [nameKey, lookKey] = [own('nameKey'), own('lookKey')]
    taken.nameKey.add(nameKey)
    taken.lookKey.add(lookKey)
    yield* query(`update ${table} set "nameKey" = $1, "lookKey" = $2 where id = $3`, nameKey, lookKey, id)
  }
}
