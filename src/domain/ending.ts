import { refuse, type Verdict, type Write } from './decision.ts'
import type { Facts, Scope } from './facts.ts'
import type { Circumstances, IntentOf } from './intent.ts'
import { isAtLeast, lacksRole, roleOf } from './rank.ts'
import type { SessionRecord } from './records.ts'

type End = IntentOf<'session.end'>
type EndOthers = IntentOf<'session.endOthers'>
type See = IntentOf<'session.see'>

/** More sessions than devices that somebody can have. */
export const SESSIONS_PER_PERSON = 100

export const endScope = ({ session, user }: End, { actor }: Circumstances): Scope => ({
  streams: [user ?? actor],
  facts: [
    ['session', session],
    ['user', actor],
    ['user', user ?? actor],
  ],
})

/** Ends one of the actor's sessions and its sockets, or as an admin somebody else's: `{}`. */
export const end = (facts: Facts, { session: id, user }: End, at: Circumstances): Verdict<'session.end'> => {
  const owner = user ?? at.actor
  const session = facts.get('session', id)
  if (session === null || session.user !== owner) return refuse('session_not_found', 'There is no such session.')
  if (owner !== at.actor) {
    const role = roleOf(facts, at)
    const refused = lacksRole(role, isAtLeast(facts.get('user', owner)?.role ?? 'member', 'admin') ? 'owner' : 'admin')
    if (refused) return refused
  }
  if (session.ended !== null) return { writes: [], ok: {} }
  return { ...ending([session], at.now), ok: {} }
}

export const endOthersScope = (_: EndOthers, { actor }: Circumstances): Scope => ({
  streams: [actor],
  facts: [],
  lists: [{ list: 'sessionsOf', key: [actor], limit: SESSIONS_PER_PERSON }],
})

/** Ends all sessions of the actor but one, that from which they ask: `{ended}`, how many. */
export const endOthers = (facts: Facts, { keep }: EndOthers, at: Circumstances): Verdict<'session.endOthers'> => {
  const own = facts.list('sessionsOf', at.actor)
  if (!own.some(({ id }) => id === keep)) return refuse('session_not_found', 'There is no such session.')
  const others = own.filter(({ id }) => id !== keep)
  return { ...ending(others, at.now), ok: { ended: others.length } }
}

/** What ends sessions, with their sockets on every node (HUB-3), and what was known of where they are. */
export const ending = (sessions: readonly SessionRecord[], now: number) => ({
  writes: sessions.map(
    (session): Write => ({ stream: session.user, table: 'sessions', row: { ...session, ended: now } }),
  ),
  drops: sessions.map(({ id }) => ({ table: 'sightings' as const, key: [id] })),
  ends: sessions.map(({ id, user }) => ({ session: id, of: user })),
})

/** No stream hears of it. */
export const seeScope = (): Scope => ({ streams: [], facts: [] })

/** Notes when sessions were used last, and from where: `{}`. Nobody hears of it, and nobody waits for it. */
export const see = (_: Facts, { sessions, network }: See, { now }: Circumstances): Verdict<'session.see'> => ({
  writes: [],
  keeps: sessions.map(({ session, user }) => ({ table: 'sightings', row: { session, user, at: now, network } })),
  ok: {},
})
