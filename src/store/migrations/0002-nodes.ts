import type { Dialect } from '../dialect.ts'

/** The processes that share this database: until when each counts as living, and what it has acted on (HUB-4). */
export const nodes = ({ withoutRowid }: Dialect): readonly string[] => [
  `create table nodes (id text primary key, seen bigint not null, until bigint not null) ${withoutRowid}`,
]
