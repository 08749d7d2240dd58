import { type Drop, refuse, type Verdict } from './decision.ts'
import type { TicketKind, TicketRecord } from './door-records.ts'
import { ending } from './ending.ts'
import type { Facts, ListKey, Scope } from './facts.ts'
import type { Circumstances, IntentOf } from './intent.ts'

type Set = IntentOf<'credential.set'>

/** More than anybody has; what is above it would not be ended. Sessions stop at 100, tickets at five of a kind. */
const MANY = 200

/** What lets somebody in, or leads to it. */
const WAYS_IN: readonly TicketKind[] = ['device', 'asking', 'admitted', 'restore', 'letter', 'second']

const ticketLists = (user: string): ListKey[] =>
  WAYS_IN.map(kind => ({ list: 'ticketsOf', key: [user, kind], limit: MANY }))

export const setScope = ({ credentials, alone, ticket }: Set, { actor }: Circumstances): Scope => ({
  streams: [actor],
  facts: [
    ...credentials.map(({ kind, subject }) => ['credential', kind, subject] as const),
    ...(ticket === undefined ? [] : [['ticket', ticket] as const]),
  ],
  lists: alone ? [{ list: 'sessionsOf', key: [actor], limit: MANY }, ...ticketLists(actor)] : [],
})

/**
 * Keeps what the actor can show from now on, in place of what was there: `{}`. `before` is what was there of the first of
 * them when it was looked at, so that two who change it at once do not both succeed; `ticket` is used up. `alone`: nobody
 * else stays signed in as them, and what would let somebody in is worthless. Whoever was in before there was a password
 * may have been somebody else.
 */
export const setCredential = (facts: Facts, intent: Set, at: Circumstances): Verdict<'credential.set'> => {
  const { credentials, before, alone, session, ticket } = intent
  const { actor, now } = at
  const there = credentials.map(({ kind, subject }) => facts.get('credential', kind, subject))
  if (there.some(each => each !== null && each.user !== actor))
    return refuse('not_allowed', 'That belongs to somebody else here.')
  if ((there[0]?.proof ?? null) !== before) return refuse('credentials_wrong', 'That has changed meanwhile.')
  const brought = ticket === undefined ? null : facts.get('ticket', ticket)
  if (ticket !== undefined && !isMine(brought, actor, now))
    return refuse('link_expired', 'This link was used, or is too old.')
  const ended = alone ? endedFor(facts, { actor, session, now }) : { writes: [], ends: [], drops: [] }
  return {
    ...ended,
    drops: [...ended.drops, ...(ticket === undefined ? [] : [{ table: 'tickets' as const, key: [ticket] }])],
    keeps: credentials.map(({ count = 0, ...each }) => ({
      table: 'credentials',
      row: { ...each, count, user: actor, created: now, used: null },
    })),
    ok: {},
  }
}

/** Begun by the actor, or, at a provider, before they joined. */
const isMine = (ticket: TicketRecord | null, user: string, now: number): boolean => {
  if (ticket === null || ticket.until < now) return false
  return ticket.kind === 'enrol' ? ticket.user === user : ticket.kind === 'away' && ['', user].includes(ticket.user)
}

/** All other sessions of the actor, and every ticket that leads to one. */
const endedFor = (facts: Facts, { actor, session, now }: { actor: string; session: string; now: number }) => {
  const others = facts.list('sessionsOf', actor).filter(({ id }) => id !== session)
  const sessions = ending(others, now)
  const tickets = WAYS_IN.flatMap(kind => facts.list('ticketsOf', actor, kind))
  const drops: Drop[] = tickets.map(({ hash }) => ({ table: 'tickets', key: [hash] }))
  return { ...sessions, drops: [...sessions.drops, ...drops] }
}

type Remove = IntentOf<'credential.remove'>

export const removeScope = ({ kind, subject }: Remove, { actor }: Circumstances): Scope => ({
  streams: [actor],
  facts: [['credential', kind, subject]],
})

/** Takes away what the actor can show: `{}`. */
export const removeCredential = (
  facts: Facts,
  { kind, subject }: Remove,
  { actor }: Circumstances,
): Verdict<'credential.remove'> => {
  const there = facts.get('credential', kind, subject)
  if (there === null || there.user !== actor) return { writes: [], ok: {} }
  return { writes: [], drops: [{ table: 'credentials', key: [kind, subject] }], ok: {} }
}

/** Nobody has more recovery codes. */
const CODES = 50

export const removeCodesScope = (_: unknown, { actor }: Circumstances): Scope => ({
  streams: [actor],
  facts: [],
  lists: [{ list: 'credentialsOf', key: [actor], limit: MANY + CODES }],
})

/** Takes away the actor's code app, and the recovery codes with it: `{}`. */
export const removeCodes = (facts: Facts, _: unknown, { actor }: Circumstances): Verdict<'codes.remove'> => {
  const gone = facts.list('credentialsOf', actor).filter(({ kind }) => kind === 'totp' || kind === 'recovery')
  const drops: Drop[] = gone.map(({ kind, subject }) => ({ table: 'credentials', key: [kind, subject] }))
  return { writes: [], drops, ok: {} }
}
