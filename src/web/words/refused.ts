import { signal } from '@preact/signals'
import type { Refusal } from '#protocol/refusals.ts'
import type { refusalWords } from './refusals.ts'

const words = signal<typeof refusalWords | null>(null)

/** Fetches them: the first screen refuses nothing. Where they cannot be had, the server's own words stay. */
export const loadRefusals = (): Promise<void> =>
  import('./refusals.ts').then(
    loaded => {
      words.value = loaded.refusalWords
    },
    () => {},
  )

/** What a refusal is in the words of the page, by its code and what it is about; `message` is for programs, and English. */
export const refusedWords = (refusal: Refusal): string => {
  const say = words.value?.[refusal.reason ?? refusal.code] ?? words.value?.[refusal.code]
  return say?.(refusal) ?? refusal.message
}
