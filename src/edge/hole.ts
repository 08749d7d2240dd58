import type { Clock } from '#app/clock.ts'

/** A bus that loses much must not slow the database: what is missing of a stream is read only this often. */
const READ_EVERY_MS = 500

/** Reads from the store what this node has missed of one stream: one read at a time, with pauses between. */
export class Hole {
  #readOn: () => Promise<boolean>
  #clock: Clock
  #filling = false
  #reading: Promise<boolean> | null = null
  #readAt = Number.NEGATIVE_INFINITY
  #resume: (() => void) | null = null

  /** `readOn` takes what comes next from the store, and answers whether there is more to be had at once. */
  constructor(readOn: () => Promise<boolean>, clock: Clock) {
    this.#readOn = readOn
    this.#clock = clock
  }

  /** Reads as long as `isOpen()`. Does nothing if that is going on already; rejects with what a read rejects with. */
  async fill(isOpen: () => boolean): Promise<void> {
    if (this.#filling) return
    this.#filling = true
    try {
      for (let goesOn = false; isOpen(); ) {
        if (!goesOn) await this.#pause()
        // The missing frames may have come during the pause.
        if (isOpen()) goesOn = await this.read()
      }
    } finally {
      this.#filling = false
    }
  }

  /** Reads once without a pause, or joins the read that is under way. */
  read(): Promise<boolean> {
    this.#readAt = this.#clock.now()
    this.#reading ??= this.#readOn().finally(() => {
      this.#reading = null
    })
    return this.#reading
  }

  /** Resolves when no read is under way that has begun before. */
  async settled(): Promise<void> {
    await this.#reading?.catch(() => {})
  }

  /** Ends the pause: the next read does not wait. */
  hurry(): void {
    this.#readAt = Number.NEGATIVE_INFINITY
    this.#resume?.()
  }

  #pause(): Promise<void> {
    const wait = this.#readAt + READ_EVERY_MS - this.#clock.now()
    if (wait <= 0) return Promise.resolve()
    return new Promise(resolve => {
      const go = () => {
        stop()
        this.#resume = null
        resolve()
      }
      const stop = this.#clock.after(wait, go)
      this.#resume = go
    })
  }
}
