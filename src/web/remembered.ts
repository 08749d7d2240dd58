import type { Preferences } from '#protocol/preferences.ts'
import { isChannelId } from '#protocol/streams.ts'
import { attempt } from './sync/attempt.ts'

/** Where the reader was and how they like it, kept in this browser. One that keeps nothing is only forgetful, never broken. */

/** A line, and how far below the upper edge of the view it was, in pixels. */
export interface ReadingPlace {
  seq: number
  offset: number
}

const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const LAST = 'flack.last-channel'
const PLACE = 'flack.place.'
const EDIT = 'flack.edit.'
const THEME = 'flack.theme'
const TEXT_SIZE = 'flack.text-size'
const SIDEBAR = 'flack.sidebar'
const EMOJI = 'flack.emoji'
const TONE = 'flack.emoji-tone'
const FORMATS = 'flack.formats'
const LANGUAGE = 'flack.language'
const NOTICES = 'flack.notices'

export const rememberLastChannel = (channel: string): void => keep(LAST, channel)
export const lastChannel = (): string | null => {
  const channel = kept(LAST)
  return channel !== null && isChannelId(channel) ? channel : null
}

/** `null` is the end of the conversation. */
export const rememberPlace = (channel: string, place: ReadingPlace | null): void => {
  if (place === null) drop(PLACE + channel)
  else keep(PLACE + channel, `${place.seq} ${Math.round(place.offset)}`)
}

export const rememberedPlace = (channel: string): ReadingPlace | null => {
  const [seq, offset] = (kept(PLACE + channel) ?? '').split(' ').map(Number)
  return seq !== undefined && offset !== undefined && seq > 0 && Number.isFinite(offset) ? { seq, offset } : null
}

/** What somebody wrote into a message of theirs and has not saved; null forgets it. `message`: the key of its line. */
export const rememberEdit = (channel: string, message: string, text: string | null): void => {
  const key = `${EDIT}${channel} ${message}`
  if (text === null) drop(key)
  else keep(key, text)
}

export const rememberedEdit = (channel: string, message: string): string | null => kept(`${EDIT}${channel} ${message}`)

export const rememberTheme = (theme: Theme): void => keep(THEME, theme)
export const rememberedTheme = (): Theme => themes.find(theme => theme === kept(THEME)) ?? 'system'

/** The tag of the language that was chosen: "de"; null for English. */
export const rememberedLanguage = (): string | null => kept(LANGUAGE)

/** In pixels; what is drawn first is drawn in it. */
export const rememberTextSize = (size: Preferences['textSize']): void => keep(TEXT_SIZE, String(size))
export const rememberedTextSize = (): Preferences['textSize'] =>
  textSizes.find(size => String(size) === kept(TEXT_SIZE)) ?? 15
const textSizes = [14, 15, 16, 17, 18] as const

/** In pixels. */
export const rememberSidebar = (width: number): void => keep(SIDEBAR, String(width))
export const rememberedSidebar = (): number | null => Number(kept(SIDEBAR)) || null

/** As in `wave::skin-tone-3`: 2 is light, 6 is dark; null for none. */
const tones = [2, 3, 4, 5, 6] as const
export const rememberTone = (tone: (typeof tones)[number] | null): void =>
  tone === null ? drop(TONE) : keep(TONE, String(tone))
export const rememberedTone = (): (typeof tones)[number] | null =>
  tones.find(tone => String(tone) === kept(TONE)) ?? null

/** Whether the tools that format a text are shown. */
export const rememberFormats = (shown: boolean): void => keep(FORMATS, String(shown))
export const rememberedFormats = (): boolean => kept(FORMATS) === 'true'

/** Whether this browser, which may tell of messages, shall not. */
export const rememberNotices = (wanted: boolean): void => (wanted ? drop(NOTICES) : keep(NOTICES, 'off'))
export const wantsNotices = (): boolean => kept(NOTICES) !== 'off'

/** For signing out: the next person at this browser finds no trace. */
export const forgetPlaces = (): void => {
  for (const key of keys())
    if ([LAST, EMOJI, TONE].includes(key) || key.startsWith(PLACE) || key.startsWith(EDIT)) drop(key)
}

const keep = (key: string, value: string): void => void attempt(() => localStorage.setItem(key, value))
const kept = (key: string): string | null => attempt(() => localStorage.getItem(key))
const drop = (key: string): void => void attempt(() => localStorage.removeItem(key))
const keys = (): string[] => attempt(() => Object.keys(localStorage)) ?? []
