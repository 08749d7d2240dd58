import { Database } from 'bun:sqlite'
import { join } from 'node:path'

/** Longer than followers take, even after a failure. */
const PATIENCE_MS = 10_000

const LEFT_OUT = ['jobs', 'positions', 'entries']

/** The streams that stand for the positions of followers. */
const FOLLOWED = "where id not like 'position %'"

/**
 * Every row of every table, as text: equal dumps are equal databases. Reads beside the running server. What followers
 * write of their own accord after a post is waited for first, so that it is not taken for the work of the next call. Jobs come and go
 * by the clock, and once a minute followers keep how far they are: both are left out. So is that somebody was refused at the
 * door, which is written down and changes nothing else.
 */
export const openDump = (dataDir: string): { take(): string; close(): void } => {
  const database = new Database(join(dataDir, 'flack.db'), { readonly: true })
  const names = database
    .query<{ name: string }, []>("select name from sqlite_schema where type = 'table' order by name")
    .all()
    .map(({ name }) => name)
  const tables = names
    .filter(name => !LEFT_OUT.includes(name))
    .map(name => database.query<unknown, []>(`select * from "${name}" ${name === 'streams' ? FOLLOWED : ''}`))
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
