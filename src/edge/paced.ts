/**
 * Answers that may be large leave one after another, each once the one before has nearly left. Whoever asks for a lot
 * over a slow line gets it at the pace of the line, and is not taken for somebody who has stopped reading (SLOW).
 */
export class Paced {
  #waiting: (() => Promise<void>)[] = []
  #busy = false
  #free: () => boolean
  #run: (answer: () => Promise<void>) => Promise<void>

  /** `free`: whether there is room for another answer; `run` does it, now or when there is time for it. */
  constructor(free: () => boolean, run: (answer: () => Promise<void>) => Promise<void>) {
    this.#free = free
    this.#run = run
  }

  get waiting(): number {
    return this.#waiting.length
  }

  /** `answer` must not throw. */
  add(answer: () => Promise<void>): void {
    this.#waiting.push(answer)
    this.go()
  }

  /** To be called when there may be room again. */
  go(): void {
    if (!this.#busy) void this.#drain()
  }

  clear(): void {
    this.#waiting = []
  }

  async #drain(): Promise<void> {
    this.#busy = true
    for (let next = this.#next(); next; next = this.#next()) await this.#run(next)
    this.#busy = false
  }

  #next(): (() => Promise<void>) | undefined {
    return this.#free() ? this.#waiting.shift() : undefined
  }
}
