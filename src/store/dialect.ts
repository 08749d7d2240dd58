/** The few words in which the two engines' SQL differs. Everything else is written once. */
export type Dialect = {
  /** The column that gives each change its position in the order of commits. */
  serial: string
  withoutRowid: string
  /** For a column whose texts are in the order of their code points: PostgreSQL has the order of a language else. */
  bytewise: string
  /** The database's own clock, milliseconds since 1970. */
  now: string
}

export const sqliteDialect: Dialect = {
  serial: 'pos integer primary key',
  withoutRowid: 'without rowid',
  bytewise: '',
  now: "cast(unixepoch('subsec') * 1000 as integer)",
}

export const postgresDialect: Dialect = {
  serial: 'pos bigint generated always as identity primary key',
  withoutRowid: '',
  bytewise: 'collate "C"',
  now: '(extract(epoch from clock_timestamp()) * 1000)::bigint',
}
