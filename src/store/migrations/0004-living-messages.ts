import type { Dialect } from '../dialect.ts'

/**
 * Messages that change. They are clustered by thread (THREAD), and those that have changed have an index of their own
 * by rev, so that a post writes as little as before. Reactions stand beside their message in rows of their own.
 */
export const livingMessages = ({ withoutRowid }: Dialect): readonly string[] => [
  'alter table messages rename to messages_by_seq',
  `create table messages (channel text not null, thread bigint not null, seq bigint not null, rev bigint not null,
     ts bigint not null, author text not null, "clientId" text not null, text text not null, post bigint not null,
     edited bigint, deleted bigint, changed bigint, primary key (channel, thread, seq)) ${withoutRowid}`,
  `insert into messages (channel, thread, seq, rev, ts, author, "clientId", text, post)
     select channel, 0, seq, rev, ts, author, "clientId", text, post from messages_by_seq order by channel, seq`,
  'drop table messages_by_seq',
  'create index messages_changed on messages (channel, rev) where changed is not null',
  `create table reactions (channel text not null, seq bigint not null, name text not null, rev bigint not null,
     count bigint not null, people text not null, first bigint not null, gone bigint,
     primary key (channel, seq, name)) ${withoutRowid}`,
  'create index reactions_rev on reactions (channel, rev)',
  `create table reactors (channel text not null, seq bigint not null, name text not null, "user" text not null,
     at bigint not null, primary key (channel, seq, name, "user")) ${withoutRowid}`,
  'create index reactors_at on reactors (channel, seq, name, at, "user")',
  `create table marks ("user" text not null, channel text not null, seq bigint not null, rev bigint not null,
     names text not null, primary key ("user", channel, seq)) ${withoutRowid}`,
  'create index marks_rev on marks ("user", rev)',
  `alter table channels add column deleted text not null default '[]'`,
]
