import { signal } from '@preact/signals'
import type { Day } from './days.ts'

/** Whose faces are drawn beside the messages, as in a dialog. */
export const alsoShown = signal<readonly string[]>([])

/** Whose faces are drawn, the newest first, with the reader in front of them. */
export const peopleShown = (days: readonly Day[], me: string): string[] => {
  const lines = days.flatMap(day => day.lines).reverse()
  return [...new Set([me, ...lines.map(({ said }) => said.author)])]
}
