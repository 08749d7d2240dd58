import { MOST_UNREAD, mentions, unread } from '#domain/unread.ts'
import type { PlaceFacts } from '#protocol/frames.ts'
import type { Placed } from '#store/store.ts'

/** What the sidebar is told of somebody's places: those with something unread first, then in the order in which they came. */
export const placeFacts = (places: readonly Placed[]): readonly PlaceFacts[] => {
  const all = places.map(factsOf)
  return [...all.filter(place => place.unread > 0), ...all.filter(place => place.unread === 0)]
}

/** What is told of one place. */
export const factsOf = ({ cursor, own, mentioned, deleted: gone, calls: called, ...place }: Placed): PlaceFacts => {
  const [deleted, calls] = [gone, called].map(posts => posts.filter(post => post > cursor)) as [number[], number[]]
  const counted = { posts: place.posts, cursor, own, deleted, mentioned, calls }
  return {
    ...place,
    unread: Math.min(unread(counted), MOST_UNREAD),
    mentions: Math.min(mentions(counted), MOST_UNREAD),
    ...(deleted.length > 0 && { deleted }),
    ...(calls.length > 0 && { calls }),
  }
}
