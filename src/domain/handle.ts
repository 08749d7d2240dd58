import { HANDLE_CHARACTERS } from '#protocol/limits.ts'
import { type Refused, refuse } from './decision.ts'
import type { FactKey, Facts } from './facts.ts'
import { isReservedName, nameKey } from './name-key.ts'

/** By which people and user groups are named, with the key under which each is unique among both. */
type Handle = { handle: string; handleKey: string | null }

/** As it is kept: without the @, in lower case. */
const normalizeHandle = (typed: string): string =>
  typed.slice(0, 400).normalize('NFKC').trim().replace(/^@+/u, '').toLowerCase().normalize('NFKC')

/** Who may have a handle already. Whoever gives one holds the lock of the people, so that two never get the same. */
export const handleFacts = (typed: string): FactKey[] => {
  const key = nameKey(normalizeHandle(typed))
  return [
    ['userByHandle', key],
    ['usergroupByHandle', key],
  ]
}

/** A typed handle as it is kept, where `self` (a person or a user group) may have it; an empty one is none. */
export const handleOf = (facts: Facts, typed: string, self: string): Handle | Refused => {
  const handle = normalizeHandle(typed)
  if (handle === '') return { handle: '', handleKey: null }
  if (
    handle.length > HANDLE_CHARACTERS ||
    !/^[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]*$/u.test(handle) ||
    /\p{M}{3,}/u.test(handle)
  )
    return refuse('name_invalid', `A handle has letters, digits, dots and dashes, at most ${HANDLE_CHARACTERS}.`, {
      reason: 'handle_signs',
      limit: HANDLE_CHARACTERS,
    })
  if (isReservedName(handle)) return refuse('name_invalid', 'That name is reserved.', { reason: 'name_reserved' })
  const handleKey = nameKey(handle)
  const taken = [facts.get('userByHandle', handleKey), facts.get('usergroupByHandle', handleKey)].find(
    other => other !== null && other.id !== self,
  )
  if (!taken) return { handle, handleKey }
  const about = { reason: 'handle_taken', name: taken.handle } as const
  return refuse('name_taken', `Somebody here is already @${taken.handle}.`, about)
}
