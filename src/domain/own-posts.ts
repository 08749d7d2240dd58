import type { Write } from './decision.ts'
import type { Facts, Scope } from './facts.ts'
import { withOwnPosts } from './unread.ts'

/** A message that somebody has posted. */
export type OwnPost = { user: string; channel: string; seq: number }

export const ownPostsScope = (posts: readonly OwnPost[]): Scope => ({
  streams: [...new Set(posts.map(({ user }) => user))],
  facts: [
    ...posts.map(({ user, channel }) => ['place', user, channel] as const),
    ...posts.map(({ channel, seq }) => ['message', channel, seq] as const),
  ],
})

/** [UNREAD] Notes the ordinals of posts in their authors' places, so that nobody's own words are ever unread to them. */
export const noteOwnPosts = (facts: Facts, posts: readonly OwnPost[]): Write[] =>
  [...Map.groupBy(posts, ({ user, channel }) => `${user} ${channel}`).values()].flatMap(same => {
    const [{ user, channel } = { user: '', channel: '' }] = same
    const place = facts.get('place', user, channel)
    // Without a seat nothing is unread, and who joins again has read what is there.
    if (place === null || place.state !== 'joined') return []
    const ordinals = same.flatMap(({ seq }) => facts.get('message', channel, seq)?.post ?? [])
    const { cursor, own } = withOwnPosts(place, ordinals)
    if (cursor === place.cursor && own.join() === place.own.join()) return []
    const { rev: _, ...row } = place
    return [{ stream: user, table: 'places', row: { ...row, cursor, own } }]
  })
