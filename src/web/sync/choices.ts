import { computed, type ReadonlySignal, signal } from '@preact/signals'
import { PreferenceName, type Preferences, type PreferenceValue, takesValue } from '#protocol/preferences.ts'
import type { PreferenceRow } from '#protocol/rows.ts'
import type { Kept } from './outbox-store.ts'

/** What I chose for myself: the rows as the server says them, and over them what it does not know yet. */
export class Choices {
  readonly #rows = signal<ReadonlyMap<string, PreferenceRow>>(new Map())
  readonly #overlay = signal<Readonly<Record<string, PreferenceValue>>>({})

  /** Only what was chosen, and what this page understands: a newer server may know more. */
  readonly all: ReadonlySignal<Partial<Preferences>> = computed(() => {
    const held = [...this.#rows.value].map(([name, { value }]) => [name, value] as const)
    return understood({ ...Object.fromEntries(held), ...this.#overlay.value })
  })

  put(row: PreferenceRow): void {
    if (row.rev <= (this.held(row.name)?.rev ?? -1)) return
    this.#rows.value = new Map(this.#rows.peek()).set(row.name, row)
  }

  held(name: string): PreferenceRow | null {
    return this.#rows.peek().get(name) ?? null
  }

  rows(): PreferenceRow[] {
    return [...this.#rows.peek().values()]
  }

  drop(): void {
    this.#rows.value = new Map()
  }

  /** What was chosen here and is not acknowledged, or not in the rows yet. */
  overlay(acts: readonly Kept[]): void {
    const chosen = acts.flatMap(({ act }) => (act.do === 'preference.set' ? [[act.name, act.value] as const] : []))
    if (chosen.length > 0 || Object.keys(this.#overlay.peek()).length > 0)
      this.#overlay.value = Object.fromEntries(chosen)
  }
}

const understood = (values: Readonly<Record<string, PreferenceValue>>): Partial<Preferences> =>
  Object.fromEntries(
    PreferenceName.options.flatMap(name => (takesValue(name, values[name]) ? [[name, values[name]]] : [])),
  )
