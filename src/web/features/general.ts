import type { ChannelSummary } from '../sync/api.ts'

/** The channel that everybody is in and nobody leaves. It goes by a name that no other channel can have. */
export const isGeneral = ({ name, kind }: Pick<ChannelSummary, 'name' | 'kind'>): boolean =>
  name === 'general' && kind === 'public'

/** #general, where the page goes when no other channel is meant; undefined until the list has come. */
export const generalIn = (channels: readonly ChannelSummary[]): ChannelSummary | undefined => channels.find(isGeneral)
