import type { JobRecord } from '#domain/records.ts'
import type { Dialect } from './dialect.ts'
import { columnsOf, type Fields, type Program, query } from './program.ts'
import type { Lane } from './store.ts'

/** JOB: who works on which job, by the database's clock; whether a job is due is judged by the clock of the commits. */

/** Whether `take` would find any: a look that writes nothing. */
export function* anyDue(now: number): Program<boolean> {
  const found = yield* query('select 1 as one from jobs where dead is null and due <= $1 limit 1', now)
  return found.length > 0
}

/** The oldest due jobs of a lane that nobody works on: they are the owner's for so many milliseconds. */
export function* take(
  { now: clock }: Dialect,
  { now, owner, ms, limit, lane }: { now: number; owner: string; ms: number; limit: number; lane: Lane },
): Program<readonly JobRecord[]> {
  const kinds = 'only' in lane ? lane.only : lane.but
  const named = kinds.map((_, index) => `$${index + 5}`).join(', ')
  const ofLane = kinds.length === 0 ? '' : `and kind ${'only' in lane ? '' : 'not '}in (${named})`
  const taken = yield* query<JobRecord & Fields>(
    `update jobs set owner = $1, until = ${clock} + $2, attempts = attempts + 1
      where key in (select key from jobs where dead is null and due <= $3 and until < ${clock} ${ofLane}
        order by due, key limit $4)
        and until < ${clock} returning ${columnsOf('jobs')}`,
    ...[owner, ms, now, limit, ...kinds],
  )
  return taken
}

/** An attempt has failed: the job is let go until it is due again, or for good. Nothing, if it is somebody else's by now. */
export function* letGo(
  { key, owner, attempts }: JobRecord,
  { due, fault, dead }: Pick<JobRecord, 'due' | 'fault' | 'dead'>,
): Program<void> {
  yield* query(
    `update jobs set due = $1, fault = $2, dead = $3, owner = '', until = 0
      where key = $4 and owner = $5 and attempts = $6`,
    ...[due, fault, dead, key, owner, attempts],
  )
}

export function* counts(): Program<{ waiting: number; dead: number }> {
  const [found] = yield* query<{ waiting: number; dead: number }>(
    `select (select count(*) from jobs where dead is null) as waiting,
      (select count(*) from jobs where dead is not null) as dead`,
  )
  return { waiting: found?.waiting ?? 0, dead: found?.dead ?? 0 }
}
