import { type Policies, type PolicyName, policyDefaults, takesPolicy, type Who } from '#protocol/policies.ts'
import { refuse, type Verdict } from './decision.ts'
import type { FactKey, Facts, Scope } from './facts.ts'
import type { Circumstances, IntentOf } from './intent.ts'
import { lacksRole, roleOf } from './rank.ts'
import type { Role } from './records.ts'

type SetPolicy = IntentOf<'policy.set'>

/** The fact that `policyIn` needs, for a command's scope. A command that asks for no policy reads none. */
export const policyFact = (name: PolicyName): FactKey => ['policy', name]

/** What the workspace has decided, or what holds where it has not. */
export const policyIn = <N extends PolicyName>(facts: Facts, name: N): Policies[N] => {
  const value = facts.get('policy', name)?.value
  // A newer Flack that wrote this database may know more values than this one.
  return takesPolicy(name, value) ? (value as Policies[N]) : policyDefaults[name]
}

/** Somebody as policies see them. */
export type Standing = { role: Role; isChannelAdmin: boolean }

/** Whether somebody looks after the workspace. */
export const isAdmin = (role: Role): boolean => role === 'admin' || role === 'owner'

/** The question that rules ask of a policy: whether somebody is among those whose something is. */
export const isAmong = (who: Who, { role, isChannelAdmin }: Standing): boolean => {
  switch (who) {
    case 'everybody':
      return true
    case 'channel admins':
      return isChannelAdmin || isAdmin(role)
    case 'admins':
      return isAdmin(role)
    case 'owners':
      return role === 'owner'
    case 'nobody':
      return false
  }
}

export const setPolicyScope = ({ name }: SetPolicy, { actor, workspace }: Circumstances): Scope => ({
  streams: [workspace],
  facts: [policyFact(name), ['user', actor]],
})

/**
 * Decides something for the workspace: `{name, value}`. Admins do it; what owners keep for themselves only an owner gives
 * away, and takes.
 */
export const setPolicy = (facts: Facts, { name, value }: SetPolicy, at: Circumstances): Verdict<'policy.set'> => {
  const role = roleOf(facts, at)
  const refused = lacksRole(role, 'admin')
  if (refused) return refused
  if (!takesPolicy(name, value)) return refuse('invalid', `${name} takes no such value.`)
  const was = policyIn(facts, name)
  if ((was === 'owners' || value === 'owners') && role !== 'owner')
    return refuse('not_allowed', 'Only owners of the workspace can do this.', { reason: 'owners_only' })
  const ok = { name, value }
  if (was === value) return { writes: [], ok }
  return { writes: [{ stream: at.workspace, table: 'policies', row: { name, value } }], ok }
}
