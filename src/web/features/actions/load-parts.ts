import { signal } from '@preact/signals'
import type * as parts from './parts.ts'

/** Everything that is done with messages, and what is drawn for it. Nothing of it is needed before the first drawing. */
type Parts = typeof parts

const loaded = signal<Parts | null>(null)
let loading: Promise<void> | undefined

/** Fetched at the first call; without a network the next call tries again. */
export const loadParts = (): Promise<void> => {
  loading ??= import('./parts.ts').then(
    all => {
      loaded.value = all
    },
    () => {
      loading = undefined
    },
  )
  return loading
}

/** Null until they are here: whoever reads it in a component is drawn again then. */
export const partsNow = (): Parts | null => loaded.value
