import { nameKey } from '#domain/name-key.ts'
import { normalizeChannelName } from '#domain/names.ts'
import type { Store } from '#store/store.ts'

/** The actor's own private channels of this name, that joined first in front. */
export const ownPrivate = (store: Store, actor: string, name: string): Promise<readonly string[]> =>
  store.privateNamed(actor, nameKey(normalizeChannelName(name)))

/**
 * [ROOM] A channel's id, from an id or `#name`: the public channel of this name, else one of the actor's private ones, else what
 * was called so before. An
 * unknown name stays what it is, and no channel has it as its id. What others have is not looked at, so that a hidden
 * channel's name takes the same statements as nobody's.
 */
export const resolve = async (store: Store, actor: string, channel: string): Promise<string> => {
  if (!channel.startsWith('#')) return channel
  const key = nameKey(normalizeChannelName(channel))
  const listing = (await store.look([['listingByName', key]])).get('listingByName', key)
  if (listing !== null) return listing.id
  const [own] = await store.privateNamed(actor, key)
  return own ?? (await store.formerlyNamed(actor, key)) ?? channel
}

/** What was said, with the id in place of a channel's name. What names an id is not waited for. */
export const withChannelId = <S extends object>(store: Store, actor: string, said: S): S | Promise<S> =>
  'channel' in said && typeof said.channel === 'string' && said.channel.startsWith('#')
    ? resolve(store, actor, said.channel).then(channel => ({ ...said, channel }))
    : said
