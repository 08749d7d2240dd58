import { DIRECTORY } from '#protocol/streams.ts'
import { type Refused, refuse, type Verdict, type Write } from './decision.ts'
import type { FactKey, Facts, Scope } from './facts.ts'
import type { Circumstances, IntentOf } from './intent.ts'
import { inheritJobs } from './job.ts'
import { channelNameFault } from './name-faults.ts'
import { nameKeys } from './name-key.ts'
import { normalizeChannelName } from './names.ts'
import { inChannel, inChannelFacts, makeFacts, mayNotMake } from './permission.ts'
import type { ChannelRecord, Membership, PlaceRecord, SeatRecord } from './records.ts'

type Create = IntentOf<'channel.create'>
type Join = IntentOf<'channel.join'>
type Leave = IntentOf<'channel.leave'>

/** The directory's lock makes public names unique: nobody else can look between our look and our write. */
export const createScope = ({ name, private: isPrivate }: Create, at: Circumstances): Scope => {
  const { actor, fresh } = at
  const others = isPrivate ? ownNamesakes(at) : namesakes(normalizeChannelName(name))
  return {
    streams: [...(isPrivate ? [] : [DIRECTORY]), fresh, actor],
    opens: [fresh],
    facts: [...makeFacts(isPrivate ? 'private' : 'public', actor), ...others],
  }
}

/** The channel that has a name which this one would be taken for. */
export const namesakes = (name: string): FactKey[] => {
  const { nameKey, lookKey } = nameKeys(name)
  return [
    ['listingByName', nameKey],
    ['listingByLook', lookKey],
  ]
}

/** What the door has found to have a name among the actor's own private channels, to be judged by `takenByOwn`. */
export const ownNamesakes = ({ actor, namesakes: found }: Circumstances): FactKey[] =>
  found.flatMap(id => inChannelFacts(id, actor))

/**
 * [ROOM] The name of a private channel is compared with those of the actor's own ones alone, so that a refused name
 * tells nothing about others.
 */
export const takenByOwn = (
  facts: Facts,
  nameKey: string,
  { actor, namesakes: found }: Circumstances,
  self = '',
): ChannelRecord | null => {
  const own = found.map(id => facts.get('seat', id, actor)?.state === 'joined' && facts.get('channel', id))
  const others = own.flatMap(channel => (channel && channel.id !== self ? [channel] : []))
  return others.find(channel => channel.kind === 'private' && channel.nameKey === nameKey) ?? null
}

/** `name` is that of the channel that has it. */
export const channelTaken = (name: string): Refused =>
  refuse('name_taken', `There is already a channel #${name}.`, { reason: 'channel_taken', name })

/** Creates a channel in which the creator holds the first seat, as its admin: `{channel, name}`. */
export const create = (facts: Facts, intent: Create, at: Circumstances): Verdict<'channel.create'> => {
  const { actor, now, fresh: id } = at
  const kind = intent.private ? 'private' : 'public'
  const name = normalizeChannelName(intent.name)
  const fault = mayNotMake(kind, facts, actor) ?? channelNameFault(name)
  if (fault) return { refused: fault }
  const { nameKey, lookKey } = nameKeys(name)
  const taken =
    kind === 'private'
      ? takenByOwn(facts, nameKey, at)
      : (facts.get('listingByName', nameKey) ?? facts.get('listingByLook', lookKey))
  if (taken) return channelTaken(taken.name)
  return {
    writes: [
      ...opened({ id, kind, name, creator: actor, now }),
      ...seated({ channel: id, user: actor, now, read: 0, cursor: 0, admin: 1 }),
    ],
    counters: [{ stream: id, seats: 1 }],
    begins: [{ user: actor, stream: id }],
    ok: { channel: id, name },
  }
}

type Opening = { id: string; kind: 'public' | 'private'; name: string; creator: string; now: number }

/** A new channel's own rows: what its members see, and, of a public one, its entry in the directory. */
export const opened = ({ id, kind, name, creator, now }: Opening): Write[] => {
  const keys = nameKeys(name)
  const row = { id, kind, name, nameKey: keys.nameKey, creator, created: now, ...uncounted, people: null }
  return [
    { stream: id, table: 'channels', row: { ...row, ...undescribed } },
    ...(kind === 'public' ? [listed({ id, name, created: now, ...undescribed })] : []),
  ]
}

/** What is kept of the posts of a channel in its row, while it has none. */
export const uncounted = { deleted: [], calls: [], groups: {} } as const

/** A channel of which nobody has said or decided anything yet. */
export const undescribed = {
  topic: '',
  purpose: '',
  posting: null,
  newcomers: null,
  archived: null,
  gone: null,
} as const

/** How the directory shows a public channel. */
export const listed = (channel: Pick<ChannelRecord, 'id' | 'name' | 'created' | 'newcomers' | 'archived'>): Write => {
  const { id, name, created, newcomers, archived } = channel
  return {
    stream: DIRECTORY,
    table: 'listings',
    row: { id, name, ...nameKeys(name), created, newcomers, archived, gone: null },
  }
}

type Seating = {
  channel: string
  user: string
  now: number
  read: number
  cursor: number
  admin?: 1
  /** The message that named them, because of which they are seated. */
  named?: number
  /** Of a direct conversation. */
  closed?: number
}

/** Somebody's seat and place in a channel, with everything up to `read` counted as read. */
export const seated = (seating: Seating): Write[] => membership('joined', seating)

/** As a channel stands in a list before anybody puts it elsewhere. */
export const unarranged = { star: null, mute: null, section: null, level: null } as const

/** A membership is told on two streams: as a seat on the channel's, as a place on the user's. */
export const membership = (state: Membership, seating: Seating): Write[] => {
  const { channel, user, now, read, cursor, admin = null, named = null, closed = null } = seating
  return [
    { stream: channel, table: 'seats', row: { channel, user, state, at: now, admin, posts: null, named } },
    {
      stream: user,
      table: 'places',
      row: { user, channel, state, read, cursor, own: [], mentioned: [], closed, ...unarranged, admin, posts: null },
    },
  ]
}

/** What a member is in a channel: told with the seat to everybody in it, and with the place to the pages of the member. */
export const appointed = (
  seat: SeatRecord,
  place: PlaceRecord | null,
  part: Partial<Pick<SeatRecord, 'admin' | 'posts'>>,
): Write[] => [
  { stream: seat.channel, table: 'seats', row: { ...seat, ...part } },
  ...(place === null ? [] : [{ stream: seat.user, table: 'places' as const, row: { ...place, ...part } }]),
]

/** What joining and leaving ask for. */
export const joinScope = ({ channel }: Join | Leave, { actor }: Circumstances): Scope => ({
  streams: [channel, actor],
  facts: [...inChannelFacts(channel, actor), ['place', actor, channel]],
})

/** Takes a seat in a public channel; having one already is fine: `{channel}`. */
export const join = (facts: Facts, { channel }: Join, at: Circumstances): Verdict<'channel.join'> => {
  const found = inChannel(facts, 'join', channel, at)
  if ('refused' in found) return found
  const { actor: user, now } = at
  if (found.seat?.state === 'joined') return { writes: [], ok: { channel } }
  const stream = facts.get('stream', channel)
  return {
    writes: seated({ channel, user, now, read: stream?.seq ?? 0, cursor: stream?.posts ?? 0 }),
    counters: [{ stream: channel, seats: (stream?.seats ?? 0) + 1 }],
    begins: [{ user, stream: channel }],
    ok: { channel },
  }
}

/** Gives up the seat: `{channel}`. From the acknowledgement on nothing of the channel reaches the user's sockets (HUB-3). */
export const leave = (facts: Facts, { channel }: Leave, at: Circumstances): Verdict<'channel.leave'> => {
  const found = inChannel(facts, 'leave', channel, at)
  if ('refused' in found) return found
  const { actor: user, now } = at
  const place = facts.get('place', user, channel)
  return {
    writes: membership('ended', { channel, user, now, read: place?.read ?? 0, cursor: place?.cursor ?? 0 }),
    counters: [{ stream: channel, seats: (facts.get('stream', channel)?.seats ?? 1) - 1 }],
    keeps: inheritJobs(found.seat, now),
    ends: [{ user, stream: channel }],
    ok: { channel },
  }
}
