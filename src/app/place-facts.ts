import { callsFor, MOST_UNREAD, mentions, unread } from '#domain/unread.ts'
import type { PlaceFacts } from '#protocol/frames.ts'
import type { Placed, Store } from '#store/store.ts'

/** What the sidebar is told of somebody's places: those with something unread first, then in the order in which they came. */
export const placeFacts = (places: readonly Placed[], groups: ReadonlySet<string>): readonly PlaceFacts[] => {
  const all = places.map(place => factsOf(place, groups))
  return [...all.filter(place => place.unread > 0), ...all.filter(place => place.unread === 0)]
}

/** The user groups that somebody is in: who calls one calls them. */
export const groupsOf = async (store: Store, user: string): Promise<ReadonlySet<string>> =>
  new Set(await store.groupsOf(user))

/** What is told of one place to somebody who is in these user groups. */
export const factsOf = (placed: Placed, mine: ReadonlySet<string>): PlaceFacts => {
  const { cursor, own, mentioned, deleted: gone, calls: called, groups, ...place } = placed
  const all = groups === null ? called : callsFor({ calls: called, groups }, mine)
  const [deleted, calls] = [gone, all].map(posts => posts.filter(post => post > cursor)) as [number[], number[]]
  const counted = { posts: place.posts, cursor, own, deleted, mentioned, calls }
  return {
    ...place,
    unread: Math.min(unread(counted), MOST_UNREAD),
    mentions: Math.min(mentions(counted), MOST_UNREAD),
    ...(deleted.length > 0 && { deleted }),
    ...(calls.length > 0 && { calls }),
  }
}
