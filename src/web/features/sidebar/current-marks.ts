import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals'

/** Which channel is shown, told to its own line only: of ten thousand lines a switch touches two. */
export class CurrentMarks {
  readonly #marks = new Map<string, Signal<boolean>>()
  #current: string | null = null

  of(id: string): ReadonlySignal<boolean> {
    const known = this.#marks.get(id)
    if (known !== undefined) return known
    const fresh = signal(id === this.#current)
    this.#marks.set(id, fresh)
    return fresh
  }

  move(to: string | null): void {
    batch(() => {
      this.#put(this.#current, false)
      this.#put(to, true)
    })
    this.#current = to
  }

  #put(id: string | null, isCurrent: boolean): void {
    const mark = id === null ? undefined : this.#marks.get(id)
    if (mark !== undefined) mark.value = isCurrent
  }
}
