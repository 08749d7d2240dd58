import type { Dialect } from '../dialect.ts'
import { type Program, query } from '../program.ts'

/**
 * Rooms for a few (ROOM): kinds of channels with what is said about them, who may look after one, lines that tell what
 * happened, and which conversation a set of people has. Who made a channel looks after it.
 */
export const rooms = ({ withoutRowid }: Dialect, keyOf: (name: string) => string) => [
  `alter table channels add column "nameKey" text not null default ''`,
  `alter table channels add column people text not null default 'null'`,
  `alter table channels add column topic text not null default ''`,
  `alter table channels add column purpose text not null default ''`,
  'alter table channels add column archived bigint',
  'alter table channels add column gone bigint',
  'alter table seats add column admin bigint',
  `update seats set admin = 1
     where state = 'joined' and exists (select 1 from channels where id = seats.channel and creator = seats."user")`,
  'alter table messages add column kind text',
  'alter table messages add column data text',
  'alter table places add column closed bigint',
  'alter table workspaces add column owner text',
  `alter table users add column role text not null default 'member'`,
  'alter table listings add column archived bigint',
  'alter table listings add column gone bigint',
  `create table directs (people text primary key, channel text not null) ${withoutRowid}`,
  () => rekey(keyOf),
]

function* rekey(keyOf: (name: string) => string): Program<void> {
  for (const { id, name } of yield* query<{ id: string; name: string }>('select id, name from channels'))
    yield* query('update channels set "nameKey" = $1 where id = $2', keyOf(name), id)
}
