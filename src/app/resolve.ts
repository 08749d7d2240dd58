import { nameKey } from '#domain/name-key.ts'
import { normalizeChannelName } from '#domain/names.ts'
import type { Store } from '#store/store.ts'

/** A channel's id, from an id or `#name`; an unknown name stays what it is, and no channel has it as its id. */
export const resolve = async (store: Store, channel: string): Promise<string> => {
  if (!channel.startsWith('#')) return channel
  const key = nameKey(normalizeChannelName(channel))
  return (await store.look([['listingByName', key]])).get('listingByName', key)?.id ?? channel
}

/** What was said, with the id in place of a channel's name. What names an id is not waited for. */
export const withChannelId = <S extends object>(store: Store, said: S): S | Promise<S> =>
  'channel' in said && typeof said.channel === 'string' && said.channel.startsWith('#')
    ? resolve(store, said.channel).then(channel => ({ ...said, channel }))
    : said
