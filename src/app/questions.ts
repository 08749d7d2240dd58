import { emojiName } from '#domain/emoji-names.ts'
import type { Actor } from '#domain/intent.ts'
import { type ChannelAction, inChannel, inChannelFacts } from '#domain/permission.ts'
import type { Answers, QueryName, Said } from '#protocol/commands.ts'
import { FRAME_BYTES, PEOPLE_PER_QUESTION, USERS_PER_QUESTION } from '#protocol/limits.ts'
import type { Refusal } from '#protocol/refusals.ts'
import type { Changed, Store } from '#store/store.ts'
import { accounts, invitations, roleOf, sessions } from './door-questions.ts'
import { filesPage } from './file-list.ts'
import { fitting } from './fitting.ts'
import { type HelloFacts, hello, type Resume } from './hello.ts'
import { history } from './history.ts'
import { people } from './people.ts'
import { factsOf, groupsOf } from './place-facts.ts'
import { resolve } from './resolve.ts'
import { abandoned, browse, membersPage } from './rooms.ts'
import { roster } from './roster.ts'
import type { Callable } from './rule.ts'
import { sync } from './sync.ts'
import { groupPage } from './user-groups.ts'
import { users } from './users.ts'
import { versionsOf } from './versions.ts'

/** `of` names the streams whose content the answer holds: whoever loses one before it is handed over must not get it (HUB-6). */
export type Answer<T> = { ok: T; of?: readonly string[] } | { refused: Refusal }

/** What a question is answered from: who asks, and how they find a channel in which they may do something. */
type Asking = {
  store: Store
  actor: Actor
  channel(action: ChannelAction, ref: string): Promise<Answer<{ id: string }>>
}

/** A question of the wire: who may ask it, and what answers it. */
type QuestionEntry<N extends QueryName> = Callable & {
  ask(asking: Asking, said: Said<N>): Promise<Answer<Answers[N]>>
}

/** Every question, by the name that `protocol/commands.ts` gives it. */
export const questionEntries: { readonly [N in QueryName]: QuestionEntry<N> } = {
  history: {
    rule: 'reader',
    what: 'A page of messages.',
    ask: async ({ store, actor, channel }, { channel: ref, before, limit }) => {
      const found = await channel('read', ref)
      if ('refused' in found) return found
      const { id } = found.ok
      return { ok: await history(store, actor.user, id, before, limit), of: [id] }
    },
  },
  sync: {
    rule: 'reader',
    what: 'What changed in a stream.',
    ask: ({ store, actor, channel }, said) => sync(store, actor, said, ref => channel('read', ref)),
  },
  versions: {
    rule: 'reader',
    what: 'What a message said before its edits.',
    ask: async ({ store, actor, channel }, { channel: ref, seq }) => {
      const found = await channel('read', ref)
      if ('refused' in found) return found
      const answer = await versionsOf(store, actor.user, found.ok.id, seq)
      return 'refused' in answer ? answer : { ...answer, of: [found.ok.id] }
    },
  },
  reactors: {
    rule: 'reader',
    what: 'Who put an emoji on a message.',
    ask: async ({ store, channel }, { channel: ref, seq, name }) => {
      const found = await channel('read', ref)
      if ('refused' in found) return found
      const people = await store.reactors(found.ok.id, seq, emojiName(name) ?? name, USERS_PER_QUESTION)
      return { ok: { users: [...people], rows: await users(store, people) }, of: [found.ok.id] }
    },
  },
  files: {
    rule: 'reader',
    what: 'Files of a channel, or of all that one may read.',
    ask: async ({ store, actor, channel }, { channel: ref, ...said }) => {
      if (ref === undefined) {
        const ok = await filesPage(store, actor.user, null, said)
        return { ok, of: [actor.user, ...new Set(ok.files.map(file => file.channel))] }
      }
      const found = await channel('read', ref)
      if ('refused' in found) return found
      const { id } = found.ok
      return { ok: await filesPage(store, actor.user, id, said), of: [id] }
    },
  },
  own: {
    rule: 'reader',
    what: "One's own marks and mentions on the messages of an interval.",
    ask: async ({ store, actor, channel }, { channel: ref, from, to, since }) => {
      const found = await channel('read', ref)
      if ('refused' in found) return found
      const { rev, rows } = await store.own(actor.user, found.ok.id, from, to, since)
      const fit = fitting(rows, FRAME_BYTES - 1024)
      // The next question begins behind the last seq: both rows of a message come together.
      const cut = rows[fit.length]?.seq
      while (fit.at(-1)?.seq === cut && fit.length > 0) fit.pop()
      return { ok: { rev, rows: fit, more: fit.length < rows.length }, of: [found.ok.id] }
    },
  },
  users: {
    rule: 'signed-in',
    what: 'People by id.',
    ask: async ({ store, actor }, { ids }) => {
      const known = (await isGuest(store, actor)) ? await store.sharing(actor.user, [...new Set(ids)]) : ids
      return { ok: { rows: await users(store, known) }, of: [actor.user] }
    },
  },
  people: {
    rule: 'signed-in',
    what: 'People by what is typed of their name.',
    ask: async ({ store, actor, channel }, { query, channel: ref, limit = PEOPLE_PER_QUESTION }) => {
      const guest = await isGuest(store, actor)
      if (ref === undefined) {
        const found = await people(store, query, null, limit)
        return { ok: guest ? await sharedOf(store, actor, found) : found, of: [actor.user] }
      }
      const found = await channel('read', ref)
      if ('refused' in found) return found
      const all = await people(store, query, found.ok.id, limit)
      const { rows, members } = all
      return { ok: guest ? { rows: rows.slice(0, members), members } : all, of: [found.ok.id] }
    },
  },
  audience: {
    rule: 'reader',
    what: 'How many people are in a channel, and in which time zones.',
    ask: async ({ store, channel }, { channel: ref }) => {
      const found = await channel('read', ref)
      if ('refused' in found) return found
      const { id } = found.ok
      const [facts, zones] = await Promise.all([store.look([['stream', id]]), store.zones(id)])
      return { ok: { members: facts.get('stream', id)?.seats ?? 0, zones: [...zones] }, of: [id] }
    },
  },
  members: {
    rule: 'reader',
    what: 'Who is in a channel.',
    ask: async ({ store, channel }, { channel: ref, query, after = '' }) => {
      const found = await channel('read', ref)
      if ('refused' in found) return found
      const { id } = found.ok
      return { ok: await membersPage(store, id, query ?? '', after), of: [id] }
    },
  },
  grouped: {
    rule: 'signed-in',
    what: 'Who is in a user group.',
    ask: ({ store }, said) => groupPage(store, said),
  },
  roster: {
    rule: 'signed-in',
    what: 'All people, or those some word of whom begins so, by pages.',
    ask: async ({ store }, said) => ({ ok: await roster(store, said) }),
  },
  usergroups: {
    rule: 'signed-in',
    what: 'The user groups that somebody is in.',
    ask: async ({ store }, { user }) => ({ ok: { groups: [...(await store.groupsOf(user))] } }),
  },
  channels: {
    rule: 'signed-in',
    what: 'Public channels, to browse.',
    // A guest knows of no channel but their own.
    ask: async ({ store, actor }, said) => ({
      ok: (await isGuest(store, actor)) ? { channels: [], more: false } : await browse(store, actor.user, said),
      of: [actor.user],
    }),
  },
  sessions: {
    rule: 'signed-in',
    what: "One's own sessions, or for an admin somebody else's.",
    ask: ({ store, actor }, said) => sessions(store, actor, said),
  },
  invitations: {
    rule: 'signed-in',
    what: "One's own invitations, for admins all.",
    ask: ({ store, actor }, said) => invitations(store, actor, said),
  },
  accounts: {
    rule: 'admin',
    what: 'Everybody in the workspace, by name.',
    ask: ({ store, actor }, said) => accounts(store, actor, said),
  },
  abandoned: {
    rule: 'owner',
    what: 'How much was said in private channels that nobody is in any more.',
    ask: ({ store, actor }) => abandoned(store, actor.user),
  },
  places: {
    rule: 'signed-in',
    what: "One's channels with their unread facts.",
    ask: async ({ store, actor: { user } }, { after = '', channels }) => ({
      ok: channels === undefined ? await placesPage(store, user, after) : await somePlaces(store, user, channels),
      of: [user],
    }),
  },
}

const isGuest = async (store: Store, actor: Actor): Promise<boolean> => (await roleOf(store, actor)) === 'guest'

/** Of these people those with whom a guest shares a channel. */
const sharedOf = async (store: Store, { user }: Actor, { rows }: Answers['people']): Promise<Answers['people']> => {
  const shared = await store.sharing(
    user,
    rows.map(({ id }) => id),
  )
  return { rows: rows.filter(({ id }) => shared.includes(id)), members: 0 }
}

/** Everything that can be asked. Answers are checked against what the actor may see; nothing is changed. */
export type Questions = {
  /** The queries of the wire. */
  query<N extends QueryName>(actor: Actor, query: Said<N>): Promise<Answer<Answers[N]>>
  /** The id of a channel in which the actor may do this, else why not. */
  channel(actor: Actor, action: ChannelAction, channel: string): Promise<Answer<{ id: string }>>
  /** What a new socket is greeted with; `resume`: what its client says to hold of its own stream. */
  hello(actor: Actor, resume?: Resume | null): Promise<HelloFacts>
  /** For the hub, which asks for everybody: what changed in a stream, and how far streams are. */
  changed(stream: string, since: number): Promise<Changed>
  heads(streams: readonly string[]): Promise<ReadonlyMap<string, number>>
}

export const createQuestions = (store: Store): Questions => {
  const { general } = store.identity
  const channel: Questions['channel'] = async (actor, action, ref) => {
    const id = await resolve(store, actor.user, ref)
    const facts = await store.look(inChannelFacts(id, actor.user))
    const found = inChannel(facts, action, id, { actor: actor.user, general })
    return 'refused' in found ? found : { ok: { id } }
  }
  return {
    query: <N extends QueryName>(actor: Actor, query: Said<N>) =>
      questionEntries[query.do as N].ask(
        { store, actor, channel: (action, ref) => channel(actor, action, ref) },
        query,
      ),
    channel,
    hello: (actor, resume = null) => hello(store, actor, resume),
    changed: (stream, since) => store.changed(stream, since),
    heads: streams => store.heads(streams),
  }
}

/** More than so many are another page: somebody in ten thousand channels holds up nobody. */
const PLACES = 1000

/** Pages by channel id, so that a page is the same whatever is said meanwhile. */
const placesPage = async (store: Store, user: string, after: string): Promise<Answers['places']> => {
  const [found, groups] = await Promise.all([store.placesAfter(user, after, PLACES + 1), groupsOf(store, user)])
  const facts = found.slice(0, PLACES).map(place => factsOf(place, groups))
  const places = fitting(facts, FRAME_BYTES - 1024)
  return { places, more: places.length < found.length }
}

/** Of these channels. What does not fit a frame is to be asked for again. */
const somePlaces = async (store: Store, user: string, channels: readonly string[]): Promise<Answers['places']> => {
  const asked = [...new Set(channels)]
  const [found, groups] = await Promise.all([store.placesIn(user, asked), groupsOf(store, user)])
  const facts = found.map(place => factsOf(place, groups))
  const places = fitting(facts, FRAME_BYTES - 1024)
  return { places, more: places.length < found.length }
}
