/** The few words in which the two engines' SQL differs. Everything else is written once. */
export type Dialect = {
  /** The column that gives each change its position in the order of commits. */
  serial: string
  withoutRowid: string
  /** Selects changes after position $1, at most $2, and only those before which none can appear any more. */
  changesAfter: string
}

export const sqliteDialect: Dialect = {
  serial: 'pos integer primary key',
  withoutRowid: 'without rowid',
  changesAfter: 'select * from changes where pos > $1 order by pos limit $2',
}

/**
 * Positions are drawn before commit, so a later one may be visible earlier. Rows of transactions at or above the
 * oldest one still running wait until it has ended.
 */
export const postgresDialect: Dialect = {
  serial: 'pos bigint generated always as identity primary key, xid xid8 not null default pg_current_xact_id()',
  withoutRowid: '',
  changesAfter: `select pos, stream, rev, kind, key, actor, command, at from changes
    where pos > $1 and xid < pg_snapshot_xmin(pg_current_snapshot()) order by pos limit $2`,
}
