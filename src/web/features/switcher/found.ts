import { normalizeChannelName } from '#domain/names.ts'
import type { ChannelSummary } from '../../sync/api.ts'

/**
 * The channels whose name holds all that was typed, part by part, in any order; accents do not count. What begins with
 * it comes first, then where a part of the name does; among equals one's own and what is unread. All of them where
 * nothing was typed.
 */
export const found = (channels: readonly ChannelSummary[], typed: string): readonly ChannelSummary[] => {
  const wanted = folded(normalizeChannelName(typed))
  const parts = wanted.split('-').filter(part => part !== '')
  const ranked: { channel: ChannelSummary; rank: number }[] = []
  for (const channel of channels) {
    const name = folded(channel.name)
    if (!parts.every(part => name.includes(part))) continue
    ranked.push({
      channel,
      rank: 4 * nearness(name, wanted) + 2 * Number(!channel.joined) + Number(channel.unread === 0),
    })
  }
  // The order of the list stays among those that are as near.
  return ranked.sort((a, b) => a.rank - b.rank).map(({ channel }) => channel)
}

const nearness = (name: string, wanted: string): number => {
  if (name === wanted) return 0
  if (name.startsWith(wanted)) return 1
  if (name.includes(`-${wanted}`) || name.includes(`_${wanted}`)) return 2
  return name.includes(wanted) ? 3 : 4
}

/** Most names need no second look, and there may be ten thousand of them at each key. */
const folded = (name: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
  /^[\x00-\x7f]*$/.test(name) ? name : name.normalize('NFD').replace(/\p{M}/gu, '')
