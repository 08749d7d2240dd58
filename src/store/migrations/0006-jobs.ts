import type { Dialect } from '../dialect.ts'

/** What is to be done later, or outside the store (JOB). Dead ones stay to be looked at, outside the index of the due. */
export const jobs = ({ withoutRowid }: Dialect): readonly string[] => [
  `create table jobs (key text primary key, kind text not null, data text not null, due bigint not null,
     attempts bigint not null, owner text not null, until bigint not null, fault text, dead bigint) ${withoutRowid}`,
  'create index jobs_due on jobs (due) where dead is null',
]
