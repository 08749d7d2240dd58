import { DIRECTORY } from '#protocol/streams.ts'
import { refuse, type Verdict, type Write } from './decision.ts'
import type { FactKey, Facts, Scope } from './facts.ts'
import type { Circumstances, IntentOf } from './intent.ts'
import { nameKeys } from './name-key.ts'
import { channelNameFault, normalizeChannelName } from './names.ts'
import { inChannel, inChannelFacts } from './permission.ts'
import type { Membership } from './records.ts'

type Create = IntentOf<'channel.create'>
type Join = IntentOf<'channel.join'>
type Leave = IntentOf<'channel.leave'>

/** The directory's lock makes names unique: nobody else can look between our look and our write. */
export const createScope = ({ name }: Create, { actor, fresh }: Circumstances): Scope => ({
  streams: [DIRECTORY, fresh, actor],
  opens: [fresh],
  facts: namesakes(normalizeChannelName(name)),
})

/** The channel that has a name which this one would be taken for. */
const namesakes = (name: string): FactKey[] => {
  const { nameKey, lookKey } = nameKeys(name)
  return [
    ['listingByName', nameKey],
    ['listingByLook', lookKey],
  ]
}

/** Creates a public channel in which the creator holds the first seat: `{channel, name}`. */
export const create = (facts: Facts, { name: typed }: Create, at: Circumstances): Verdict<'channel.create'> => {
  const { actor, now, fresh: id } = at
  const name = normalizeChannelName(typed)
  const fault = channelNameFault(name)
  if (fault) return refuse('name_invalid', fault)
  const { nameKey, lookKey } = nameKeys(name)
  const taken = facts.get('listingByName', nameKey) ?? facts.get('listingByLook', lookKey)
  if (taken) return refuse('name_taken', `There is already a channel #${taken.name}.`)
  return {
    writes: [
      ...opened({ id, name, creator: actor, now }),
      ...seated({ channel: id, user: actor, now, read: 0, cursor: 0 }),
    ],
    counters: [{ stream: id, seats: 1 }],
    begins: [{ user: actor, stream: id }],
    ok: { channel: id, name },
  }
}

type Opening = { id: string; name: string; creator: string; now: number }

/** A new channel's own rows: what its members see, and its entry in the directory. */
export const opened = ({ id, name, creator, now }: Opening): Write[] => [
  { stream: id, table: 'channels', row: { id, kind: 'public', name, creator, created: now, deleted: [], calls: [] } },
  { stream: DIRECTORY, table: 'listings', row: { id, name, ...nameKeys(name), created: now } },
]

type Seating = { channel: string; user: string; now: number; read: number; cursor: number }

/** Somebody's seat and place in a channel, with everything up to `read` counted as read. */
export const seated = (seating: Seating): Write[] => membership('joined', seating)

/** A membership is told on two streams: as a seat on the channel's, as a place on the user's. */
const membership = (state: Membership, { channel, user, now, read, cursor }: Seating): Write[] => [
  { stream: channel, table: 'seats', row: { channel, user, state, at: now } },
  { stream: user, table: 'places', row: { user, channel, state, read, cursor, own: [], mentioned: [] } },
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
    ends: [{ user, stream: channel }],
    ok: { channel },
  }
}
