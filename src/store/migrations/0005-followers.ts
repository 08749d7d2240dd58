import type { Dialect } from '../dialect.ts'

/**
 * How far each follower has read the changes (FOLLOW), and own posts that are noted in a place (UNREAD). From here on a
 * position of a change never comes again: SQLite would give that of the newest row a second time once it was deleted.
 */
export const followers = ({ serial, withoutRowid }: Dialect): readonly string[] => [
  ...(withoutRowid === '' ? [] : changesForGood(serial)),
  `create table positions (follower text primary key, epoch text not null, seen bigint not null) ${withoutRowid}`,
  `alter table places add column own text not null default '[]'`,
]

/** PostgreSQL's identities never come again anyway. */
const changesForGood = (serial: string): readonly string[] => [
  'alter table changes rename to changes_before',
  `create table changes (${serial} autoincrement, stream text not null, rev bigint not null, kind text not null,
     key text not null, actor text not null, command text not null, at bigint not null)`,
  `insert into changes (pos, stream, rev, kind, key, actor, command, at)
     select pos, stream, rev, kind, key, actor, command, at from changes_before order by pos`,
  'drop table changes_before',
]
