import { signal } from '@preact/signals'
import type * as tools from './writing-tools.ts'

/** What a field can do beyond taking a text: it is fetched once there is a field, and is not needed to begin. */
export type Tools = typeof tools

const loaded = signal<Tools | null>(null)
let loading: Promise<void> | undefined

/** Fetched at the first call; without a network the next call tries again. */
export const loadTools = (): Promise<void> => {
  loading ??= import('./writing-tools.ts').then(
    all => {
      loaded.value = all
    },
    () => {
      loading = undefined
    },
  )
  return loading
}

/** Null until they are here. */
export const toolsNow = (): Tools | null => loaded.value
