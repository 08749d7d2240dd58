import type { Dialect } from '../dialect.ts'

/** What channels were called before: an old name leads to its channel until somebody else takes it (ROOM). */
export const formerNames = ({ withoutRowid }: Dialect): readonly string[] => [
  `create table formerly (channel text not null, "nameKey" text not null, at bigint not null,
     primary key (channel, "nameKey")) ${withoutRowid}`,
  'create index formerly_name on formerly ("nameKey", at)',
]
