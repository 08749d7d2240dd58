import type { Dialect } from '../dialect.ts'

/** Everybody's own order of their conversations: favourites, muted ones, and sections. */
export const sections = ({ withoutRowid }: Dialect): readonly string[] => [
  'alter table places add column star bigint',
  'alter table places add column mute bigint',
  'alter table places add column section text',
  `create table sections ("user" text not null, id text not null, rev bigint not null, name text not null,
     rank bigint not null, folded bigint, sort text, unread bigint, gone bigint, primary key ("user", id)) ${withoutRowid}`,
]
