import { noteOwnPosts, type OwnPost, ownPostsScope } from '#domain/own-posts.ts'
import type { Change, Follower } from './follower.ts'

/** [UNREAD] Sees to it that nobody's own posts are unread to them, from whichever device or program they were sent. */
export const ownPosts: Follower = {
  name: 'own-posts',
  concerns: ({ kind, command, actor, stream }) =>
    kind === 'messages' && command === 'message.post' ? `${actor} ${stream}` : null,
  work: changes => {
    const posts = changes.map(ownPostOf)
    return { scope: ownPostsScope(posts), decide: facts => ({ writes: noteOwnPosts(facts, posts) }) }
  },
}

/** A message's key ends with its seq. */
const ownPostOf = ({ actor, stream, key }: Change): OwnPost => ({
  user: actor,
  channel: stream,
  seq: Number(key.split(' ').at(-1)),
})
