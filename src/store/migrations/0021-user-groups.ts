import type { Dialect } from '../dialect.ts'

/** People who are called together, who is in which of these groups, and sections of the list that are for everybody. */
export const userGroups = ({ withoutRowid }: Dialect): readonly string[] => [
  `create table usergroups (id text primary key, rev bigint not null, name text not null, handle text not null,
     "handleKey" text, description text not null, channels text not null, gone bigint) ${withoutRowid}`,
  'create unique index usergroups_handle on usergroups ("handleKey")',
  `create table groupings ("user" text not null, "group" text not null, rev bigint not null, gone bigint,
     primary key ("user", "group")) ${withoutRowid}`,
  'create index groupings_group on groupings ("group", "user")',
  `create table shared (id text primary key, rev bigint not null, name text not null, rank bigint not null,
     channels text not null, gone bigint) ${withoutRowid}`,
  `alter table channels add column groups text not null default '{}'`,
  'alter table sections add column hidden bigint',
]
