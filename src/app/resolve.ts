import { nameKey } from '#domain/name-key.ts'
import { normalizeChannelName } from '#domain/names.ts'
import type { Store } from '#store/store.ts'

/** A channel's id, from an id or `#name`; an unknown name stays what it is, and no channel has it as its id. */
export const resolve = async (store: Store, channel: string): Promise<string> => {
  if (!channel.startsWith('#')) return channel
  const key = nameKey(normalizeChannelName(channel))
  return (await store.look([['listingByName', key]])).get('listingByName', key)?.id ?? channel
}
