import type { Dialect } from '../dialect.ts'

/** What people send besides words: files of messages, uploads that wait to be sent, and how much is kept for whom. */
export const files = ({ withoutRowid }: Dialect): readonly string[] => [
  'alter table messages add column files text',
  `create table files (id text primary key, channel text not null, seq bigint not null, rev bigint not null,
     ts bigint not null, author text not null, name text not null, type text not null, size bigint not null,
     width bigint, height bigint, placeholder text, alt text not null, thumbs bigint, blob text not null,
     gone bigint) ${withoutRowid}`,
  'create index files_rev on files (channel, rev)',
  'create index files_seq on files (channel, seq)',
  'create index files_ts on files (ts, id) where gone is null',
  'create index files_channel on files (channel, ts, id) where gone is null',
  `create table uploads (id text primary key, author text not null, "clientId" text not null, channel text not null,
     name text not null, size bigint not null, named bigint not null, done bigint, type text not null, width bigint,
     height bigint, placeholder text, thumbs bigint, blob text not null) ${withoutRowid}`,
  'create unique index uploads_client on uploads (author, "clientId")',
  'create index uploads_named on uploads (named, id)',
  'create index uploads_channel on uploads (channel)',
  `create table usages (owner text primary key, bytes bigint not null) ${withoutRowid}`,
]
