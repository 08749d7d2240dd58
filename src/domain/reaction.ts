import { REACTIONS_PER_MESSAGE } from '#protocol/limits.ts'
import { type Refused, refuse, type Verdict } from './decision.ts'
import { emojiName } from './emoji-names.ts'
import type { Facts, Scope } from './facts.ts'
import type { Circumstances, IntentOf } from './intent.ts'
import { inChannel, inChannelFacts } from './permission.ts'
import type { MarkRecord, ReactionRecord } from './records.ts'

type Add = IntentOf<'reaction.add'>
type Remove = IntentOf<'reaction.remove'>

/** So many people are told with a reaction: the first ones by time. */
const PEOPLE_TOLD = 5

/** Both ends of a toggle: the channel's stream for the count, one's own for the mark. */
export const reactScope = ({ do: what, channel, seq, name: said }: Add | Remove, { actor }: Circumstances): Scope => {
  const name = emojiName(said) ?? said
  return {
    streams: [channel, actor],
    facts: [
      ...inChannelFacts(channel, actor),
      ['message', channel, seq],
      ['reaction', channel, seq, name],
      ['reactor', channel, seq, name, actor],
      ['mark', actor, channel, seq],
    ],
    // Each list is a query of its own, so that neither way asks for what only the other one needs.
    lists: [
      what === 'reaction.add'
        ? { list: 'reactionsOn', key: [channel, seq], limit: REACTIONS_PER_MESSAGE }
        : { list: 'reactors', key: [channel, seq, name], limit: PEOPLE_TOLD + 1 },
    ],
  }
}

/** Puts an emoji on a message: `{count}`. Doing so again changes nothing. */
export const addReaction = (facts: Facts, intent: Add, at: Circumstances): Verdict<'reaction.add'> => {
  const found = reactionIn(facts, intent, at)
  if ('refused' in found) return found
  const { reaction, mark, isMine } = found
  if (isMine) return { writes: [], ok: { count: reaction.count } }
  const kinds = facts.list('reactionsOn', mark.channel, mark.seq)
  if (reaction.count === 0 && kinds.length >= REACTIONS_PER_MESSAGE) {
    const limit = REACTIONS_PER_MESSAGE
    return refuse('too_many_reactions', `A message takes at most ${limit} different emoji.`, { limit })
  }
  const { channel, seq } = mark
  const { actor: user, now } = at
  const people = reaction.count < PEOPLE_TOLD ? [...reaction.people, user] : reaction.people
  const first = reaction.count === 0 ? now : reaction.first
  return {
    writes: [
      {
        stream: channel,
        table: 'reactions',
        row: { ...reaction, count: reaction.count + 1, people, first, gone: null },
      },
      { stream: user, table: 'marks', row: { ...mark, names: [...mark.names, reaction.name] } },
    ],
    keeps: [{ table: 'reactors', row: { channel, seq, name: reaction.name, user, at: now } }],
    ok: { count: reaction.count + 1 },
  }
}

/** Takes one's own emoji back: `{count}`, what is left of it. Without one nothing changes. */
export const removeReaction = (facts: Facts, intent: Remove, at: Circumstances): Verdict<'reaction.remove'> => {
  const found = reactionIn(facts, intent, at)
  if ('refused' in found) return found
  const { reaction, mark, isMine } = found
  if (!isMine) return { writes: [], ok: { count: reaction.count } }
  const { channel, seq } = mark
  const { name } = reaction
  const count = reaction.count - 1
  // Whoever was sixth moves up into the first five.
  const others = facts.list('reactors', channel, seq, name).flatMap(({ user }) => (user === at.actor ? [] : user))
  return {
    writes: [
      {
        stream: channel,
        table: 'reactions',
        row: { ...reaction, count, people: others.slice(0, PEOPLE_TOLD), gone: count === 0 ? 1 : null },
      },
      { stream: at.actor, table: 'marks', row: { ...mark, names: mark.names.filter(each => each !== name) } },
    ],
    drops: [{ table: 'reactors', key: [channel, seq, name, at.actor] }],
    ok: { count },
  }
}

type Found = { reaction: ReactionRecord; mark: MarkRecord; isMine: boolean }

const reactionIn = (facts: Facts, { channel, seq, name: said }: Add | Remove, at: Circumstances): Found | Refused => {
  const found = inChannel(facts, 'react', channel, at)
  if ('refused' in found) return found
  const message = facts.get('message', channel, seq)
  if (message === null || message.deleted) return refuse('message_not_found', 'There is no such message.')
  const name = emojiName(said)
  if (name === null) return refuse('emoji_unknown', 'There is no emoji of that name.')
  const key = { channel, seq }
  return {
    reaction: facts.get('reaction', channel, seq, name) ?? {
      ...key,
      name,
      rev: 0,
      count: 0,
      people: [],
      first: 0,
      gone: null,
    },
    mark: facts.get('mark', at.actor, channel, seq) ?? { ...key, user: at.actor, rev: 0, names: [] },
    isMine: facts.get('reactor', channel, seq, name, at.actor) !== null,
  }
}
