import { people, reactions, replies, topics, words } from './phrases.ts'

/**
 * One line of talk: in which channel, who says it (an index into `people`), what, and when, milliseconds after the
 * beginning. `<@3>` in a text stands for the fourth of `people`, `<#design>` for a channel.
 */
export type Line = {
  channel: string
  who: number
  text: string
  at: number
  /** Who reacts, and how. */
  reactions: readonly { who: number; name: string }[]
  /** What it says after its author has looked at it again. */
  edited: string | null
  /** Its author thinks better of it. */
  isDeleted: boolean
}

/** Half of all messages are said by the first few, as in every team. */
const TALKATIVE = 6
const LONGEST_CONVERSATION = 9
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** So many days are talked about, the last of them today. */
export const DAYS = 7

/** `count` messages over a week, in order of time. The same for the same count. */
export const writeScript = (count: number): readonly Line[] => {
  const random = randomFrom(count)
  const channels = Object.keys(topics)
  const busy = channels.flatMap((channel, index) => Array<string>(index % 3 === 0 ? 3 : 1).fill(channel))
  const lines: Line[] = []
  while (lines.length < count) {
    const channel = pick(busy, random)
    lines.push(...conversation(channel, beginning(random), random).slice(0, count - lines.length))
  }
  return lines.sort((a, b) => a.at - b.at)
}

/** Some moment of one of the days, mostly between eight and six, and never after the time of day at which it all ends. */
const beginning = (random: Random): number =>
  Math.floor(random() * DAYS) * DAY - Math.floor(random() ** 1.5 * 10 * 60 * MINUTE)

const conversation = (channel: string, begins: number, random: Random): Line[] => {
  const replying = Math.floor(random() ** 2 * LONGEST_CONVERSATION)
  const said = [pick(topics[channel] ?? [], random), ...Array.from({ length: replying }, () => pick(replies, random))]
  let at = begins
  return said.map(phrase => {
    const who = somebody(random)
    const text = filled(phrase, who, random)
    at += Math.ceil(random() ** 3 * 6 * MINUTE)
    return { channel, who, text, at, reactions: reactionsTo(who, random), ...secondThought(text, random) }
  })
}

/** Most lines get none, a few many: the more people have reacted, the likelier is one more. */
const reactionsTo = (author: number, random: Random): Line['reactions'] => {
  if (random() > 0.18) return []
  const names = Array.from({ length: 1 + Math.floor(random() ** 3 * 4) }, () => pick(reactions, random))
  return [...new Set(names)].flatMap(name =>
    people.flatMap((_, who) => (who !== author && random() < 0.25 ? { who, name } : [])),
  )
}

const secondThought = (text: string, random: Random): Pick<Line, 'edited' | 'isDeleted'> => {
  const chance = random()
  if (chance < 0.02) return { edited: null, isDeleted: true }
  return { edited: chance < 0.06 ? `${text} (Sorry, now without the typo.)` : null, isDeleted: false }
}

const somebody = (random: Random): number => Math.floor(random() * (random() < 0.5 ? TALKATIVE : people.length))

const filled = (phrase: string, who: number, random: Random): string =>
  phrase.replace(/\{(\w+|@|#)\}/g, (_, word: string) => {
    const other = (who + 1 + Math.floor(random() * (people.length - 1))) % people.length
    if (word === '@') return `<@${other}>`
    if (word === '#') return `<#${pick(Object.keys(topics), random)}>`
    // Nobody speaks of themselves in the third person.
    if (word === 'name') return people[other]?.split(' ')[0] ?? ''
    return pick(words[word] ?? [], random)
  })

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
