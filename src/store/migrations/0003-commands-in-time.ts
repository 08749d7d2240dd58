import type { Dialect } from '../dialect.ts'

/**
 * Commands clustered by the client's id first. The page's ids begin with the time, so what many people send at once
 * lies together at the end of the table instead of on a page for each of them (docs/performance.md).
 */
export const commandsInTime = ({ withoutRowid }: Dialect): readonly string[] => [
  'alter table commands rename to commands_by_author',
  `create table commands (author text not null, "clientId" text not null, digest text not null,
     outcome text not null, at bigint not null, primary key ("clientId", author)) ${withoutRowid}`,
  `insert into commands (author, "clientId", digest, outcome, at)
     select author, "clientId", digest, outcome, at from commands_by_author order by "clientId", author`,
  'drop table commands_by_author',
]
