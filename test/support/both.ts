import { SQL } from 'bun'
import { openPostgres } from '#store/postgres.ts'
import { openTestStore, settle } from './commands.ts'
import { freshDatabase } from './postgres.ts'

/** Opens a settled store and a connection of somebody else on one new database. */
export const openBoth = async () => {
  const url = await freshDatabase()
  const store = await openTestStore(openPostgres(url))
  await settle(store)
  const foreign = new SQL(url, { max: 2 })
  /** How many connections wait for a lock. */
  const lockWaits = async () => {
    const [row] = await foreign.unsafe(`select count(*)::int as n from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`)
    return row.n
  }
  const close = async () => {
    await foreign.close({ timeout: 0 })
    await store.close()
  }
  return { url, store, foreign, lockWaits, close }
}
