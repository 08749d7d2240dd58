import type { Dialect } from '../dialect.ts'

/**
 * What is meant for somebody (MENTION): a row in their stream for each message that names them, and in their place the
 * posts of it that they have not read. `mentioned` says of a message who has been told, so that nobody is told twice.
 */
export const attention = ({ withoutRowid }: Dialect): readonly string[] => [
  `create table mentions ("user" text not null, channel text not null, seq bigint not null, rev bigint not null,
     author text not null, gone bigint, primary key ("user", channel, seq)) ${withoutRowid}`,
  'create index mentions_rev on mentions ("user", rev)',
  `create table mentioned (channel text not null, seq bigint not null, users text not null,
     primary key (channel, seq)) ${withoutRowid}`,
  `alter table places add column mentioned text not null default '[]'`,
  `alter table channels add column calls text not null default '[]'`,
]
