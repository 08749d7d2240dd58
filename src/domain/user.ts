import { PEOPLE } from '#protocol/streams.ts'
import { type Keep, refuse, type Verdict } from './decision.ts'
import type { FactKey, Facts, Scope } from './facts.ts'
import type { Circumstances, IntentOf } from './intent.ts'
import { coming, invitedFacts } from './invitation.ts'
import { userNameFault } from './name-faults.ts'
import { isReservedName, type NameKeys, nameKeys } from './name-key.ts'
import { nameWords } from './name-words.ts'
import { normalizeUserName } from './names.ts'
import { newcomerFacts, seatsOfNewcomer } from './newcomers.ts'
import { policyFact, policyIn } from './policy.ts'
import type { Role, UserRecord } from './records.ts'
import { begun } from './session.ts'

type Enter = IntentOf<'user.enter'>
type Rename = IntentOf<'profile.rename'>

/** The lock of the people's stream makes display names unique, numbers people in the order in which they come, and counts
 * who comes by an invitation. */
export const enterScope = (said: Enter, { general }: Circumstances): Scope => {
  const { id, name, channels = [], owns, network = '', invitation } = said
  return {
    streams: [PEOPLE, general, ...channels, id, ...(owns === undefined ? [] : [owns]), ...(invitation?.channels ?? [])],
    opens: [id],
    facts: [
      ...namesakes(name),
      ...newcomerFacts(channels),
      ['ban', network],
      policyFact('join'),
      ...(owns === undefined ? [] : [['workspace', owns] as const]),
      ...(invitation === undefined ? [] : invitedFacts(invitation, id)),
    ],
  }
}

/**
 * Somebody new comes in by name alone, with a session and a seat in #general and in each channel for newcomers:
 * `{id, name}`. An invitation seats them in
 * its channels, and a guest in these alone. The first one of all, if they come from the machine itself, is the owner.
 */
export const enter = (facts: Facts, intent: Enter, at: Circumstances): Verdict<'user.enter'> => {
  const { id, name: typed, session, channels = [], owns, network = '', invitation, byOperator = false } = intent
  const { now, general } = at
  if (facts.get('ban', network) !== null) return refuse('banned', 'Nobody new can join from here.')
  if (policyIn(facts, 'join') !== 'open' && invitation === undefined && !byOperator)
    return refuse('invitation_needed', 'An invitation is needed.')
  const invited = invitation === undefined ? null : coming(facts, invitation, id, at, [general, ...channels])
  if (invited !== null && 'refused' in invited) return invited
  const wanted = named(typed)
  const refused = nameRefused(facts, wanted, id)
  if (refused) return refused
  const seats = seatsOfNewcomer(facts, id, channels, at)
  const workspace = owns === undefined || !isNobodyHere(facts) ? null : facts.get('workspace', owns)
  const ordinal = (facts.get('stream', PEOPLE)?.seats ?? 0) + 1
  const isOwner = workspace !== null && workspace.owner === null && invited === null
  const role: Role = isOwner ? 'owner' : (invited?.role ?? 'member')
  const row = { id, ...wanted, kind: 'human' as const, created: now, role, ordinal }
  const isGuest = role === 'guest'
  return {
    writes: [
      { stream: PEOPLE, table: 'users', row: { ...row, ...unsaid } },
      ...(isOwner ? [{ stream: workspace.id, table: 'workspaces' as const, row: { ...workspace, owner: id } }] : []),
      ...(isGuest ? [] : seats.writes),
      ...(invited?.writes ?? []),
      begun(session, id, now),
    ],
    keeps: [
      ...wordsOf(id, wanted.name),
      { table: 'sightings', row: { session: session.id, user: id, at: now, network } },
      ...(invited?.keeps ?? []),
    ],
    counters: [...(isGuest ? [] : seats.counters), ...(invited?.counters ?? []), { stream: PEOPLE, seats: ordinal }],
    ok: { id, name: wanted.name },
  }
}

/** Of the people only Flack itself is there, whose row was the first. */
const isNobodyHere = (facts: Facts): boolean => (facts.get('stream', PEOPLE)?.rev ?? 0) <= 1

/** What somebody new has not said of themselves. */
export const unsaid = {
  ...{ handle: '', handleKey: null, fullName: '', pronouns: '', title: '', zone: '' },
  deactivated: null,
} as const

export const renameScope = ({ name }: Rename, { actor }: Circumstances): Scope => ({
  streams: [PEOPLE],
  facts: [['user', actor], ...namesakes(name)],
})

/** A new display name, everywhere at once, since authors are stored by id: `{name}`. */
export const rename = (facts: Facts, { name: typed }: Rename, at: Circumstances): Verdict<'profile.rename'> => {
  const { actor } = at
  const wanted = named(typed)
  const refused = nameRefused(facts, wanted, actor)
  if (refused) return refused
  const user = facts.get('user', actor)
  if (user === null) throw new Error(`The actor ${actor} has no user record.`)
  const ok = { name: wanted.name }
  if (user.name === wanted.name) return { writes: [], ok }
  return {
    writes: [{ stream: PEOPLE, table: 'users', row: { ...user, ...wanted } }],
    drops: spokenWords(user).map(word => ({ table: 'words', key: [word, actor] })),
    keeps: spokenWords({ ...user, ...wanted }).map(word => ({ table: 'words', row: { word, user: actor } })),
    ok,
  }
}

/** By which somebody is found while their name is typed. */
export const wordsOf = (user: string, name: string): Keep[] =>
  nameWords(name).map(word => ({ table: 'words', row: { word, user } }))

/** All words by which somebody is found: of their names, handle and title. */
export const spokenWords = ({ name, handle, fullName, title }: UserRecord): readonly string[] => [
  ...new Set([name, handle, fullName, title].flatMap(each => (each === '' ? [] : nameWords(each)))),
]

type Name = NameKeys & { name: string }

/** Who has a name that this one would be taken for. */
const namesakes = (typed: string): FactKey[] => {
  const { nameKey, lookKey } = named(typed)
  return [
    ['userByName', nameKey],
    ['userByLook', lookKey],
  ]
}

/** A typed name as it is kept. */
const named = (typed: string): Name => {
  const name = normalizeUserName(typed)
  return { name, ...nameKeys(name) }
}

const nameRefused = (facts: Facts, { name, nameKey, lookKey }: Name, self: string) => {
  const fault = userNameFault(name)
  if (fault) return { refused: fault }
  if (isReservedName(name)) return refuse('name_invalid', 'That name is reserved.', { reason: 'name_reserved' })
  const taken = [facts.get('userByName', nameKey), facts.get('userByLook', lookKey)].find(
    user => user !== null && user.id !== self,
  )
  if (!taken) return null
  return refuse('name_taken', `Somebody here is already called ${taken.name}.`, {
    reason: 'person_taken',
    name: taken.name,
  })
}
