import { type Program, query } from './program.ts'

/** So many changes go at once: people's commands wait for it. */
const CHANGES = 1000

/**
 * FOLLOW: Deletes the oldest changes from before a time (milliseconds) that all these followers have seen in this epoch,
 * a thousand at most; answers how many. The newest change always stays, since it says how far the commits are.
 */
export function* purgeChanges(epoch: string, before: number, followers: readonly string[]): Program<number> {
  const needed = yield* needing(epoch, followers)
  const gone = yield* query(
    `delete from changes where pos in (
       select pos from changes where pos <= $1 and at < $2 and pos < (select max(pos) from changes)
       order by pos limit ${CHANGES})
     returning pos`,
    needed,
    before,
  )
  return gone.length
}

/** Up to which change all of them are done. One that has no position yet may still need the oldest. */
function* needing(epoch: string, followers: readonly string[]): Program<number> {
  const kept = yield* query<{ follower: string; seen: number }>(
    'select follower, seen from positions where epoch = $1',
    epoch,
  )
  const positions = new Map(kept.map(({ follower, seen }) => [follower, seen]))
  return Math.min(Number.MAX_SAFE_INTEGER, ...followers.map(follower => positions.get(follower) ?? 0))
}
