import type { Dialect } from '../dialect.ts'

/** What people chose for themselves. A person has few of them, so that their key finds what changed, too. */
export const preferences = ({ withoutRowid }: Dialect): readonly string[] => [
  `create table preferences ("user" text not null, name text not null, rev bigint not null, value text not null,
     primary key ("user", name)) ${withoutRowid}`,
]
