import { Database } from 'bun:sqlite'
import { join } from 'node:path'

/** Longer than followers take, even after a failure. */
const PATIENCE_MS = 10_000

/**
 * Every row of every table, as text: equal dumps are equal databases. Reads beside the running server. What followers
 * write of their own accord after a post is waited for first, so that it is not taken for the work of the next call. Jobs come and go by the clock: they are left out.
 */
export const openDump = (dataDir: string): { take(): string; close(): void } => {
  const database = new Database(join(dataDir, 'flack.db'), { readonly: true })
  const tables = database
    .query<{ name: string }, []>("select name from sqlite_schema where type = 'table' and name <> 'jobs' order by name")
    .all()
    .map(({ name }) => database.query<unknown, []>(`select * from "${name}"`))
  const unfollowed = database.query<{ n: number }, []>(
    `select count(*) as n from changes where kind = 'messages' and command = 'message.post'
       and pos > coalesce((select seen from positions where follower = 'own-posts'), 0)`,
  )
  const take = database.transaction(() => JSON.stringify(tables.map(table => table.values())))
  return {
    take: () => {
      const end = performance.now() + PATIENCE_MS
      while ((unfollowed.get()?.n ?? 0) > 0 && performance.now() < end) Bun.sleepSync(1)
      return take()
    },
    close: () => database.close(),
  }
}
