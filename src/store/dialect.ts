/** The few words in which the two engines' SQL differs. Everything else is written once. */
export type Dialect = {
  /** The column that gives each change its position in the order of commits. */
  serial: string
  withoutRowid: string
}

export const sqliteDialect: Dialect = { serial: 'pos integer primary key', withoutRowid: 'without rowid' }

export const postgresDialect: Dialect = {
  serial: 'pos bigint generated always as identity primary key',
  withoutRowid: '',
}
