import type { Dialect } from '../dialect.ts'

/** What the workspace has decided for everybody in it. There are few, so that no index finds what changed. */
export const policies = ({ withoutRowid }: Dialect): readonly string[] => [
  `create table policies (name text primary key, rev bigint not null, value text not null) ${withoutRowid}`,
]
