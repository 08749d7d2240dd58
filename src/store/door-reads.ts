import type { InvitationRecord } from '#domain/door-records.ts'
import { columnsOf, decoded, type Fields, type Program, query, type Value } from './program.ts'
import type { AccountEntry, OpenSession } from './store.ts'
import { rowOf } from './tables.ts'

/** What is asked about who comes in and who is here. */

/** Somebody's sessions that have not ended, that used last in front, with when and from where that was. */
export function* openSessions(user: string, limit: number): Program<readonly OpenSession[]> {
  const found = yield* query<Omit<OpenSession, 'seen' | 'network'> & { seen: number | null; network: string | null }>(
    `select sessions.id as session, sessions.device, sessions.created, sightings.at as seen, sightings.network
      from sessions left join sightings on sightings.session = sessions.id
      where sessions."user" = $1 and sessions.ended is null
      order by coalesce(sightings.at, sessions.created) desc, sessions.id limit $2`,
    ...[user, limit],
  )
  return found.map(({ seen, network, ...session }) => ({
    ...session,
    ...(seen !== null && { seen }),
    ...(network !== null && network !== '' && { network }),
  }))
}

/** Invitations, the newest first, from behind `after` on; with a creator only those of theirs. */
export function* invitationsBehind(
  creator: string | null,
  after: string,
  limit: number,
): Program<readonly InvitationRecord[]> {
  const [before] = yield* query<{ created: number }>('select created from invitations where id = $1', after)
  const values: Value[] = [limit]
  const conditions: string[] = []
  const value = (each: Value) => `$${values.push(each)}`
  if (creator !== null) conditions.push(`creator = ${value(creator)}`)
  if (before)
    conditions.push(
      `(created < ${value(before.created)} or (created = ${value(before.created)} and id < ${value(after)}))`,
    )
  const where = conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`
  const found = yield* query<Fields>(
    `select ${columnsOf('invitations')} from invitations ${where} order by created desc, id desc limit $1`,
    ...values,
  )
  return found.map(fields => decoded('invitations', fields) as InvitationRecord)
}

/** People by the key of their names, from behind the one with the id `after` on. */
export function* accountsBehind(after: string, limit: number): Program<readonly AccountEntry[]> {
  const [before] = yield* query<{ nameKey: string }>('select "nameKey" from users where id = $1', after)
  const found = yield* query<Fields>(
    `select ${columnsOf('users')} from users where kind = 'human' and "nameKey" > $1 order by "nameKey" limit $2`,
    ...[before?.nameKey ?? '', limit],
  )
  return yield* seenLast(found)
}

/** The same of these people. */
export function* accountsOf(users: readonly string[]): Program<readonly AccountEntry[]> {
  const found: Fields[] = []
  for (const user of users)
    found.push(...(yield* query<Fields>(`select ${columnsOf('users')} from users where id = $1`, user)))
  return yield* seenLast(found)
}

function* seenLast(found: readonly Fields[]): Program<readonly AccountEntry[]> {
  const entries: AccountEntry[] = []
  for (const fields of found) {
    const record = decoded('users', fields) as never
    const user = rowOf('users', record) as AccountEntry['user']
    const [last] = yield* query<{ seen: number | null }>(
      'select max(at) as seen from sightings where "user" = $1',
      user.id,
    )
    const { created } = fields as { created: number }
    entries.push({ user, created, ...(typeof last?.seen === 'number' && { seen: last.seen }) })
  }
  return entries
}

/** Those of these people with whom a user shares a channel, themselves included. */
export function* sharing(user: string, others: readonly string[]): Program<readonly string[]> {
  const shared: string[] = []
  for (const other of others) {
    const [found] = yield* query(
      `select 1 as one from places where "user" = $1 and state = 'joined'
        and (select state from seats where channel = places.channel and "user" = $2) = 'joined' limit 1`,
      ...[user, other],
    )
    if (found || other === user) shared.push(other)
  }
  return shared
}
