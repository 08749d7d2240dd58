/** Where the reader is: at the end, or with a line at a distance below the upper edge, in pixels. */
export type Place = { end: true } | { end: false; line: HTMLElement; offset: number }

/** Closer to the end than this, in pixels, is at the end. */
const NEAR_END = 24

/**
 * Keeps the line that is read where it is, whatever is drawn above or below it. Done by hand, since browsers differ in
 * what they do themselves: `note` before something is drawn, `restore` after it.
 */
export class ScrollKeeper {
  /** Whether there is more below what is drawn: then its end is not the end. */
  goesOn = false
  /** Whether there is more above what is drawn: then the first line may lose the name over it when that is drawn. */
  goesUp = false
  #place: Place = { end: true }
  #height = 0
  /** Where the reader had to be left, since there was not enough above or below to put them where they were. */
  #short: number | null = null
  readonly #box: HTMLElement

  constructor(box: HTMLElement) {
    this.#box = box
  }

  get place(): Place {
    return this.#place
  }

  /** Reads where the reader is now; to be called while everything is as the reader sees it. */
  note(): void {
    const { clientHeight, scrollHeight, scrollTop } = this.#box
    if (clientHeight === 0) return
    // Something has changed its size that nobody has put right yet: the place of before still holds.
    if (scrollHeight - clientHeight !== this.#height) {
      this.restore()
      return
    }
    // More may be drawn in a moment, and then they can be put where they were, unless they have moved meanwhile.
    if (scrollTop === this.#short) return
    this.#short = null
    const isLast = !this.goesOn && this.#box.querySelector('[data-growing]') === null
    const atEnd = scrollHeight - scrollTop - clientHeight <= NEAR_END && isLast
    const line = atEnd ? null : this.#firstVisible()
    this.#place = line === null ? { end: true } : { end: false, line, offset: this.#offsetOf(line) }
  }

  /** Puts everything back to where the reader was. */
  restore(): void {
    const place = this.#place
    const box = this.#box
    if (place.end) box.scrollTop = box.scrollHeight
    else if (place.line.isConnected) {
      const moved = this.#offsetOf(place.line) - place.offset
      if (Math.abs(moved) >= 0.5) box.scrollTop += moved
      this.#short = Math.abs(this.#offsetOf(place.line) - place.offset) >= 1 ? box.scrollTop : null
    }
    this.#height = box.scrollHeight - box.clientHeight
  }

  toEnd(): void {
    this.#place = { end: true }
    this.restore()
  }

  toLine(line: HTMLElement, offset: number): void {
    this.#place = { end: false, line, offset }
    this.restore()
    // Where there is not enough above or below, the line cannot stand where it should: the place is where it is.
    this.#short = null
    this.note()
  }

  /** What changes its height next leaves `part` where it is, also for a reader at the end. Until the next `note`. */
  hold(part: HTMLElement): void {
    this.#place = { end: false, line: part, offset: this.#offsetOf(part) }
  }

  #offsetOf(line: HTMLElement): number {
    return line.getBoundingClientRect().top - this.#box.getBoundingClientRect().top
  }

  /** Lines lie below each other, so half of the remaining ones can be left out at each look. */
  #firstVisible(): HTMLElement | null {
    const lines = this.#box.querySelectorAll<HTMLElement>('[data-seq]')
    const edge = this.#box.getBoundingClientRect().top
    let low = 0
    let high = lines.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (lines.item(middle).getBoundingClientRect().bottom <= edge) low = middle + 1
      else high = middle
    }
    // The line that follows the first one stays as it is, and so does everything between the two that can be read.
    const at = low === 0 && this.goesUp && lines.length > 1 ? 1 : low
    return at < lines.length ? lines.item(at) : null
  }
}
