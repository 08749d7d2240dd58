import { signal } from '@preact/signals'

/** A focus that comes so soon after a press was brought by it, milliseconds. */
const BROUGHT_MS = 1000

/**
 * Which message the pointer or the focus is on: only there the bar of actions is drawn. Messages are named by the key of
 * their line, which an unsent one keeps when it is sent.
 */
export class PointedMessage {
  readonly #pointed = signal<string | null>(null)
  readonly #focused = signal<string | null>(null)
  #pressedAt = Number.NEGATIVE_INFINITY

  is(key: string): boolean {
    return this.#pointed.value === key || this.#focused.value === key
  }

  /** The pointer is over an element, or over none (null). A finger points at nothing. */
  pointAt(event: PointerEvent | null): void {
    this.#pointed.value = event === null || event.pointerType === 'touch' ? null : keyAt(event.target)
  }

  /** A press brings the focus along, which then says nothing: a tap would open a bar, a click leave one behind. */
  pressed(): void {
    this.#pressedAt = performance.now()
    this.#focused.value = null
  }

  /** The focus went to an element, or out of the messages (null). */
  focusOn(target: EventTarget | null): void {
    const isBrought = performance.now() - this.#pressedAt < BROUGHT_MS
    this.#focused.value = isBrought ? null : keyAt(target)
  }

  /** A key was pressed on an element that has the focus. */
  keyOn(target: EventTarget | null): void {
    this.#focused.value = keyAt(target)
  }
}

const keyAt = (target: EventTarget | null): string | null =>
  (target instanceof Element && target.closest<HTMLElement>('article')?.dataset.key) || null
