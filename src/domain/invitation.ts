import { CHANNELS_PER_INVITATION, DAYS_PER_INVITATION, PEOPLE_BY_INVITATION } from '#protocol/limits.ts'
import { PEOPLE } from '#protocol/streams.ts'
import { seated } from './channel.ts'
import { type Counters, type Grant, type Keep, type Refused, refuse, type Verdict, type Write } from './decision.ts'
import type { InvitationRecord } from './door-records.ts'
import type { FactKey, Facts, Scope } from './facts.ts'
import type { Circumstances, IntentOf, Invited } from './intent.ts'
import { inChannel, inChannelFacts } from './permission.ts'
import { policyFact, policyIn } from './policy.ts'
import { isAtLeast, lacksRole, roleOf } from './rank.ts'
import type { Role } from './records.ts'

type Create = IntentOf<'invitation.create'>
type Revoke = IntentOf<'invitation.revoke'>
type Take = IntentOf<'invitation.take'>

const DAY_MS = 24 * 3_600_000

/** No stream hears of an invitation; the actor's is locked so that nothing of theirs changes meanwhile. */
export const createInvitationScope = ({ channels = [] }: Create, { actor }: Circumstances): Scope => ({
  streams: [actor],
  facts: [
    ['user', actor],
    policyFact('join'),
    policyFact('invite'),
    ...channels.flatMap(channel => inChannelFacts(channel, actor)),
  ],
})

/**
 * Makes a link by which people come in: `{invitation, until}`, to which the door adds the secret that it drew. It seats
 * them in channels to which its maker may add people, and does so only as long as they may.
 */
export const createInvitation = (facts: Facts, said: Create, at: Circumstances): Verdict<'invitation.create'> => {
  const { role = 'member', channels = [], days, uses = null } = said
  const refused = mayNotInvite(facts, roleOf(facts, at))
  if (refused) return refused
  const wanted = [...new Set(channels)]
  if (role === 'guest' && wanted.length === 0)
    return refuse('invalid', 'A guest is in named channels alone. Name one.', { reason: 'guest_channels' })
  if (
    wanted.length > CHANNELS_PER_INVITATION ||
    (days ?? 1) > DAYS_PER_INVITATION ||
    (uses ?? 1) > PEOPLE_BY_INVITATION
  )
    return refuse('invalid', 'That is more than an invitation can be for.')
  for (const channel of wanted) {
    const found = inChannel(facts, 'invite', channel, at)
    if ('refused' in found && at.actor !== at.bot) return found
  }
  const { fresh: id, hash, now, actor: creator } = at
  const until = days === undefined ? null : now + days * DAY_MS
  const row = { id, hash, creator, role, channels: wanted, created: now, until, most: uses, used: 0, withdrawn: null }
  return { writes: [], keeps: [{ table: 'invitations', row }], ok: { invitation: id, until } }
}

/** Whose it is to bring people in: where only admins add people, theirs alone. */
const mayNotInvite = (facts: Facts, role: Role): Refused | null => {
  const who = policyIn(facts, 'invite')
  if (who === 'owners') return lacksRole(role, 'owner')
  return lacksRole(role, who === 'admins' || policyIn(facts, 'join') === 'added' ? 'admin' : 'member')
}

export const revokeInvitationScope = ({ invitation }: Revoke, { actor }: Circumstances): Scope => ({
  streams: [actor],
  facts: [
    ['user', actor],
    ['invitation', invitation],
  ],
})

/** Nobody comes by it any more: `{invitation}`. Who made it may, and admins. */
export const revokeInvitation = (
  facts: Facts,
  { invitation: id }: Revoke,
  at: Circumstances,
): Verdict<'invitation.revoke'> => {
  const found = facts.get('invitation', id)
  const isOwn = found?.creator === at.actor
  // One of somebody else's and one that is not there are the same answer.
  if (found === null || (!isOwn && !isAtLeast(roleOf(facts, at), 'admin')))
    return refuse('invitation_not_found', 'There is no such invitation.')
  const ok = { invitation: id }
  if (found.withdrawn !== null) return { writes: [], ok }
  return { writes: [], keeps: [{ table: 'invitations', row: { ...found, withdrawn: at.now } }], ok }
}

/** Whether somebody may still come by it. */
export const isGood = ({ until, most, used, withdrawn }: InvitationRecord, now: number): boolean =>
  withdrawn === null && (until === null || until > now) && (most === null || used < most)

/** What is asked of an invitation by which somebody comes; who made it is looked up, too, by `creator`. */
export const invitedFacts = ({ hash, channels, creator }: Invited, user: string): FactKey[] => [
  ['invitationByHash', hash],
  policyFact('join'),
  policyFact('invite'),
  ['user', creator],
  ...channels.flatMap((channel): FactKey[] => [
    ['channel', channel],
    ['seat', channel, creator],
    ['seat', channel, user],
  ]),
]

/** What somebody gets who comes by an invitation. */
type Coming = {
  role: InvitationRecord['role']
  channels: readonly string[]
  writes: readonly Write[]
  keeps: readonly Keep[]
  counters: readonly Counters[]
  begins: readonly Grant[]
}

/**
 * What comes of it when somebody takes an invitation, used once more by it; or the one refusal of every link that is
 * unknown, too old, used up, taken back, or made by somebody who is nobody here any more: a stranger learns nothing. `seats` are those that a newcomer gets anyway, unless
 * they are a guest.
 */
export const coming = (
  facts: Facts,
  { hash, creator, channels }: Invited,
  user: string,
  { now, bot }: Circumstances,
  seats: readonly string[] = [],
): Coming | Refused => {
  const invitation = facts.get('invitationByHash', hash)
  const maker = facts.get('user', creator)
  const isByOperator = creator === bot
  // Who may invite no more has invited nobody either: what they handed out ends with it.
  const mayInvite = isByOperator || (maker?.deactivated === null && mayNotInvite(facts, maker.role) === null)
  if (invitation === null || invitation.creator !== creator || !isGood(invitation, now) || !mayInvite)
    return refuse('link_expired', 'This link was used, or is too old.')
  const open = channels.filter(id => {
    if (invitation.role === 'member' && seats.includes(id)) return false
    const channel = facts.get('channel', id)
    if (channel === null || channel.gone !== null || channel.archived !== null) return false
    if (!invitation.channels.includes(id) || facts.get('seat', id, user)?.state === 'joined') return false
    const isSeated = facts.get('seat', id, creator)?.state === 'joined'
    return channel.kind === 'public' || (channel.kind === 'private' && (isSeated || isByOperator))
  })
  return {
    role: invitation.role,
    channels: open,
    keeps: [{ table: 'invitations', row: { ...invitation, used: invitation.used + 1 } }],
    ...seatedIn(facts, open, user, now),
  }
}

const seatedIn = (facts: Facts, channels: readonly string[], user: string, now: number) => {
  const streams = channels.map(id => ({ id, stream: facts.get('stream', id) }))
  return {
    writes: streams.flatMap(({ id, stream }) =>
      seated({ channel: id, user, now, read: stream?.seq ?? 0, cursor: stream?.posts ?? 0 }),
    ),
    counters: streams.map(({ id, stream }) => ({ stream: id, seats: (stream?.seats ?? 0) + 1 })),
    begins: channels.map(stream => ({ user, stream })),
  }
}

export const takeInvitationScope = ({ hash, creator, channels }: Take, { actor }: Circumstances): Scope => ({
  streams: [PEOPLE, actor, ...channels],
  facts: [['user', actor], ...invitedFacts({ hash, creator, channels }, actor)],
})

/** Somebody who is here already takes the seats of an invitation: `{channels}`, those that are new to them. */
export const takeInvitation = (facts: Facts, taken: Take, at: Circumstances): Verdict<'invitation.take'> => {
  const found = coming(facts, taken, at.actor, at)
  if ('refused' in found) return found
  const { channels, writes, keeps, counters, begins } = found
  // Whoever only looks in uses nothing up.
  if (channels.length === 0) return { writes: [], ok: { channels } }
  return { writes, keeps, counters, begins, ok: { channels } }
}
