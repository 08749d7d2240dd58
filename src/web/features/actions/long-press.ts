/** A finger that stays for so long presses, one that goes earlier taps; milliseconds. */
const LONG_MS = 400
/** One that moves further than this scrolls; pixels. */
const STILL = 10

/** Tells a long press of a finger from a tap, and from the beginning of a scroll. */
export class LongPress {
  #timer: ReturnType<typeof setTimeout> | null = null
  #from = { x: 0, y: 0 }
  #isLong = false

  /** A pointer goes down; `then` when it has been a finger, and stayed. */
  down(event: PointerEvent, then: () => void): void {
    this.cancel()
    this.#isLong = false
    // A second finger pinches.
    if (event.pointerType !== 'touch' || !event.isPrimary) return
    this.#from = { x: event.clientX, y: event.clientY }
    this.#timer = setTimeout(() => {
      this.#isLong = true
      then()
    }, LONG_MS)
  }

  move({ clientX, clientY }: PointerEvent): void {
    if (Math.hypot(clientX - this.#from.x, clientY - this.#from.y) > STILL) this.cancel()
  }

  /** It went, or the browser has taken it for a scroll. */
  cancel(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  /** The finger leaves the screen. After a long press that is no click on what has opened beneath it. */
  end(event: TouchEvent): void {
    if (this.#isLong) event.preventDefault()
    this.#isLong = false
  }
}
