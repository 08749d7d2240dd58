import { policyDefaults, type Who } from '#protocol/policies.ts'
import type { Reason, Refusal } from '#protocol/refusals.ts'
import type { FactKey, Facts } from './facts.ts'
import type { Circumstances } from './intent.ts'
import { isAdmin, isAmong, policyFact, policyIn } from './policy.ts'
import type { ChannelKind, ChannelRecord, Role, SeatRecord } from './records.ts'

/** What everybody with a seat does. */
type Everyday = 'read' | 'join' | 'leave' | 'post' | 'edit' | 'delete' | 'react' | 'mark' | 'type' | 'close'

/** Whether somebody may do these depends on their role in the workspace as well. */
type Upkeep =
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
  /** Say who writes there. */
  | 'restrict'
  /** Have everybody new in it. */
  | 'welcome'
  /** Delete a message of somebody else. */
  | 'moderate'
  /** Call everybody in it. */
  | 'call'
  /** See what a message of somebody else said before it was edited. */
  | 'look back'

/** What one may want of a channel. */
export type ChannelAction = Everyday | Upkeep

export type ChannelFacts = {
  channel: ChannelRecord | null
  seat: SeatRecord | null
  isGeneral: boolean
  /** Of the actor in the workspace. */
  role?: Role
  /** What the policy says that the action is left to; without it the default holds. */
  decided?: Who
}

/** Policies that say whose an action in a channel is. */
type Deciding = 'topic' | 'removePeople' | 'callAll' | 'history' | 'deleteOthers'

/**
 * Whose an action is, by the kind of room, among those with a seat; or by which policy that is said. `join` of a room that
 * is not public only ever finds a seat that is there.
 */
const whose: Readonly<Record<ChannelAction, Readonly<Record<ChannelKind, Who | Deciding>>>> = {
  ...everywhere(['read', 'join', 'post', 'edit', 'delete', 'react', 'mark', 'type'], 'everybody'),
  leave: { public: 'everybody', private: 'everybody', dm: 'nobody', group: 'nobody' },
  close: { public: 'nobody', private: 'nobody', dm: 'everybody', group: 'everybody' },
  invite: { public: 'everybody', private: 'everybody', dm: 'nobody', group: 'nobody' },
  remove: { public: 'removePeople', private: 'removePeople', dm: 'nobody', group: 'nobody' },
  appoint: { public: 'channel admins', private: 'channel admins', dm: 'nobody', group: 'nobody' },
  rename: { public: 'channel admins', private: 'channel admins', dm: 'nobody', group: 'everybody' },
  describe: { public: 'topic', private: 'topic', dm: 'nobody', group: 'everybody' },
  archive: { public: 'channel admins', private: 'channel admins', dm: 'nobody', group: 'nobody' },
  unarchive: { public: 'channel admins', private: 'channel admins', dm: 'nobody', group: 'nobody' },
  /** From public, or from a group, to private. */
  hide: { public: 'channel admins', private: 'nobody', dm: 'nobody', group: 'everybody' },
  publish: { public: 'nobody', private: 'admins', dm: 'nobody', group: 'nobody' },
  erase: { public: 'owners', private: 'owners', dm: 'nobody', group: 'nobody' },
  restrict: { public: 'channel admins', private: 'channel admins', dm: 'nobody', group: 'nobody' },
  welcome: { public: 'admins', private: 'nobody', dm: 'nobody', group: 'nobody' },
  moderate: { public: 'deleteOthers', private: 'deleteOthers', dm: 'nobody', group: 'nobody' },
  call: { public: 'callAll', private: 'callAll', dm: 'everybody', group: 'everybody' },
  ...everywhere(['look back'], 'history'),
}

function everywhere<A extends ChannelAction>(actions: readonly A[], who: Who | Deciding) {
  const row = { public: who, private: who, dm: who, group: who }
  return Object.fromEntries(actions.map(action => [action, row])) as Record<A, typeof row>
}

/** Of an archived channel one may still do these. */
const ofArchived: readonly ChannelAction[] = [
  'read',
  'leave',
  'mark',
  'close',
  'unarchive',
  'hide',
  'publish',
  'erase',
  'look back',
]

/** Everybody is in #general and stays there: it cannot be taken away. */
const notOfGeneral: readonly ChannelAction[] = ['remove', 'rename', 'archive', 'hide', 'erase']

/**
 * The one permission function that every door asks: null if the action is allowed, else why not. The channel and the
 * actor's seat in it are looked up together, so that an unknown channel and a hidden one are the same answer.
 */
export const mayNot = (action: ChannelAction, facts: ChannelFacts): Refusal | null => {
  const { channel, seat, isGeneral, role = 'member', decided } = facts
  const isSeated = seat?.state === 'joined'
  const isOpen = channel?.kind === 'public' && role !== 'guest'
  if (channel === null || channel.gone !== null || (!isOpen && !isSeated)) return unknown
  const isArchived = channel.archived !== null && !ofArchived.includes(action)
  if (action === 'read') return null
  if (action === 'join') return isArchived && !isSeated ? archived : null
  if (!isSeated && action !== 'look back' && !(isPublicUpkeep(action, channel) && isAdmin(role))) return notSeated
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
  if (role === 'guest' && isUpkeep(action) && !ofGuests.includes(action)) return notForGuests
  const policy = deciderOf(action, channel.kind)
  const who = policy === null ? (whose[action][channel.kind] as Who) : (decided ?? policyDefaults[policy])
  if (!isAmong(who, { role, isChannelAdmin: seat?.admin === 1 })) return { code: 'not_allowed', ...sentences[who] }
  if (isArchived) return archived
  return action === 'post' ? mayNotPost(channel, seat) : null
}

/** Where not everybody writes the seat says who does, so that a message needs no fact for it. */
const mayNotPost = ({ posting }: ChannelRecord, seat: SeatRecord | null): Refusal | null => {
  if (posting === null || seat?.admin === 1 || (posting === 'chosen' && seat?.posts === 1)) return null
  return posting === 'admins'
    ? { code: 'not_allowed', reason: 'posting_admins', message: 'Only admins of the channel write here.' }
    : {
        code: 'not_allowed',
        reason: 'posting_chosen',
        message: 'Only its admins write here, and those whom they chose.',
      }
}

/** Who looks after the workspace looks after public channels without a seat in each. */
const isPublicUpkeep = (action: ChannelAction, { kind }: ChannelRecord): boolean =>
  kind === 'public' && isUpkeep(action) && !ofMembers.includes(action)

/** Of what is beyond the everyday, guests do this in their channels. */
const ofGuests: readonly ChannelAction[] = ['call', 'look back']

/** What also those who look after the workspace do in channels alone that they are in. */
const ofMembers: readonly Upkeep[] = ['describe', 'invite', 'call']

const deciding: readonly string[] = ['topic', 'removePeople', 'callAll', 'history', 'deleteOthers'] satisfies Deciding[]

/** The policy that an action is left to; null where it is none. */
const deciderOf = (action: ChannelAction, kind: ChannelKind): Deciding | null => {
  const who = whose[action][kind]
  return deciding.includes(who) ? (who as Deciding) : null
}

const unknown: Refusal = { code: 'channel_not_found', message: 'There is no such channel.' }
const notSeated: Refusal = { code: 'not_a_member', message: 'You are not a member of this channel.' }
const archived: Refusal = { code: 'is_archived', message: 'This channel is archived: it can be read, and no more.' }

const sentences: Readonly<Record<Who, { reason: Reason; message: string }>> = {
  nobody: { reason: 'not_here', message: 'This cannot be done in this conversation.' },
  everybody: { reason: 'members_only', message: 'Only members of the channel can do this.' },
  'channel admins': { reason: 'channel_admins_only', message: 'Only admins of the channel can do this.' },
  admins: { reason: 'admins_only', message: 'Only admins of the workspace can do this.' },
  owners: { reason: 'owners_only', message: 'Only owners of the workspace can do this.' },
}

const notForGuests: Refusal = { code: 'not_allowed', reason: 'not_for_guests', message: 'Guests cannot do this.' }

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
  restrict: true,
  welcome: true,
  moderate: true,
  call: true,
  'look back': true,
}

const isUpkeep = (action: ChannelAction): action is Upkeep => Object.hasOwn(upkeep, action)

/** The facts that `inChannel` needs, for a command's scope. */
export const inChannelFacts = (channel: string, user: string): FactKey[] => [
  ['channel', channel],
  ['seat', channel, user],
  ['user', user],
]

/** The same for what depends on a policy as well. */
export const upkeepFacts = (channel: string, user: string, policy?: Deciding): FactKey[] => [
  ...inChannelFacts(channel, user),
  ...(policy === undefined ? [] : [policyFact(policy)]),
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
  const role = facts.get('user', actor)?.role ?? 'member'
  const policy = channel && deciderOf(action, channel.kind)
  const decided = policy ? policyIn(facts, policy) : undefined
  const isGeneral = id === general
  const refused = mayNot(action, { channel, seat, isGeneral, role, ...(decided && { decided }) })
  if (refused) return { refused }
  if (channel === null) throw new Error(`The channel ${id} is allowed, and is not there.`)
  return { channel, seat }
}

/** What `mayNotMake` needs. */
export const makeFacts = (kind: 'public' | 'private', actor: string): FactKey[] => [
  ['user', actor],
  policyFact(makingOf(kind)),
]

/** Why somebody may not make a channel of this kind, or make one become so; null where they may. */
export const mayNotMake = (kind: 'public' | 'private', facts: Facts, actor: string): Refusal | null => {
  const who = policyIn(facts, makingOf(kind))
  const role = facts.get('user', actor)?.role ?? 'member'
  if (role === 'guest') return notForGuests
  return isAmong(who, { role, isChannelAdmin: false }) ? null : { code: 'not_allowed', ...sentences[who] }
}

const makingOf = (kind: 'public' | 'private') => (kind === 'public' ? 'createPublic' : 'createPrivate')
