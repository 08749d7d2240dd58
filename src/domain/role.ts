import { PEOPLE } from '#protocol/streams.ts'
import { refuse, type Verdict } from './decision.ts'
import type { Facts, Scope } from './facts.ts'
import type { Circumstances, IntentOf } from './intent.ts'

type SetRole = IntentOf<'user.role'>
type Offer = IntentOf<'claim.offer'>
type Take = IntentOf<'claim.take'>

export const roleScope = ({ user }: SetRole, { actor }: Circumstances): Scope => ({
  streams: [PEOPLE],
  facts: [
    ['user', actor],
    ['user', user],
  ],
  lists: [{ list: 'peopleIn', key: ['owner'], limit: 2 }],
})

/** Gives somebody a role in the workspace: `{user, role}`. Owners do it, and there is always one left. */
export const setRole = (facts: Facts, { user: id, role }: SetRole, { actor }: Circumstances): Verdict<'user.role'> => {
  if (facts.get('user', actor)?.role !== 'owner')
    return refuse('not_allowed', 'Only owners of the workspace can do this.', { reason: 'owners_only' })
  const user = facts.get('user', id)
  if (user === null || user.kind === 'bot') return refuse('user_not_found', 'There is no such person.')
  const ok = { user: id, role }
  if (user.role === role) return { writes: [], ok }
  if (user.role === 'owner' && facts.list('peopleIn', 'owner').length < 2)
    return refuse('not_allowed', 'A workspace has an owner. Make somebody else one first.', { reason: 'last_owner' })
  return { writes: [{ stream: PEOPLE, table: 'users', row: { ...user, role } }], ok }
}

export const offerScope = (): Scope => ({ streams: [PEOPLE], facts: [] })

/** Whoever brings what this is the hash of within so many milliseconds becomes an owner, once: `{}`. */
export const offer = (_: Facts, { hash, ms }: Offer, { now }: Circumstances): Verdict<'claim.offer'> => ({
  writes: [],
  keeps: [{ table: 'claims', row: { hash, until: now + ms } }],
  ok: {},
})

export const takeScope = ({ hash, workspace }: Take, { actor }: Circumstances): Scope => ({
  streams: [PEOPLE, workspace],
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
    ok: {},
  }
}
