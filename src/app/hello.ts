import type { Actor } from '#domain/intent.ts'
import type { UserRecord } from '#domain/records.ts'
import type { Hello } from '#protocol/frames.ts'
import { HELLO_MINE_BYTES, HELLO_PLACES_BYTES } from '#protocol/limits.ts'
import { DIRECTORY, PEOPLE } from '#protocol/streams.ts'
import type { Changed, Store } from '#store/store.ts'
import { fitting } from './fitting.ts'
import { groupsOf, placeFacts } from './place-facts.ts'
import { TOO_FAR } from './sync.ts'

type Heads = ReadonlyMap<string, number>

/**
 * The greeting without what the edge adds. `heads` are all streams that the socket is to hear with what was read of
 * them, `told` those whose heads the greeting names: the own ones and the first page of places. `ended`: whether the
 * session had ended by then.
 */
export type HelloFacts = {
  hello: Omit<Hello, 'protocol' | 'build' | 'streams'>
  told: Heads
  heads: Heads
  ended: boolean
}

/** What a client says to hold of its own stream: of which lineage, and up to which rev. */
export type Resume = { epoch: string; own: number }

/** What is needed before the first paint, and no more (SYNC-6): the own stream, and per place a line for the sidebar. */
export const hello = async (store: Store, { user: id, session }: Actor, resume: Resume | null): Promise<HelloFacts> => {
  const { epoch, workspace, general } = store.identity
  const heads = new Map(await store.heads([id, workspace, PEOPLE, DIRECTORY]))
  const keys = [['user', id] as const, ['session', session] as const]
  const [own, places, facts] = await Promise.all([
    mine(store, id, resume?.epoch === epoch ? resume.own : 0),
    Promise.all([store.places(id), groupsOf(store, id)]).then(([found, groups]) => placeFacts(found, groups)),
    store.look(keys),
  ])
  const user = facts.get('user', id)
  // Read with the others, so that who is no guest any more is not greeted as one: nobody hears of it later.
  const always = user?.role === 'guest' ? [id, workspace] : [id, workspace, PEOPLE, DIRECTORY]
  if (user?.role === 'guest') for (const stream of [PEOPLE, DIRECTORY]) heads.delete(stream)
  for (const { channel, rev } of places) heads.set(channel, rev)
  const first = fitting(places, HELLO_PLACES_BYTES)
  const rows = fitting(own.rows, HELLO_MINE_BYTES)
  const rev = rows.length < own.rows.length ? (rows.at(-1)?.rev ?? 0) : own.rev
  const told = new Map([...always, ...first.map(place => place.channel)].map(each => [each, heads.get(each) ?? 0]))
  return {
    hello: {
      epoch,
      workspace,
      me: meOf(id, user),
      general,
      mine: { stream: id, since: own.since, rev, rows },
      places: first,
      more: first.length < places.length,
    },
    told,
    heads,
    ended: typeof facts.get('session', session)?.ended === 'number' || user?.deactivated === 1,
  }
}

const meOf = (id: string, user: UserRecord | null): Hello['me'] => {
  const { name = '', role = 'member' } = user ?? {}
  return role === 'member' ? { id, name } : { id, name, role }
}

/** What changed in the own stream after what its client holds; where that cannot be gone on from, what is whole, from the beginning. */
const mine = async (store: Store, id: string, since: number): Promise<Changed & { since: number }> => {
  const changed = since > 0 ? await store.changed(id, since) : null
  const goesOn = changed !== null && since <= changed.head && since >= changed.floor && changed.behind <= TOO_FAR
  return goesOn ? { ...changed, since } : { ...(await store.changed(id, 0, 'whole')), since: 0 }
}
