import { USER_GROUPS_CALLED } from '#protocol/limits.ts'
import type { Keep, Write } from './decision.ts'
import type { Facts, Scope } from './facts.ts'
import { inChannel, upkeepFacts } from './permission.ts'
import type { ChannelRecord, MentionRecord, MessageRecord, PlaceRecord } from './records.ts'

/** How many people one message can mention by name; those without a seat in the channel do not count. */
export const MOST_MEANT = 50
/** An edit later than this after the post mentions nobody anew; milliseconds. */
const LATE_MS = 600_000
/** Posts that a place or a channel's row keeps: the newest so many. */
const KEPT = 100

/** A message as it was when its text was read, and who was meant in it by then. */
export type Meant = {
  channel: string
  seq: number
  author: string
  /** By name, its author left out. */
  users: readonly string[]
  /** Everybody in the channel. */
  all: boolean
  /** User groups that are called, of those that are there. */
  groups: readonly string[]
  /** Who was given a seat because of it: they are told however late that was. */
  added: readonly string[]
  /** Who has been told of the message before. */
  told: readonly string[]
  /** Whether the channel's row has to be looked at: it says of a post that all were called, or a user group. */
  calls: boolean
}

const peopleOf = ({ users, told }: Meant): readonly string[] => [...new Set([...users, ...told])]

export const attentionScope = (meant: readonly Meant[]): Scope => ({
  streams: [...new Set(meant.flatMap(each => [...peopleOf(each), ...(each.calls ? [each.channel] : [])]))],
  facts: meant.flatMap(each => {
    const { channel, seq, author, all } = each
    const people = peopleOf(each).flatMap(
      user =>
        [
          ['seat', channel, user],
          ['place', user, channel],
          ['mention', user, channel, seq],
        ] as const,
    )
    // Whether its author may call everybody is asked where somebody does, and nowhere else.
    const caller = all ? upkeepFacts(channel, author, 'callAll') : []
    return [['message', channel, seq], ['channel', channel], ...caller, ...people] as const
  }),
})

/**
 * [MENTION] What follows from messages for the people who are meant: a row for each who holds a seat now, its end where
 * the message was deleted or names them no more, and the posts that call everybody, in the channel's row.
 */
export const attend = (facts: Facts, meant: readonly Meant[], now: number): { writes: Write[]; keeps: Keep[] } => {
  const pending = new Pending(facts)
  for (const each of meant) pending.attend(each, now)
  return pending.decided()
}

/** Several messages of one batch may concern the same place: each is written once, as the last one leaves it. */
class Pending {
  readonly #facts: Facts
  readonly #places = new Map<string, PlaceRecord>()
  readonly #channels = new Map<string, ChannelRecord>()
  readonly #mentions: MentionRecord[] = []
  readonly #keeps: Keep[] = []

  constructor(facts: Facts) {
    this.#facts = facts
  }

  attend(meant: Meant, now: number): void {
    const message = this.#facts.get('message', meant.channel, meant.seq)
    if (message === null) return
    const isLate = message.edited !== null && now - message.ts / 1000 > LATE_MS
    const told = this.#tell(meant, message, isLate)
    if (told.length > meant.told.length) {
      const { channel, seq } = meant
      this.#keeps.push({ table: 'mentioned', row: { channel, seq, users: told } })
    }
    if (meant.calls) this.#call(meant, message, isLate)
  }

  decided(): { writes: Write[]; keeps: Keep[] } {
    const mentions = this.#mentions.map((row): Write => ({ stream: row.user, table: 'mentions', row }))
    const places = [...this.#places.values()].map((row): Write => ({ stream: row.user, table: 'places', row }))
    const channels = [...this.#channels.values()].map((row): Write => ({ stream: row.id, table: 'channels', row }))
    return { writes: [...mentions, ...places, ...channels], keeps: this.#keeps }
  }

  /** Begins and ends mentions. Answers all who have been told of the message by now. */
  #tell(meant: Meant, message: MessageRecord, isLate: boolean): readonly string[] {
    const { channel, seq } = meant
    const told = new Set(meant.told)
    for (const user of peopleOf(meant)) {
      const isSeated = this.#facts.get('seat', channel, user)?.state === 'joined'
      const before = this.#facts.get('mention', user, channel, seq)
      const isNew = !told.has(user)
      const isTooLate = isLate && !meant.added.includes(user)
      const isMeant = !message.deleted && meant.users.includes(user) && !(isNew && (isTooLate || !isSeated))
      if (isMeant === (before !== null && before.gone === null)) continue
      told.add(user)
      this.#mentions.push({ user, channel, seq, rev: 0, author: message.author, gone: isMeant ? null : 1 })
      this.#mark(user, message, isMeant)
    }
    return [...told]
  }

  #mark(user: string, { channel, post }: MessageRecord, isMeant: boolean): void {
    const key = `${user} ${channel}`
    const place = this.#places.get(key) ?? this.#facts.get('place', user, channel)
    if (place === null || place.state !== 'joined') return
    const mentioned = withPost(place.mentioned, post, isMeant && post > place.cursor)
    if (mentioned.join() !== place.mentioned.join()) this.#places.set(key, { ...place, mentioned })
  }

  #call(
    { channel: id, all, groups: named, author: actor }: Meant,
    { post, deleted }: MessageRecord,
    isLate: boolean,
  ): void {
    const channel = this.#channels.get(id) ?? this.#facts.get('channel', id)
    if (channel === null) return
    const isNew = all && !deleted && (!isLate || channel.calls.includes(post))
    // To call is the same in #general as elsewhere.
    const isCalled = isNew && !('refused' in inChannel(this.#facts, 'call', id, { actor, general: '' }))
    const calls = withPost(channel.calls, post, isCalled)
    const called = deleted ? [] : named.filter(group => !isLate || channel.groups[group]?.includes(post))
    const groups = withGroups(channel.groups, post, called)
    const isSame = calls.join() === channel.calls.join() && JSON.stringify(groups) === JSON.stringify(channel.groups)
    if (!isSame) this.#channels.set(id, { ...channel, calls, groups })
  }
}

/** Rising, the newest hundred. */
const withPost = (posts: readonly number[], post: number, isIn: boolean): readonly number[] => {
  const others = posts.filter(other => other !== post)
  return isIn ? [...others, post].sort((a, b) => a - b).slice(-KEPT) : others
}

type Groups = ChannelRecord['groups']

/** The post is one of these groups' and of no other: of the groups that were called last, the newest hundred of their posts. */
const withGroups = (before: Groups, post: number, called: readonly string[]): Groups => {
  const isNamed = Object.values(before).some(posts => posts.includes(post))
  if (called.length === 0 && !isNamed) return before
  const names = [...new Set([...Object.keys(before), ...called])]
  const all = names.flatMap(group =>
    withPost(before[group] ?? [], post, called.includes(group)).map(each => ({ group, post: each })),
  )
  const newest = all.sort((a, b) => b.post - a.post || (a.group < b.group ? -1 : 1)).slice(0, KEPT)
  const kept = [...new Set(newest.map(({ group }) => group))].slice(0, USER_GROUPS_CALLED).sort()
  return Object.fromEntries(
    kept.map(group => [group, newest.flatMap(each => (each.group === group ? each.post : [])).reverse()]),
  )
}
