/** Ordinals of own posts that a place keeps, and of deleted ones that a channel's row keeps: the newest so many. */
const KEPT = 100

/** No larger number is told: it stands for so many or more. */
export const MOST_UNREAD = 100

/** How far somebody has read: up to the post with this ordinal, and which posts above it are their own. */
export type ReadSoFar = { cursor: number; own: readonly number[] }

type Counted = ReadSoFar & { posts: number; deleted: readonly number[] }

/**
 * [UNREAD] How many posts above the cursor somebody else has written and not deleted. A post that is both one's own and
 * deleted is left out once. Server and page both count with this function, so that they never differ.
 */
export const unread = ({ posts, cursor, own, deleted }: Counted): number => {
  const isAbove = (ordinal: number) => ordinal > cursor && ordinal <= posts
  const without = new Set([...own.filter(isAbove), ...deleted.filter(isAbove)])
  return Math.max(0, posts - cursor - without.size)
}

/** [MENTION] Ordinals of posts that call somebody who is in these user groups, rising: everybody, or one of the groups. */
export const callsFor = (
  { calls, groups }: { calls: readonly number[]; groups: Readonly<Record<string, readonly number[]>> },
  mine: ReadonlySet<string>,
): readonly number[] => {
  const own = Object.entries(groups).flatMap(([group, posts]) => (mine.has(group) ? posts : []))
  return own.length === 0 ? calls : [...new Set([...calls, ...own])].sort((a, b) => a - b)
}

/**
 * [MENTION] How many of the unread posts are meant for the reader: those that name them, and those that call everybody in
 * the channel.
 */
export const mentions = (counted: Counted & { mentioned: readonly number[]; calls: readonly number[] }): number => {
  const { posts, cursor, own, deleted, mentioned, calls } = counted
  const without = new Set([...own, ...deleted])
  const meant = [...new Set([...mentioned, ...calls])]
  return meant.filter(ordinal => ordinal > cursor && ordinal <= posts && !without.has(ordinal)).length
}

/**
 * Somebody's own posts are noted. Where nothing but own posts lies between, the cursor follows; it never moves over words
 * of others. Of more than a hundred above the cursor the newest are kept.
 */
export const withOwnPosts = ({ cursor, own }: ReadSoFar, posts: readonly number[]): ReadSoFar => {
  const all = [...new Set([...own, ...posts])].sort((a, b) => a - b)
  let moved = cursor
  for (const ordinal of all) if (ordinal === moved + 1) moved = ordinal
  return { cursor: moved, own: all.filter(ordinal => ordinal > moved).slice(-KEPT) }
}

/** Everything up to this post has been read. */
export const readTo = ({ cursor, own }: ReadSoFar, post: number): ReadSoFar =>
  withOwnPosts({ cursor: Math.max(cursor, post), own }, [])
