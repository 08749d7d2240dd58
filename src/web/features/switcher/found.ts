import { normalizeChannelName } from '#domain/names.ts'
import type { ChannelSummary } from '../../sync/api.ts'

/**
 * The channels whose name holds all that was typed, part by part, in any order; accents and case do not count. What is
 * called just so comes first, then one's own, then the others; among these what begins with it, then where a part of
 * the name does, then what is unread. All of them where nothing was typed.
 */
export const found = (channels: readonly ChannelSummary[], typed: string): readonly ChannelSummary[] => {
  const wanted = folded(normalizeChannelName(typed))
  const parts = partsOf(wanted)
  const ranked: { channel: ChannelSummary; rank: number }[] = []
  for (const channel of channels) {
    const name = folded(channel.name)
    if (!parts.every(part => name.includes(part))) continue
    const near = nearness(name, wanted)
    const rank = near === 0 ? 0 : 16 * (channel.joined ? 1 : 2) + 2 * near + Number(channel.unread === 0)
    ranked.push({ channel, rank })
  }
  // The order of the list stays among those that are as near.
  return ranked.sort((a, b) => a.rank - b.rank).map(({ channel }) => channel)
}

/** A piece of a name, and whether it is what was typed. */
export interface Piece {
  text: string
  isTyped: boolean
}

/** A name in pieces, for the typed ones to stand out. */
export const piecesOf = (name: string, typed: string): readonly Piece[] => {
  const text = folded(name)
  // Letters that fold to more or fewer cannot be told one by one.
  if (text.length !== name.length) return [{ text: name, isTyped: false }]
  const isTyped = Array.from(name, () => false)
  for (const part of partsOf(folded(normalizeChannelName(typed)))) {
    const from = text.indexOf(part)
    if (from !== -1) isTyped.fill(true, from, from + part.length)
  }
  const pieces: Piece[] = []
  for (let at = 0; at < name.length; at++) {
    const last = pieces.at(-1)
    const is = isTyped[at] === true
    if (last?.isTyped === is) last.text += name.charAt(at)
    else pieces.push({ text: name.charAt(at), isTyped: is })
  }
  return pieces
}

const partsOf = (wanted: string): string[] => wanted.split('-').filter(part => part !== '')

const nearness = (name: string, wanted: string): number => {
  if (name === wanted) return 0
  if (name.startsWith(wanted)) return 1
  if (name.includes(`-${wanted}`) || name.includes(`_${wanted}`)) return 2
  return name.includes(wanted) ? 3 : 4
}

/**
 * As names are compared: "ß" and "SS" meet, and so do both small sigmas. Most names need no second look, and there may
 * be ten thousand of them at each key.
 */
const folded = (name: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
  /^[\x00-\x7f]*$/.test(name)
    ? name
    : name.toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFD').replace(/\p{M}/gu, '')
