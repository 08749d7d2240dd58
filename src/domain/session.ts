import { refuse, type Verdict, type Write } from './decision.ts'
import { askAtDoor } from './door.ts'
import type { CredentialRecord, TicketRecord } from './door-records.ts'
import { ending, SESSIONS_PER_PERSON } from './ending.ts'
import { ENTRIES_KEPT, entered } from './entry.ts'
import type { Facts, Scope } from './facts.ts'
import type { Circumstances, IntentOf, NewSession, Shown } from './intent.ts'

type Begin = IntentOf<'session.begin'>

/** How long somebody has to look for the code of their second factor. */
const SECOND_MS = 10 * 60_000

/** The row of a session that begins now. */
export const begun = (session: NewSession, user: string, now: number): Write => ({
  stream: user,
  table: 'sessions',
  row: { ...session, user, created: now, ended: null },
})

/** Whatever ends somebody's sessions, or takes what they show, locks their stream too, so that no session slips past it. */
export const beginScope = ({ user, ticket, shown }: Begin): Scope => ({
  streams: [user],
  facts: [
    ['user', user],
    ['credential', 'totp', user],
    ...(ticket === undefined ? [] : [['ticket', ticket.hash] as const]),
    ...shown.map(({ kind, subject }) => ['credential', kind, subject] as const),
  ],
  lists: [
    { list: 'sessionsOf', key: [user], limit: SESSIONS_PER_PERSON },
    { list: 'entriesOf', key: [user], limit: ENTRIES_KEPT },
  ],
})

/**
 * Begins a session of somebody who is here already, by whichever way they came: `{id, name}`, or `{second: true}` where
 * they must show their second factor first. What they showed was looked at outside, which takes time; here it must be the
 * same still.
 */
export const begin = (facts: Facts, intent: Begin, { now }: Circumstances): Verdict<'session.begin'> => {
  const { user: id, way, session, ticket: brought, shown, second: waiting, network } = intent
  const ticket = brought === undefined ? null : facts.get('ticket', brought.hash)
  if (brought !== undefined && !isGood(ticket, { ...brought, user: id, now }))
    return refuse('link_expired', 'This link was used, or is too old.')
  const credentials = shown.map(each => facts.get('credential', each.kind, each.subject))
  if (!shown.every((each, at) => isStill(credentials[at] ?? null, each, id)))
    return refuse('credentials_wrong', 'That did not let you in.')
  const user = facts.get('user', id)
  const second = facts.get('credential', 'totp', id)
  const hasShownSecond = ticket?.kind === 'admitted' || shown.some(({ kind }) => STRONG.has(kind))
  const answer = askAtDoor({ user, second, hasShownSecond })
  if (typeof answer !== 'string') return answer
  const drops = [
    ...(ticket === null ? [] : [{ table: 'tickets' as const, key: [ticket.hash] }]),
    ...shown
      .filter(each => each.kind === 'recovery')
      .map(({ kind, subject }) => ({ table: 'credentials' as const, key: [kind, subject] })),
  ]
  if (answer === 'second') {
    const row = { hash: waiting, kind: 'second' as const, user: id, until: now + SECOND_MS, data: JSON.stringify(way) }
    return { writes: [], drops, keeps: [{ table: 'tickets', row }], ok: { second: true } }
  }
  const note = entered(facts, { user: id, way, outcome: 'in', network, id: session.id, now })
  const sessions = facts.list('sessionsOf', id)
  const over = sessions.slice(0, Math.max(0, sessions.length + 1 - SESSIONS_PER_PERSON))
  // The oldest ends when one more begins (S-06).
  const oldest = ending(over, now)
  return {
    writes: [begun(session, id, now), ...oldest.writes],
    drops: [...drops, ...note.drops, ...oldest.drops],
    keeps: [
      ...note.keeps,
      ...used(credentials, shown, now),
      { table: 'sightings', row: { session: session.id, user: id, at: now, network } },
    ],
    ends: oldest.ends,
    ok: { id, name: user?.name ?? '' },
  }
}

/** What needs no second factor beside it: it is one, or (a passkey) is had and known at once. */
const STRONG: ReadonlySet<string> = new Set(['totp', 'recovery', 'passkey'])

/** What is begun before it is known who begins it. */
const OF_NOBODY: ReadonlySet<string> = new Set(['challenge', 'away'])

type Wanted = { kind: TicketRecord['kind']; user: string; now: number }

/** Whether a ticket is this person's, of this kind, and in time. */
export const isGood = (ticket: TicketRecord | null, { kind, user, now }: Wanted): ticket is TicketRecord =>
  ticket !== null &&
  ticket.kind === kind &&
  (OF_NOBODY.has(kind) ? ticket.user === '' : ticket.user === user) &&
  ticket.until >= now

/** Whether what somebody showed is theirs, has not changed since it was looked at, and was not shown before. */
const isStill = (record: CredentialRecord | null, { proof, count }: Shown, user: string): boolean =>
  record !== null && record.user === user && record.proof === proof && (count === undefined || count > record.count)

const used = (credentials: readonly (CredentialRecord | null)[], shown: readonly Shown[], now: number) =>
  credentials.flatMap((record, at) =>
    record === null || record.kind === 'recovery'
      ? []
      : [{ table: 'credentials' as const, row: { ...record, used: now, count: shown[at]?.count ?? record.count } }],
  )
