import { type ReadonlySignal, type Signal, signal } from '@preact/signals'

/** What is shown of each message that somebody looks at: a signal by its seq, which moves only where that has changed. */
export class BySeq<T> {
  readonly #signals = new Map<number, Signal<T>>()
  readonly #look: (seq: number) => T

  constructor(look: (seq: number) => T) {
    this.#look = look
  }

  at(seq: number): ReadonlySignal<T> {
    const shown = this.#signals.get(seq) ?? signal(this.#look(seq))
    this.#signals.set(seq, shown)
    return shown
  }

  /** Looks again at one message, or at all. */
  refresh(seq?: number): void {
    for (const each of seq === undefined ? this.#signals.keys() : [seq]) {
      const shown = this.#signals.get(each)
      if (shown === undefined) continue
      const next = this.#look(each)
      // A list is made anew with every look.
      const isSame = Array.isArray(next) && JSON.stringify(next) === JSON.stringify(shown.peek())
      if (!isSame) shown.value = next
    }
  }

  dropBefore(seq: number): void {
    for (const each of this.#signals.keys()) if (each < seq) this.#signals.delete(each)
  }
}
