import { type Signal, signal } from '@preact/signals'

/** What one message shows, made at the first look. */
export const shownAt = <T>(all: Map<number, Signal<T>>, seq: number, first: () => T): Signal<T> => {
  const known = all.get(seq) ?? signal(first())
  all.set(seq, known)
  return known
}

/** Moves a list only where it has become another one. */
export const show = <T>(shown: Signal<readonly T[]>, next: readonly T[]): void => {
  if (JSON.stringify(shown.peek()) !== JSON.stringify(next)) shown.value = next
}
