import { signal } from '@preact/signals'
import type { Opened } from './dialogs.tsx'

/** The dialog of the page as a whole that is open: one at a time, opened from wherever somebody is. */
export const opened = signal<Opened | null>(null)
