import type { Dialect } from '../dialect.ts'

/** By what people show that it is them, links that are good once, and who came in or was refused. */
export const credentials = ({ withoutRowid }: Dialect): readonly string[] => [
  `create table credentials (kind text not null, subject text not null, "user" text not null, proof text not null,
     count bigint not null, label text not null, created bigint not null, used bigint,
     primary key (kind, subject)) ${withoutRowid}`,
  'create index credentials_user on credentials ("user", kind, subject)',
  `create table tickets (hash text primary key, kind text not null, "user" text not null, until bigint not null,
     data text not null) ${withoutRowid}`,
  'create index tickets_user on tickets ("user", kind, until)',
  `create table entries ("user" text not null, at bigint not null, id text not null, way text not null,
     outcome text not null, network text not null, primary key ("user", at, id)) ${withoutRowid}`,
]
