import { PEOPLE } from '#protocol/streams.ts'
import { type Refused, refuse, type Verdict } from './decision.ts'
import type { Facts, Scope } from './facts.ts'
import type { Circumstances, IntentOf } from './intent.ts'
import { lacksRole, roleOf } from './rank.ts'
import type { UserRecord } from './records.ts'

type SetRole = IntentOf<'user.role'>
type Offer = IntentOf<'claim.offer'>
type Take = IntentOf<'claim.take'>

/** Of so many owners one must be there who is not deactivated. */
export const OWNERS_SEEN = 100

export const roleScope = ({ user }: SetRole, { actor }: Circumstances): Scope => ({
  streams: [PEOPLE, user],
  facts: [
    ['user', actor],
    ['user', user],
  ],
  lists: [{ list: 'peopleIn', key: ['owner'], limit: OWNERS_SEEN }],
})

/**
 * Gives somebody a role in the workspace: `{user, role}`. Owners do it, and there is always one left. Who becomes a guest
 * hears no more of people and of the directory: their sockets end, and come back as what they are then (HUB-3).
 */
export const setRole = (facts: Facts, { user: id, role }: SetRole, at: Circumstances): Verdict<'user.role'> => {
  const refused = lacksRole(roleOf(facts, at), 'owner')
  if (refused) return refused
  const user = facts.get('user', id)
  if (user === null || user.kind === 'bot') return refuse('user_not_found', 'There is no such person.')
  const ok = { user: id, role }
  if (user.role === role) return { writes: [], ok }
  const last = lastOwner(facts, user)
  if (last) return last
  const hearsOtherwise = role === 'guest' || user.role === 'guest'
  return {
    writes: [{ stream: PEOPLE, table: 'users', row: { ...user, role } }],
    ...(hearsOtherwise && { ends: [{ user: id, stream: PEOPLE }] }),
    ok,
  }
}

/** Why this owner must stay one: nobody else is. Null for everybody else. */
export const lastOwner = (facts: Facts, { id, role }: UserRecord): Refused | null => {
  const isOther = (user: UserRecord) => user.id !== id && user.deactivated === null
  if (role !== 'owner' || facts.list('peopleIn', 'owner').some(isOther)) return null
  return refuse('not_allowed', 'A workspace has an owner. Make somebody else one first.', { reason: 'last_owner' })
}

export const offerScope = (): Scope => ({ streams: [PEOPLE], facts: [] })

/** Whoever brings what this is the hash of within so many milliseconds becomes an owner, once: `{}`. */
export const offer = (_: Facts, { hash, ms }: Offer, { now }: Circumstances): Verdict<'claim.offer'> => ({
  writes: [],
  keeps: [{ table: 'claims', row: { hash, until: now + ms } }],
  ok: {},
})

export const takeScope = ({ hash, workspace }: Take, { actor }: Circumstances): Scope => ({
  streams: [PEOPLE, workspace, actor],
  facts: [
    ['claim', hash],
    ['user', actor],
    ['workspace', workspace],
  ],
})

/** Makes the actor an owner, and the link worthless: `{}`. */
export const take = (facts: Facts, { hash, workspace: id }: Take, at: Circumstances): Verdict<'claim.take'> => {
  const claim = facts.get('claim', hash)
  if (claim === null || claim.until < at.now) return refuse('link_expired', 'This link was used, or is too old.')
  const user = facts.get('user', at.actor)
  const workspace = facts.get('workspace', id)
  if (user === null || workspace === null) throw new Error(`The actor ${at.actor} or the workspace has no record.`)
  return {
    writes: [
      { stream: PEOPLE, table: 'users', row: { ...user, role: 'owner' } },
      ...(workspace.owner === null
        ? [{ stream: id, table: 'workspaces' as const, row: { ...workspace, owner: user.id } }]
        : []),
    ],
    drops: [{ table: 'claims', key: [hash] }],
    ...(user.role === 'guest' && { ends: [{ user: user.id, stream: PEOPLE }] }),
    ok: {},
  }
}
