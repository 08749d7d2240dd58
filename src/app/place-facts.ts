import { MOST_UNREAD, unread } from '#domain/unread.ts'
import type { PlaceFacts } from '#protocol/frames.ts'
import type { Placed } from '#store/store.ts'

/** What the sidebar is told of somebody's places: those with something unread first, then in the order in which they came. */
export const placeFacts = (places: readonly Placed[]): readonly PlaceFacts[] => {
  const all = places.map(factsOf)
  return [...all.filter(place => place.unread > 0), ...all.filter(place => place.unread === 0)]
}

const factsOf = ({ cursor, own, deleted: gone, ...place }: Placed): PlaceFacts => {
  const deleted = gone.filter(ordinal => ordinal > cursor)
  const number = unread({ posts: place.posts, cursor, own, deleted })
  return { ...place, unread: Math.min(number, MOST_UNREAD), ...(deleted.length > 0 && { deleted }) }
}
