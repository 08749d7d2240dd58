import { people, replies, topics, words } from './phrases.ts'

/** One line of talk: who says it (an index into `people`), and what. */
export type Line = { who: number; text: string }

/** Half of all messages are said by the first few, as in every team. */
const TALKATIVE = 6
const LONGEST_CONVERSATION = 9

/** `count` messages for the channels, each channel's in order. The same for the same count. */
export const writeScript = (count: number): ReadonlyMap<string, readonly Line[]> => {
  const random = randomFrom(count)
  const script = new Map(Object.keys(topics).map(channel => [channel, [] as Line[]]))
  const busy = Object.keys(topics).flatMap((channel, index) => Array<string>(index % 3 === 0 ? 3 : 1).fill(channel))
  for (let left = count; left > 0; ) {
    const channel = pick(busy, random)
    const lines = conversation(topics[channel] ?? [], random).slice(0, left)
    script.get(channel)?.push(...lines)
    left -= lines.length
  }
  return script
}

const conversation = (openings: readonly string[], random: Random): Line[] => {
  const replying = Math.floor(random() ** 2 * LONGEST_CONVERSATION)
  const said = [pick(openings, random), ...Array.from({ length: replying }, () => pick(replies, random))]
  return said.map(phrase => {
    const who = somebody(random)
    return { who, text: filled(phrase, who, random) }
  })
}

const somebody = (random: Random): number => Math.floor(random() * (random() < 0.5 ? TALKATIVE : people.length))

const filled = (phrase: string, who: number, random: Random): string =>
  phrase.replace(/\{(\w+)\}/g, (_, word: string) =>
    word === 'name' ? firstName(who, random) : pick(words[word] ?? [], random),
  )

/** Nobody speaks of themselves in the third person. */
const firstName = (who: number, random: Random): string => {
  const others = people.filter((_, index) => index !== who)
  return pick(others, random).split(' ')[0] ?? ''
}

type Random = () => number

const pick = <T>(from: readonly T[], random: Random): T => {
  const found = from[Math.floor(random() * from.length)]
  if (found === undefined) throw new Error('There is nothing to choose from.')
  return found
}

/** Mulberry32: small, and good enough for small talk. */
const randomFrom = (seed: number): Random => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
