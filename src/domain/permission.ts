import type { Reason, Refusal } from '#protocol/refusals.ts'
import type { FactKey, Facts } from './facts.ts'
import type { Circumstances } from './intent.ts'
import type { ChannelKind, ChannelRecord, Role, SeatRecord } from './records.ts'

/** What everybody with a seat does. */
type Everyday = 'read' | 'join' | 'leave' | 'post' | 'edit' | 'delete' | 'react' | 'mark' | 'type' | 'close'

/** What changes the channel itself. Whether somebody may depends on their role in the workspace as well. */
export type Upkeep =
  | 'invite'
  | 'remove'
  | 'appoint'
  | 'rename'
  | 'describe'
  | 'archive'
  | 'unarchive'
  | 'hide'
  | 'publish'
  | 'erase'

/** What one may want of a channel. */
export type ChannelAction = Everyday | Upkeep

export type ChannelFacts = {
  channel: ChannelRecord | null
  seat: SeatRecord | null
  isGeneral: boolean
  /** Of the actor in the workspace; for everyday actions it does not matter. */
  role?: Role
}

type Who = 'nobody' | 'member' | 'channel admin' | 'admin' | 'owner'

/** Whose an action is, by the kind of room. `join` of a room that is not public only ever finds a seat that is there. */
const whose: Readonly<Record<ChannelAction, Readonly<Record<ChannelKind, Who>>>> = {
  ...everywhere(['read', 'join', 'post', 'edit', 'delete', 'react', 'mark', 'type'], 'member'),
  leave: { public: 'member', private: 'member', dm: 'nobody', group: 'nobody' },
  close: { public: 'nobody', private: 'nobody', dm: 'member', group: 'member' },
  invite: { public: 'member', private: 'member', dm: 'nobody', group: 'nobody' },
  remove: { public: 'channel admin', private: 'channel admin', dm: 'nobody', group: 'nobody' },
  appoint: { public: 'channel admin', private: 'channel admin', dm: 'nobody', group: 'nobody' },
  rename: { public: 'channel admin', private: 'channel admin', dm: 'nobody', group: 'member' },
  describe: { public: 'member', private: 'member', dm: 'nobody', group: 'member' },
  archive: { public: 'channel admin', private: 'channel admin', dm: 'nobody', group: 'nobody' },
  unarchive: { public: 'channel admin', private: 'channel admin', dm: 'nobody', group: 'nobody' },
  /** From public, or from a group, to private. */
  hide: { public: 'channel admin', private: 'nobody', dm: 'nobody', group: 'member' },
  publish: { public: 'nobody', private: 'admin', dm: 'nobody', group: 'nobody' },
  erase: { public: 'owner', private: 'owner', dm: 'nobody', group: 'nobody' },
}

function everywhere<A extends ChannelAction>(actions: readonly A[], who: Who) {
  const row = { public: who, private: who, dm: who, group: who }
  return Object.fromEntries(actions.map(action => [action, row])) as Record<A, typeof row>
}

/** Of an archived channel one may still do these. */
const ofArchived: readonly ChannelAction[] = ['read', 'leave', 'mark', 'close', 'unarchive', 'hide', 'publish', 'erase']

/** Everybody is in #general and stays there: it cannot be taken away. */
const notOfGeneral: readonly ChannelAction[] = ['remove', 'rename', 'archive', 'hide', 'erase']

/**
 * The one permission function that every door asks: null if the action is allowed, else why not. The channel and the
 * actor's seat in it are looked up together, so that an unknown channel and a hidden one are the same answer.
 */
export const mayNot = (action: ChannelAction, facts: ChannelFacts): Refusal | null => {
  const { channel, seat, isGeneral, role = 'member' } = facts
  const isSeated = seat?.state === 'joined'
  if (channel === null || channel.gone !== null || (channel.kind !== 'public' && !isSeated)) return unknown
  const who = whose[action][channel.kind]
  const isArchived = channel.archived !== null && !ofArchived.includes(action)
  if (action === 'read') return null
  if (action === 'join') return isArchived && !isSeated ? archived : null
  if (!isSeated && !(isPublicUpkeep(action, channel) && role !== 'member')) return notSeated
  if (action === 'leave' && isGeneral) {
    return { code: 'cant_leave_general', message: `Everybody stays in #${channel.name}.`, name: channel.name }
  }
  if (isGeneral && notOfGeneral.includes(action))
    return {
      code: 'not_allowed',
      reason: 'general_stays',
      message: `#${channel.name} stays as it is.`,
      name: channel.name,
    }
  if (!ranks(who, seat, role)) return { code: 'not_allowed', ...sentences[who] }
  return isArchived ? archived : null
}

/** Who looks after the workspace looks after public channels without a seat in each. */
const isPublicUpkeep = (action: ChannelAction, { kind }: ChannelRecord): boolean =>
  kind === 'public' && isUpkeep(action) && action !== 'describe' && action !== 'invite'

const ranks = (who: Who, seat: SeatRecord | null, role: Role): boolean => {
  switch (who) {
    case 'nobody':
      return false
    case 'member':
      return true
    case 'channel admin':
      return seat?.admin === 1 || role !== 'member'
    case 'admin':
      return role !== 'member'
    case 'owner':
      return role === 'owner'
  }
}

const unknown: Refusal = { code: 'channel_not_found', message: 'There is no such channel.' }
const notSeated: Refusal = { code: 'not_a_member', message: 'You are not a member of this channel.' }
const archived: Refusal = { code: 'is_archived', message: 'This channel is archived: it can be read, and no more.' }

const sentences: Readonly<Record<Who, { reason: Reason; message: string }>> = {
  nobody: { reason: 'not_here', message: 'This cannot be done in this conversation.' },
  member: { reason: 'members_only', message: 'Only members of the channel can do this.' },
  'channel admin': { reason: 'channel_admins_only', message: 'Only admins of the channel can do this.' },
  admin: { reason: 'admins_only', message: 'Only admins of the workspace can do this.' },
  owner: { reason: 'owners_only', message: 'Only owners of the workspace can do this.' },
}

const upkeep: Readonly<Record<Upkeep, true>> = {
  invite: true,
  remove: true,
  appoint: true,
  rename: true,
  describe: true,
  archive: true,
  unarchive: true,
  hide: true,
  publish: true,
  erase: true,
}

const isUpkeep = (action: ChannelAction): action is Upkeep => Object.hasOwn(upkeep, action)

/** The facts that `inChannel` needs for an everyday action, for a command's scope. */
export const inChannelFacts = (channel: string, user: string): FactKey[] => [
  ['channel', channel],
  ['seat', channel, user],
]

/** The same for what changes the channel itself. */
export const upkeepFacts = (channel: string, user: string): FactKey[] => [
  ...inChannelFacts(channel, user),
  ['user', user],
]

type InChannel = { channel: ChannelRecord; seat: SeatRecord | null }

/** The channel and the actor's seat in it, or why the actor may not do this there. */
export const inChannel = (
  facts: Facts,
  action: ChannelAction,
  id: string,
  { actor, general }: Pick<Circumstances, 'actor' | 'general'>,
): InChannel | { refused: Refusal } => {
  const channel = facts.get('channel', id)
  const seat = facts.get('seat', id, actor)
  const role = isUpkeep(action) ? facts.get('user', actor)?.role : undefined
  const refused = mayNot(action, { channel, seat, isGeneral: id === general, ...(role && { role }) })
  if (refused) return { refused }
  if (channel === null) throw new Error(`The channel ${id} is allowed, and is not there.`)
  return { channel, seat }
}
