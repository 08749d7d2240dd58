import type { Dialect } from '../dialect.ts'

/** What stands behind the addresses of messages, beside these. */
export const previews = ({ withoutRowid }: Dialect): readonly string[] => [
  `create table previews (channel text not null, seq bigint not null, rev bigint not null, cards text not null,
     removed text not null, gone bigint, primary key (channel, seq)) ${withoutRowid}`,
  'create index previews_rev on previews (channel, rev)',
]
