import { PROFILE_CHARACTERS, PURPOSE_CHARACTERS, USER_GROUPS } from '#protocol/limits.ts'
import { PEOPLE } from '#protocol/streams.ts'
import { type Keep, type Refused, refuse, type Verdict } from './decision.ts'
import type { Facts, Scope } from './facts.ts'
import { handleFacts, handleOf } from './handle.ts'
import type { Circumstances, IntentOf } from './intent.ts'
import { seatJob } from './mass.ts'
import { openToAll } from './open-to-all.ts'
import type { UserGroupRecord } from './team-records.ts'

type SetGroup = IntentOf<'usergroup.set'>
type Members = IntentOf<'usergroup.members'>

const groupId = ({ group }: SetGroup, fresh: string): string => group ?? fresh

/** The people's stream is locked as well where a handle is given: nobody else can look between our look and our write. */
export const setGroupScope = (intent: SetGroup, { actor, workspace, fresh }: Circumstances): Scope => ({
  streams: [workspace, ...(intent.handle === undefined ? [] : [PEOPLE])],
  facts: [
    ['user', actor],
    ['usergroup', groupId(intent, fresh)],
    ...(intent.handle === undefined ? [] : handleFacts(intent.handle)),
    ...(intent.channels ?? []).map(channel => ['channel', channel] as const),
  ],
  lists: intent.group === undefined ? [{ list: 'usergroups', key: [], limit: USER_GROUPS }] : [],
})

/**
 * Makes a user group, or changes it: `{group, handle}`. What is not named stays as it is. Its members are seated in channels
 * that are new to it by a job; from one that it has no longer nobody is taken.
 */
export const setGroup = (facts: Facts, intent: SetGroup, at: Circumstances): Verdict<'usergroup.set'> => {
  if (!isAdmin(facts, at)) return adminsOnly
  const id = groupId(intent, at.fresh)
  const before = facts.get('usergroup', id)
  if (intent.group !== undefined && (before === null || before.gone !== null)) return unknownGroup
  if (before === null && facts.list('usergroups').length >= USER_GROUPS)
    return refuse('too_many_usergroups', `There is room for ${USER_GROUPS} user groups.`, { limit: USER_GROUPS })
  const none = { id, rev: 0, ...nothing }
  if (intent.gone) return { writes: [written(at, { ...none, gone: 1 })], ok: { group: id, handle: '' } }
  const row = changed(facts, before ?? none, intent)
  if ('refused' in row) return row
  const added = row.channels.filter(channel => before?.channels.includes(channel) === false)
  return {
    writes: JSON.stringify(row) === JSON.stringify(before) ? [] : [written(at, row)],
    keeps: added.map(channel => seatJob({ channel, group: id, author: at.actor }, at)),
    ok: { group: id, handle: row.handle },
  }
}

const nothing = { name: '', handle: '', handleKey: null, description: '', channels: [], gone: null } as const

const written = ({ workspace }: Circumstances, row: UserGroupRecord) =>
  ({ stream: workspace, table: 'usergroups', row }) as const

const changed = (facts: Facts, before: UserGroupRecord, intent: SetGroup): UserGroupRecord | Refused => {
  const name = intent.name?.normalize('NFC').replace(/\s+/gu, ' ').trim() ?? before.name
  const description = intent.description?.trim() ?? before.description
  const handle = intent.handle === undefined ? before : handleOf(facts, intent.handle, before.id)
  const channels = intent.channels === undefined ? before : openToAll(facts, intent.channels)
  if ('refused' in handle) return handle
  if ('refused' in channels) return channels
  if (name === '') return refuse('name_invalid', 'Please type a name.', { reason: 'name_empty' })
  if (handle.handle === '') return refuse('name_invalid', 'A user group needs a handle.', { reason: 'handle_empty' })
  const long = [
    [name, PROFILE_CHARACTERS],
    [description, PURPOSE_CHARACTERS],
  ] as const
  for (const [text, limit] of long)
    if (text.length > limit)
      return refuse('text_invalid', `At most ${limit} characters fit here.`, { reason: 'line_long', limit })
  if (/\p{Cc}/u.test(name) || /\0/.test(description) || !(name + description).isWellFormed())
    return refuse('text_invalid', 'This text has characters that cannot be stored.', { reason: 'text_unstorable' })
  return {
    ...before,
    ...{ name, description, handle: handle.handle, handleKey: handle.handleKey, channels: channels.channels },
  }
}

const unique = (users: readonly string[] = []): readonly string[] => [...new Set(users)]

export const groupMembersScope = (intent: Members, { actor, workspace }: Circumstances): Scope => {
  const users = unique([...(intent.add ?? []), ...(intent.remove ?? [])])
  return {
    streams: [workspace, ...users],
    facts: [
      ['user', actor],
      ['usergroup', intent.group],
      ...users.flatMap(user => [['user', user] as const, ['grouping', user, intent.group] as const]),
    ],
  }
}

/** Puts people into a user group and takes others out of it: `{group, added, removed}`, how many they were. */
export const changeMembers = (facts: Facts, intent: Members, at: Circumstances): Verdict<'usergroup.members'> => {
  if (!isAdmin(facts, at)) return adminsOnly
  const { group: id } = intent
  const group = facts.get('usergroup', id)
  if (group === null || group.gone !== null) return unknownGroup
  const wanted = unique(intent.add)
  if (wanted.some(user => facts.get('user', user) === null)) return refuse('user_not_found', 'There is no such person.')
  const isIn = (user: string): boolean => facts.get('grouping', user, id)?.gone === null
  const added = wanted.filter(user => !isIn(user))
  const removed = unique(intent.remove).filter(user => isIn(user) && !wanted.includes(user))
  const row = (user: string, gone: 1 | null) =>
    ({ stream: user, table: 'groupings', row: { user, group: id, rev: 0, gone } }) as const
  return {
    writes: [...added.map(user => row(user, null)), ...removed.map(user => row(user, 1))],
    keeps: added.length === 0 ? [] : group.channels.map(channel => seating(channel, added, at)),
    ok: { group: id, added: added.length, removed: removed.length },
  }
}

const seating = (channel: string, users: readonly string[], at: Circumstances): Keep =>
  seatJob({ channel, users, author: at.actor, quiet: true }, at)

const isAdmin = (facts: Facts, { actor }: Circumstances): boolean =>
  (facts.get('user', actor)?.role ?? 'member') !== 'member'

const adminsOnly = refuse('not_allowed', 'Only admins of the workspace can do this.', { reason: 'admins_only' })
const unknownGroup = refuse('usergroup_not_found', 'There is no such user group.')
