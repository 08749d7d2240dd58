import { type Refused, refuse } from './decision.ts'
import type { Facts } from './facts.ts'
import type { Circumstances } from './intent.ts'
import type { Role } from './records.ts'

/**
 * The role in which somebody acts in the workspace. Who runs the program has all its files, and so every right: the
 * command line acts as Flack itself.
 */
export const roleOf = (facts: Facts, { actor, bot }: Pick<Circumstances, 'actor' | 'bot'>): Role =>
  actor === bot ? 'owner' : (facts.get('user', actor)?.role ?? 'member')

const HEIGHT: Readonly<Record<Role, number>> = { guest: 0, member: 1, admin: 2, owner: 3 }

export const isAtLeast = (role: Role, least: Role): boolean => HEIGHT[role] >= HEIGHT[least]

/** Why somebody of this role may not do what takes another one; null where they may. */
export const lacksRole = (role: Role, least: Exclude<Role, 'guest'>): Refused | null => {
  if (isAtLeast(role, least)) return null
  switch (least) {
    case 'member':
      return refuse('not_allowed', 'Guests cannot do this.', { reason: 'not_for_guests' })
    case 'admin':
      return refuse('not_allowed', 'Only admins of the workspace can do this.', { reason: 'admins_only' })
    case 'owner':
      return refuse('not_allowed', 'Only owners of the workspace can do this.', { reason: 'owners_only' })
  }
}
