import { say } from '../../words/say.ts'
import { PACK } from './pack.ts'

export interface Emoji {
  sign: string
  /** Slack's short names; the first one is the one that is kept and sent. */
  names: readonly string[]
  /** In English: "thumbs up". */
  label: string
  /** Whether it comes in skin tones. */
  toned: boolean
}

/** 2 (light) to 6 (dark), as in `wave::skin-tone-3`; null: as it comes. */
export type Tone = 2 | 3 | 4 | 5 | 6 | null

const groupNames = (): string[] => [
  say`Smileys and feelings`,
  say`People`,
  say`Animals and nature`,
  say`Food and drink`,
  say`Travel and places`,
  say`Activities`,
  say`Things`,
  say`Signs`,
  say`Flags`,
]

const unpacked = (text: string): Emoji => {
  const [sign = '', names = '', label] = text.split('|')
  const toned = sign.endsWith('+')
  const all = names.split(' ')
  return {
    sign: toned ? sign.slice(0, -1) : sign,
    names: all,
    label: label ?? all[0]?.replaceAll('_', ' ') ?? '',
    toned,
  }
}

/** All emoji, in Unicode's groups and order. */
export const groups: readonly { name: string; emoji: readonly Emoji[] }[] = PACK.split('\n').map((line, at) => ({
  get name() {
    return groupNames()[at] ?? ''
  },
  emoji: line.split(';').map(unpacked),
}))

export const allEmoji: readonly Emoji[] = groups.flatMap(({ emoji }) => emoji)

const byName = new Map(allEmoji.flatMap(emoji => emoji.names.map(name => [name, emoji] as const)))
const bySign = new Map(allEmoji.map(emoji => [plain(emoji.sign), emoji]))

/** The emoji of a short name, without its tone. */
export const emojiNamed = (name: string): Emoji | null => byName.get(name.split('::')[0] ?? '') ?? null

/** The sign that is drawn for a short name, in its skin tone ("wave::skin-tone-3"); null where there is none. */
export const emojiOf = (name: string): string | null => {
  const emoji = emojiNamed(name)
  return emoji === null ? null : signIn(emoji, toneOf(name))
}

/** What a short name is called in English: "thumbs up" for "+1", "waving hand" in every tone; null where it is none. */
export const labelOf = (name: string): string | null => emojiNamed(name)?.label ?? null

/** The short name of a sign, with its skin tone; null where it is no emoji. */
export const nameOf = (sign: string): string | null => {
  const emoji = bySign.get(plain(sign))
  if (emoji === undefined) return null
  const tone = TONE.exec(sign)?.[0].codePointAt(0)
  return nameIn(emoji, tone === undefined ? null : ((tone - LIGHTEST + 2) as Tone))
}

/** The short name under which an emoji is kept in a skin tone, where it has any. */
export const nameIn = ({ names, toned }: Emoji, tone: Tone): string =>
  toned && tone !== null ? `${names[0]}::skin-tone-${tone}` : (names[0] ?? '')

export const signIn = ({ sign, toned }: Emoji, tone: Tone): string =>
  toned && tone !== null
    ? sign.replace(HAS_TONE, person => person.replace('\uFE0F', '') + String.fromCodePoint(LIGHTEST + tone - 2))
    : sign

const LIGHTEST = 0x1f3fb
const TONE = /\p{Emoji_Modifier}/u
/** Every person and hand of a sign takes the tone, but not the hands that two people hold. */
const HAS_TONE = /(?!(?<=\u200D)🤝)\p{Emoji_Modifier_Base}\uFE0F?/gu

/** The skin tone that a short name says. */
export function toneOf(name: string): Tone {
  const tone = /::skin-tone-([2-6])$/.exec(name)?.[1]
  return tone === undefined ? null : (Number(tone) as Tone)
}

/** As signs are compared: with or without the selector that asks for a picture, and in every tone. */
function plain(sign: string): string {
  return sign.replace(/\p{Emoji_Modifier}|\uFE0F/gu, '')
}
