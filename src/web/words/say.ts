import type { ComponentChildren } from 'preact'

/** What stands in a sentence besides its words. A number is written as the reader's language writes it. */
type Hole = string | number | ComponentChildren

/** How another language than English says a sentence. It comes with the language, and not with the first load. */
export interface Speaker {
  /** For `Intl`, and for `lang` of the page: "de". */
  readonly tag: string
  /** The pieces of the sentence in their order: words, and what was put in. */
  say(parts: readonly string[], holes: readonly Hole[]): Hole[]
}

let speaker: Speaker | null = null
/** Made once for a language, at the first need: one of them takes as long as drawing a line. */
let made: { rules?: Intl.PluralRules; number?: Intl.NumberFormat; list?: Intl.ListFormat } = {}

/** From here on everything is said by it, or in English again. Before the first drawing: what was said already stays as it is. */
export const speakBy = (other: Speaker | null): void => {
  speaker = other
  made = {}
}

/**
 * Every sentence of the page: `` say`You are not in #${name}.` ``. A language finds its own by the English one. It is said
 * where it is drawn, in a function: what a module says while it loads comes before the language does. With an element in
 * it, `` say`Join ${<bdi>…</bdi>}` ``, it is pieces to be drawn, otherwise a string.
 */
export const say: {
  (parts: readonly string[], ...holes: readonly (string | number)[]): string
  (parts: readonly string[], ...holes: readonly Hole[]): ComponentChildren
} = (parts: readonly string[], ...holes: readonly Hole[]) => {
  const words = (speaker?.say(parts, holes) ?? parts.flatMap((part, at) => [part, holes[at] ?? '']))
    .filter(word => word !== '')
    .map(word => (typeof word === 'number' ? number(word) : word))
  // Strings alone are joined: one attribute, or one piece of text.
  return (words.some(word => typeof word === 'object') ? words : words.join('')) as string
}

/**
 * What is said of so many. `one` is what English says of 1; `other` must begin its holes with the number: a language has
 * one entry for it, with all the forms that it needs.
 */
export const plural = <Words>(count: number, { one, other }: { one: Words; other: Words }): Words => {
  made.rules ??= new Intl.PluralRules('en')
  return speaker === null && made.rules.select(count) === 'one' ? one : other
}

/** Without a language English, with the calendar, clock and digits of the reader's country: "en-DE". */
export const locale = (): string => {
  if (speaker !== null) return speaker.tag
  const here = new Intl.Locale(new Intl.DateTimeFormat().resolvedOptions().locale)
  return `en-${here.maximize().region}`
}

/** "10,000". */
export const number = (count: number): string => {
  made.number ??= new Intl.NumberFormat(locale())
  return made.number.format(count)
}

/** "Ada, Bob and Grace". */
export const list = (items: readonly string[]): string => {
  made.list ??= new Intl.ListFormat(locale())
  return made.list.format(items)
}
