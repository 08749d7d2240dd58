import type { Dialect } from '../dialect.ts'

/**
 * Who writes in a channel, and which ones are for newcomers. What somebody is in a channel stands in their place, too:
 * seats of large channels are not sent to everybody, and one's own is asked for with each message that is written.
 */
export const announcing = (_: Dialect): readonly string[] => [
  'alter table channels add column posting text',
  'alter table channels add column newcomers bigint',
  'create index channels_newcomers on channels (newcomers) where newcomers is not null',
  'alter table listings add column newcomers bigint',
  'alter table seats add column posts bigint',
  'create index seats_admins on seats (channel) where admin is not null',
  'alter table places add column admin bigint',
  'alter table places add column posts bigint',
  `update places set admin = 1 where exists (select 1 from seats
     where seats.channel = places.channel and seats."user" = places."user" and seats.admin = 1)`,
]
