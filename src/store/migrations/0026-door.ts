import type { Dialect } from '../dialect.ts'

/** Who comes in by which link, whom nobody is any more, and when and from where somebody was last here. */
export const door = ({ withoutRowid }: Dialect): readonly string[] => [
  'alter table users add column deactivated bigint',
  `alter table workspaces add column accent text not null default ''`,
  `create table sightings (session text primary key, "user" text not null, at bigint not null,
     network text not null) ${withoutRowid}`,
  'create index sightings_user on sightings ("user")',
  `create table invitations (id text primary key, hash text not null, creator text not null, role text not null,
     channels text not null, created bigint not null, until bigint, most bigint, used bigint not null,
     withdrawn bigint) ${withoutRowid}`,
  'create unique index invitations_hash on invitations (hash)',
  'create index invitations_created on invitations (created, id)',
  `create table bans (network text primary key, person text not null, at bigint not null) ${withoutRowid}`,
  'create index bans_person on bans (person)',
  'create index sessions_open on sessions ("user", created) where ended is null',
]
