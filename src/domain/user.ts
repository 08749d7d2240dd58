import { seated } from './channel.ts'
import { refuse, type Verdict } from './decision.ts'
import type { Facts, Scope } from './facts.ts'
import type { Circumstances, IntentOf } from './intent.ts'
import { isReservedName, nameKey } from './name-key.ts'
import { normalizeUserName, userNameFault } from './names.ts'

type Enter = IntentOf<'user.enter'>
type Rename = IntentOf<'profile.rename'>
type End = IntentOf<'session.end'>

/** The workspace's lock makes display names unique. */
export const enterScope = ({ id, name }: Enter, { workspace, general }: Circumstances): Scope => ({
  streams: [workspace, general, id],
  facts: [['userByName', nameKey(normalizeUserName(name))]],
})

/** Somebody new comes in by name alone, with a session and a seat in #general: `{id, name}`. */
export const enter = (facts: Facts, { id, name: typed, session }: Enter, at: Circumstances): Verdict => {
  const { now, workspace, general } = at
  const refused = nameRefused(facts, typed, id)
  if (refused) return refused
  const name = normalizeUserName(typed)
  const stream = facts.get('stream', general)
  return {
    writes: [
      { stream: workspace, table: 'users', row: { id, name, nameKey: nameKey(name), kind: 'human', created: now } },
      ...seated({ channel: general, user: id, now, read: stream?.seq ?? 0, cursor: stream?.posts ?? 0 }),
      { stream: id, table: 'sessions', row: { ...session, user: id, created: now, ended: null } },
    ],
    counters: [{ stream: general, seats: (stream?.seats ?? 0) + 1 }],
    ok: { id, name },
  }
}

export const renameScope = ({ name }: Rename, { actor, workspace }: Circumstances): Scope => ({
  streams: [workspace],
  facts: [
    ['user', actor],
    ['userByName', nameKey(normalizeUserName(name))],
  ],
})

/** A new display name, everywhere at once, since authors are stored by id: `{name}`. */
export const rename = (facts: Facts, { name: typed }: Rename, { actor, workspace }: Circumstances): Verdict => {
  const refused = nameRefused(facts, typed, actor)
  if (refused) return refused
  const name = normalizeUserName(typed)
  const { rev: _, ...user } = mustGet(facts.get('user', actor))
  if (name === user.name) return { writes: [], ok: { name } }
  const row = { ...user, name, nameKey: nameKey(name) }
  return { writes: [{ stream: workspace, table: 'users', row }], ok: { name } }
}

const nameRefused = (facts: Facts, typed: string, self: string) => {
  const name = normalizeUserName(typed)
  const fault = userNameFault(name)
  if (fault) return refuse('name_invalid', fault)
  if (isReservedName(nameKey(name))) return refuse('name_invalid', 'That name is reserved.')
  const taken = facts.get('userByName', nameKey(name))
  return taken && taken.id !== self ? refuse('name_taken', `Somebody here is already called ${taken.name}.`) : null
}

export const endScope = ({ session }: End, { actor }: Circumstances): Scope => ({
  streams: [actor],
  facts: [['session', session]],
})

/** Ends one of the actor's sessions and its sockets: `{}`. */
export const end = (facts: Facts, { session: id }: End, { actor, now }: Circumstances): Verdict => {
  const session = facts.get('session', id)
  if (session === null || session.user !== actor) return refuse('signed_out', 'That session is not yours.')
  if (session.ended !== null) return { writes: [], ok: {} }
  const { rev: _, ...row } = session
  return {
    writes: [{ stream: actor, table: 'sessions', row: { ...row, ended: now } }],
    ends: [{ session: id }],
    ok: {},
  }
}

const mustGet = <T>(record: T | null): T => {
  if (record === null) throw new Error('the actor has no user record')
  return record
}
