import { signal } from '@preact/signals'

/** The files of words by language, which `bin/build.ts` makes. Nobody keeps them but who asked for one. */
declare const EMOJI_WORDS: Readonly<Record<string, string>>

/** Words to find each emoji by in the person's own language, in the order of the table; null until they are here. */
export const localWords = signal<readonly (readonly string[])[] | null>(null)
let isAsked = false

/** Fetches them for the first language that the browser is set to, where that is not English. */
export const loadLocalWords = async (): Promise<void> => {
  const path = pathFor(navigator.language)
  if (isAsked || path === undefined) return
  isAsked = true
  try {
    const answer = await fetch(path)
    if (!answer.ok) throw new Error(`The words could not be fetched: ${answer.status}`)
    localWords.value = (await answer.text()).split(';').map(words => words.split(' ').map(folded))
  } catch {
    isAsked = false
  }
}

/** "pt-BR": by its own name, else by that of its language. Traditional Chinese says where it is written. */
const pathFor = (tag: string): string | undefined => {
  const name = /^zh-(?:tw|hk|mo|hant)/i.test(tag) ? 'zh-hant' : tag.toLowerCase()
  return EMOJI_WORDS[name] ?? EMOJI_WORDS[name.split('-')[0] ?? '']
}

/** In small letters without accents. */
export const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
