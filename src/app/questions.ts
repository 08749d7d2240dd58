import type { Actor } from '#domain/intent.ts'
import { type ChannelAction, mayNot } from '#domain/permission.ts'
import type { Query } from '#protocol/commands.ts'
import type { Answers, PlaceFacts } from '#protocol/frames.ts'
import { FRAME_BYTES } from '#protocol/limits.ts'
import type { Refusal } from '#protocol/refusals.ts'
import type { Changed, Store } from '#store/store.ts'
import { fitting } from './fitting.ts'
import { type HelloFacts, hello } from './hello.ts'
import { history } from './history.ts'
import { resolve } from './resolve.ts'
import { sync } from './sync.ts'
import { users } from './users.ts'

export type Answer<T> = { ok: T } | { refused: Refusal }

/** Everything that can be asked. Answers are checked against what the actor may see; nothing is changed. */
export type Questions = {
  /** The queries of the wire. */
  query(actor: Actor, query: Query): Promise<Answer<Answers[Query['do']]>>
  /** The id of a channel in which the actor may do this, else why not. */
  channel(actor: Actor, action: ChannelAction, channel: string): Promise<Answer<{ id: string }>>
  /** What a new socket is greeted with. */
  hello(actor: Actor): Promise<HelloFacts>
  /** For the hub, which asks for everybody: what changed in a stream, and how far streams are. */
  changed(stream: string, since: number): Promise<Changed>
  heads(streams: readonly string[]): Promise<ReadonlyMap<string, number>>
}

export const createQuestions = (store: Store): Questions => {
  const channel: Questions['channel'] = async (actor, action, ref) => {
    const id = await resolve(store, ref)
    const facts = await store.look([
      ['channel', id],
      ['seat', id, actor.user],
    ])
    const refused = mayNot(action, {
      channel: facts.get('channel', id),
      seat: facts.get('seat', id, actor.user),
      isGeneral: id === store.identity.general,
    })
    return refused ? { refused } : { ok: { id } }
  }
  const readable = (actor: Actor) => (ref: string) => channel(actor, 'read', ref)
  return {
    query: async (actor, query) => {
      switch (query.do) {
        case 'history': {
          const found = await readable(actor)(query.channel)
          return 'refused' in found ? found : { ok: await history(store, found.ok.id, query.before, query.limit) }
        }
        case 'sync':
          return sync(store, actor, query, readable(actor))
        case 'users':
          return { ok: { rows: await users(store, query.ids) } }
        case 'places':
          return { ok: placesAfter(await store.places(actor.user), query.after ?? '') }
      }
    },
    channel,
    hello: actor => hello(store, actor),
    changed: (stream, since) => store.changed(stream, since),
    heads: streams => store.heads(streams),
  }
}

/** Pages by channel id, so that a page is the same whatever is said meanwhile. */
const placesAfter = (all: readonly PlaceFacts[], after: string): Answers['places'] => {
  const rest = all.filter(({ channel }) => channel > after).sort((a, b) => (a.channel < b.channel ? -1 : 1))
  const places = fitting(rest, FRAME_BYTES - 1024)
  return { places, more: places.length < rest.length }
}
