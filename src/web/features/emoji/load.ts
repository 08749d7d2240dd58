import { signal } from '@preact/signals'
import type * as table from './table.ts'

/** Signs, names and labels of all emoji. */
export type EmojiTable = typeof table

const loaded = signal<EmojiTable | null>(null)
let loading: Promise<EmojiTable> | undefined

/** The table, fetched at the first call. Rejects where it cannot be fetched; the next call tries again. */
export const loadEmoji = (): Promise<EmojiTable> => {
  loading ??= import('./table.ts').then(
    all => {
      loaded.value = all
      return all
    },
    error => {
      loading = undefined
      throw error
    },
  )
  return loading
}

/**
 * The table for a component, which is drawn again when it comes; null until then. Whoever reads it has it fetched: ask
 * only where there is an emoji to draw.
 */
export const useEmojiTable = (): EmojiTable | null => {
  if (loaded.value === null) void loadEmoji().catch(() => {})
  return loaded.value
}
