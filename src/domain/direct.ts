import { PEOPLE_PER_CONVERSATION } from '#protocol/limits.ts'
import { seated, uncounted, undescribed } from './channel.ts'
import { refuse, type Verdict } from './decision.ts'
import type { Facts, Scope } from './facts.ts'
import type { Circumstances, IntentOf } from './intent.ts'
import { inChannel, inChannelFacts } from './permission.ts'
import { roleOf } from './rank.ts'

type Open = IntentOf<'direct.open'>
type Close = IntentOf<'direct.close'>

/** Everybody in the conversation, the actor too, each once and rising by id: the same set is the same list. */
const peopleOf = ({ users }: Open, actor: string): readonly string[] => [...new Set([...users, actor])].sort()

/** The key of the conversation of a set of people. */
export const directKey = (people: readonly string[]): string => people.join(' ')

/** Conversations of two, and with oneself, are `D…`, those of more people `G…`. */
export const directLetter = (intent: Open, actor: string): 'D' | 'G' => (peopleOf(intent, actor).length > 2 ? 'G' : 'D')

/**
 * A set of people is a lock of its own: of those who open the same conversation at once, on whichever nodes, the first
 * one makes it and the others find it (ROOM).
 */
export const openScope = (intent: Open, { actor, fresh }: Circumstances): Scope => {
  const people = peopleOf(intent, actor)
  if (people.length > PEOPLE_PER_CONVERSATION) return { streams: [], facts: [] }
  const lock = `direct ${directKey(people)}`
  return {
    streams: [lock, fresh, ...people],
    opens: [lock, fresh],
    facts: [['direct', directKey(people)], ...people.map(user => ['user', user] as const)],
  }
}

/** The conversation of the actor with these people, made where there is none yet: `{channel}`. */
export const open = (facts: Facts, intent: Open, at: Circumstances): Verdict<'direct.open'> => {
  const { actor, fresh: id, now, met } = at
  const people = peopleOf(intent, actor)
  if (people.length > PEOPLE_PER_CONVERSATION) {
    const limit = PEOPLE_PER_CONVERSATION
    return refuse('too_many_people', `A conversation has at most ${limit} people. Make it a channel.`, { limit })
  }
  const isGuest = roleOf(facts, at) === 'guest'
  const isKnown = (user: string) => !isGuest || user === actor || met.includes(user)
  if (people.some(user => facts.get('user', user) === null || !isKnown(user)))
    return refuse('user_not_found', 'There is no such person.')
  const key = directKey(people)
  const known = facts.get('direct', key)
  if (known) return { writes: [], ok: { channel: known.channel } }
  const kind = people.length > 2 ? 'group' : 'dm'
  const row = { id, kind, name: '', nameKey: '', creator: actor, created: now, ...uncounted, people } as const
  return {
    writes: [
      {
        stream: id,
        table: 'channels',
        row: { ...row, ...undescribed },
      },
      ...people.flatMap(user => seated({ channel: id, user, now, read: 0, cursor: 0, closed: 0 })),
    ],
    keeps: [{ table: 'directs', row: { people: key, channel: id } }],
    counters: [{ stream: id, seats: people.length }],
    begins: people.map(user => ({ user, stream: id })),
    ok: { channel: id },
  }
}

export const closeScope = ({ channel }: Close, { actor }: Circumstances): Scope => ({
  streams: [actor],
  facts: [...inChannelFacts(channel, actor), ['place', actor, channel], ['stream', channel]],
})

/**
 * Puts a conversation out of the list: `{channel}`. The next message brings it back, since it is shown while it has more
 * posts than were there when it was closed; nothing has to be written for that.
 */
export const close = (facts: Facts, { channel }: Close, at: Circumstances): Verdict<'direct.close'> => {
  const found = inChannel(facts, 'close', channel, at)
  if ('refused' in found) return found
  const place = facts.get('place', at.actor, channel)
  const closed = facts.get('stream', channel)?.posts ?? 0
  if (place === null || place.closed === closed) return { writes: [], ok: { channel } }
  return { writes: [{ stream: at.actor, table: 'places', row: { ...place, closed } }], ok: { channel } }
}
