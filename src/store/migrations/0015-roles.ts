import type { Dialect } from '../dialect.ts'

/** Who is in charge, by which link somebody may become so, and what people say of themselves. */
export const roles = ({ withoutRowid }: Dialect): readonly string[] => [
  'create index users_role on users (role, id)',
  `create table claims (hash text primary key, until bigint not null) ${withoutRowid}`,
  `alter table users add column handle text not null default ''`,
  'alter table users add column "handleKey" text',
  `alter table users add column "fullName" text not null default ''`,
  `alter table users add column pronouns text not null default ''`,
  `alter table users add column title text not null default ''`,
  `alter table users add column zone text not null default ''`,
  'create unique index users_handle on users ("handleKey")',
]
