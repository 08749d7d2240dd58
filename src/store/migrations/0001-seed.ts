import type { Dialect } from '../dialect.ts'

/**
 * The seed's tables. SQLite reads `bigint` as an integer and clusters tables with `withoutRowid` by their key, so a
 * page of history is one run of pages on disk however many channels are written in turns.
 */
export const seed = ({ serial, withoutRowid }: Dialect): readonly string[] => [
  `create table streams (id text primary key, rev bigint not null, floor bigint not null, seq bigint not null,
     posts bigint not null, ts bigint not null, seats bigint not null) ${withoutRowid}`,
  `create table channels (id text primary key, rev bigint not null, kind text not null, name text not null,
     creator text not null, created bigint not null) ${withoutRowid}`,
  `create table seats (channel text not null, "user" text not null, rev bigint not null, state text not null,
     at bigint not null, primary key (channel, "user")) ${withoutRowid}`,
  'create index seats_rev on seats (channel, rev)',
  `create table messages (channel text not null, seq bigint not null, rev bigint not null, ts bigint not null,
     author text not null, "clientId" text not null, text text not null, post bigint not null,
     primary key (channel, seq)) ${withoutRowid}`,
  `create table places ("user" text not null, channel text not null, rev bigint not null, state text not null,
     read bigint not null, cursor bigint not null, primary key ("user", channel)) ${withoutRowid}`,
  `create table sessions (id text primary key, "user" text not null, rev bigint not null, hash text not null,
     device text not null, created bigint not null, ended bigint) ${withoutRowid}`,
  'create unique index sessions_hash on sessions (hash)',
  'create index sessions_user on sessions ("user", rev)',
  `create table workspaces (id text primary key, rev bigint not null, name text not null,
     general text not null) ${withoutRowid}`,
  `create table users (id text primary key, rev bigint not null, name text not null, "nameKey" text not null,
     kind text not null, created bigint not null) ${withoutRowid}`,
  'create unique index users_name on users ("nameKey")',
  'create index users_rev on users (rev)',
  `create table listings (id text primary key, rev bigint not null, name text not null, "nameKey" text not null,
     created bigint not null) ${withoutRowid}`,
  'create unique index listings_name on listings ("nameKey")',
  'create index listings_rev on listings (rev)',
  `create table commands (author text not null, "clientId" text not null, digest text not null,
     outcome text not null, at bigint not null, primary key (author, "clientId")) ${withoutRowid}`,
  `create table changes (${serial}, stream text not null, rev bigint not null, kind text not null, key text not null,
     actor text not null, command text not null, at bigint not null)`,
  `create table versions (channel text not null, seq bigint not null, version bigint not null, text text not null,
     at bigint not null, primary key (channel, seq, version)) ${withoutRowid}`,
]
