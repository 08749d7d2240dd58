/** What is being answered just now, so that a server that stops can bring it to its end. */
export class Unfinished {
  #all = new Set<Promise<unknown>>()

  track<T>(work: Promise<T>): Promise<T> {
    const tracked = work.finally(() => this.#all.delete(tracked))
    this.#all.add(tracked)
    return tracked
  }

  /** Resolves when all of it has ended, or after so many milliseconds. */
  async ended(ms: number): Promise<void> {
    await Promise.race([Promise.allSettled(this.#all), new Promise(resolve => setTimeout(resolve, ms))])
  }
}
