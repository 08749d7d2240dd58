import { signal } from '@preact/signals'
import type * as quotes from './quoted-text.tsx'

const loaded = signal<typeof quotes | null>(null)
let isComing = false

/** What draws quotes; null until it has come. Whoever reads it while drawing has it fetched, and is drawn again then. */
export const quotesNow = (): typeof quotes | null => {
  if (loaded.value === null && !isComing) {
    isComing = true
    import('./quoted-text.tsx').then(
      all => {
        loaded.value = all
      },
      () => {
        isComing = false
      },
    )
  }
  return loaded.value
}

/** Whether a text may lead to a message of this workspace: a look that costs nothing. */
export const mayQuote = (text: string): boolean => text.includes('/c/C')
