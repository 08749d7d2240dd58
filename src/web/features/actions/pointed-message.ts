import type { AtHand } from './at-hand.ts'

/** A focus that comes so soon after a press was brought by it, milliseconds. */
const BROUGHT_MS = 1000

/** Tells which message the pointer or the focus is on. */
export class PointedMessage {
  readonly #atHand: AtHand
  #pressedAt = Number.NEGATIVE_INFINITY
  /** Whether there is a pointer that hovers: after a tap browsers tell of one that nobody has moved. */
  #hovers = !matchMedia('(hover: none)').matches

  constructor(atHand: AtHand) {
    this.#atHand = atHand
  }

  /** The pointer is over an element. A finger points at nothing. */
  pointAt({ target, pointerType }: Pick<PointerEvent, 'target' | 'pointerType'>): void {
    if (this.#hovers && pointerType !== 'touch') this.#atHand.pointed.value = keyAt(target)
  }

  /** The pointer itself moved, or a finger did. */
  moved(event: PointerEvent): void {
    this.#hovers = event.pointerType !== 'touch'
    this.pointAt(event)
  }

  /** The pointer went out of the messages. */
  left(): void {
    this.#atHand.pointed.value = null
  }

  /** A press moves the focus, too. That is ignored: after a tap the bar would open, after a click it would stay. */
  pressed({ pointerType }: PointerEvent): void {
    if (pointerType === 'touch') this.#hovers = false
    if (!this.#hovers) this.left()
    this.#pressedAt = performance.now()
    this.#atHand.focused.value = null
  }

  /** The focus went to an element, or out of the messages (null). */
  focusOn(target: EventTarget | null): void {
    const isBrought = performance.now() - this.#pressedAt < BROUGHT_MS
    this.#atHand.focused.value = isBrought ? null : keyAt(target)
  }

  /** A key was pressed on an element that has the focus. */
  keyOn(target: EventTarget | null): void {
    this.#atHand.focused.value = keyAt(target)
  }
}

const keyAt = (target: EventTarget | null): string | null =>
  (target instanceof Element && target.closest<HTMLElement>('article')?.dataset.key) || null
