import { signal } from '@preact/signals'
import { lateStyles } from '../../ui/late-styles.ts'
import type { FileList } from './file-list.tsx'

/** What draws files. It comes with the first message that has one. */
interface Shown {
  FileList: typeof FileList
}

const shown = signal<Shown | null>(null)
let coming: Promise<void> | undefined

/** Fetches it; where it cannot be had, the next one tries again. */
export const loadShown = (): Promise<void> => {
  coming ??= Promise.all([import('./file-list.tsx'), lateStyles()]).then(
    ([parts]) => {
      shown.value = parts
    },
    () => {
      coming = undefined
    },
  )
  return coming
}

/** Null until it has come: whoever reads it while drawing is drawn again then. */
export const shownNow = (): Shown | null => shown.value
