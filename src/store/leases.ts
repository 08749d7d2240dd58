import type { Dialect } from './dialect.ts'
import { type Program, query } from './program.ts'
import type { LiveNode } from './store.ts'

/** The leases of the nodes that share a store, all by the clock of its database (HUB-4). */

export function* position(): Program<number> {
  const [{ pos } = { pos: 0 }] = yield* query<{ pos: number }>('select coalesce(max(pos), 0) as pos from changes')
  return pos
}

export function* live({ now }: Dialect): Program<readonly LiveNode[]> {
  return yield* query<LiveNode>(`select id as node, seen from nodes where until > ${now}`)
}

export function* renew({ now }: Dialect, node: string, seen: number, ms: number): Program<void> {
  yield* query(
    `insert into nodes (id, seen, until) values ($1, $2, ${now} + $3)
      on conflict (id) do update set seen = excluded.seen, until = excluded.until`,
    node,
    seen,
    ms,
  )
}

/**
 * Forgets leases that ran out. In a transaction of its own: else two nodes that come back together would each lock the
 * other's row and then wait for their own, a deadlock.
 */
export function* sweep({ now }: Dialect): Program<void> {
  yield* query(`delete from nodes where until < ${now}`)
}

export function* end(node: string): Program<void> {
  yield* query('delete from nodes where id = $1', node)
}
