import { PEOPLE } from '#protocol/streams.ts'
import { refuse, type Verdict } from './decision.ts'
import { ending, SESSIONS_PER_PERSON } from './ending.ts'
import type { Facts, Scope } from './facts.ts'
import type { Circumstances, IntentOf } from './intent.ts'
import { isAtLeast, lacksRole, roleOf } from './rank.ts'
import { lastOwner, OWNERS_SEEN } from './role.ts'

type Deactivate = IntentOf<'user.deactivate'>
type Reactivate = IntentOf<'user.reactivate'>

export const deactivateScope = ({ user }: Deactivate, { actor }: Circumstances): Scope => ({
  streams: [PEOPLE, user],
  facts: [
    ['user', actor],
    ['user', user],
  ],
  lists: [
    { list: 'sessionsOf', key: [user], limit: SESSIONS_PER_PERSON },
    { list: 'sightingsOf', key: [user], limit: SESSIONS_PER_PERSON },
    { list: 'peopleIn', key: ['owner'], limit: OWNERS_SEEN },
  ],
})

/**
 * Makes somebody nobody here: `{user}`. Their sessions end, with their sockets, before it is acknowledged (HUB-4); their
 * name stays on what they said, and their seats stay theirs. With `ban` nobody new
 * comes in from where they were seen last.
 */
export const deactivate = (
  facts: Facts,
  { user: id, ban = false }: Deactivate,
  at: Circumstances,
): Verdict<'user.deactivate'> => {
  const user = facts.get('user', id)
  const role = roleOf(facts, at)
  const refused = lacksRole(role, user !== null && isAtLeast(user.role, 'admin') ? 'owner' : 'admin')
  if (refused) return refused
  if (user === null || user.kind === 'bot') return refuse('user_not_found', 'There is no such person.')
  if (id === at.actor) return refuse('not_allowed', 'Somebody else has to do this to you.', { reason: 'not_yourself' })
  const last = lastOwner(facts, user)
  if (last) return last
  const sessions = ending(facts.list('sessionsOf', id), at.now)
  const networks = ban ? facts.list('sightingsOf', id).map(({ network }) => network) : []
  return {
    ...sessions,
    writes: [
      ...(user.deactivated === 1
        ? []
        : [{ stream: PEOPLE, table: 'users' as const, row: { ...user, deactivated: 1 as const } }]),
      ...sessions.writes,
    ],
    keeps: [...new Set(networks)]
      .filter(isBannable)
      .map(network => ({ table: 'bans', row: { network, person: id, at: at.now } })),
    ends: [...sessions.ends, { user: id, stream: PEOPLE }],
    ok: { user: id },
  }
}

export const reactivateScope = ({ user }: Reactivate, { actor }: Circumstances): Scope => ({
  streams: [PEOPLE],
  facts: [
    ['user', actor],
    ['user', user],
  ],
  lists: [{ list: 'bansFor', key: [user], limit: SESSIONS_PER_PERSON }],
})

/** Makes somebody who was deactivated themselves again: `{user}`. How they come in is another matter. */
export const reactivate = (facts: Facts, { user: id }: Reactivate, at: Circumstances): Verdict<'user.reactivate'> => {
  const user = facts.get('user', id)
  const refused = lacksRole(roleOf(facts, at), user !== null && isAtLeast(user.role, 'admin') ? 'owner' : 'admin')
  if (refused) return refused
  if (user === null || user.kind === 'bot') return refuse('user_not_found', 'There is no such person.')
  const ok = { user: id }
  if (user.deactivated === null) return { writes: [], ok }
  return {
    writes: [{ stream: PEOPLE, table: 'users', row: { ...user, deactivated: null } }],
    drops: facts.list('bansFor', id).map(({ network }) => ({ table: 'bans', key: [network] })),
    ok,
  }
}

/**
 * Not the machine itself: behind a proxy that tells no addresses everybody comes from there, and its operator always
 * does. As `networkOf` writes them.
 */
const isBannable = (network: string): boolean => !/^(|127\..*|0:0:0:0)$/.test(network)
