import * as leases from './leases.ts'
import { type Program, query } from './program.ts'
import type { Identity } from './store.ts'

/**
 * What lies beside a database and tells that the database is a copy that was put back. Clients hold what was said after
 * the copy was made; told the same epoch they would take its new messages for a continuation, and never hear of what
 * differs. So a database that was put back gets a new epoch, and clients start afresh (SYNC-3).
 */
export type Lineage = {
  /** The mark beside the database now, or null. A copied mark always differs from the one that it was copied from. */
  held(): string | null
  /** Makes a new one; null where that cannot be had. */
  renew(): string | null
  /** The highest position of a change that was ever told to `reach`. It may lag, and is never ahead of what was kept. */
  reached(): number
  /** Notes how far the changes are. */
  reach(position: number): void
}

/** Who the database would be if it were new, and what is known of whether it was put back. */
export type Past = { fresh: Identity; lineage: Lineage | null; restored: boolean; begunAnew: () => void }

/**
 * Keeps the epoch of a database, or gives it the fresh one if it was put back from a copy: if somebody says so
 * (`restored`), if its changes end before the position that it had reached, or if the mark beside it is not its own.
 */
export function* continued(known: Identity, { fresh, lineage, restored, begunAnew }: Past): Program<Identity> {
  yield* query('create table if not exists lineage (mark text not null)')
  const [left] = yield* query<{ mark: string }>('select mark from lineage')
  const position = yield* leases.position()
  const putBack =
    restored ||
    (lineage !== null && left !== undefined && (left.mark !== lineage.held() || position < lineage.reached()))
  if (lineage !== null && (putBack || left === undefined)) {
    const mark = lineage.renew()
    yield* query('delete from lineage')
    if (mark !== null) yield* query('insert into lineage (mark) values ($1)', mark)
    lineage.reach(position)
  }
  if (!putBack) return known
  begunAnew()
  yield* query('update identity set epoch = $1', fresh.epoch)
  return { ...known, epoch: fresh.epoch }
}
