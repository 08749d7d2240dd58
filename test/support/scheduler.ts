interface Due {
  at: number
  order: number
  run: (() => void) | null
}

/** Time and timers of a simulation: nothing happens but what is due next, and what follows from it before the next. */
export class Scheduler {
  now: number
  readonly #heap: Due[] = []
  #order = 0

  constructor(start: number) {
    this.now = start
  }

  /** Runs once after `ms`; equal times in the order in which they were asked for. Returns how to take it back. */
  after(ms: number, run: () => void): () => void {
    const due: Due = { at: this.now + Math.max(0, ms), order: this.#order++, run }
    this.#heap.push(due)
    this.#up(this.#heap.length - 1)
    return () => {
      due.run = null
    }
  }

  every(ms: number, run: () => void): () => void {
    let stop = () => {}
    const turn = () => {
      stop = this.after(ms, turn)
      run()
    }
    stop = this.after(ms, turn)
    return () => stop()
  }

  /** Runs what is due next, with all promises that follow from it; false where nothing is due before `until`. */
  async step(until: number): Promise<boolean> {
    const next = this.#heap[0]
    if (next === undefined || next.at > until) {
      this.now = until
      return false
    }
    this.#pop()
    if (next.run === null) return true
    this.now = next.at
    next.run()
    await settled()
    return true
  }

  async run(ms: number): Promise<void> {
    await settled()
    for (const until = this.now + ms; await this.step(until); );
  }

  #pop(): void {
    const last = this.#heap.pop()
    if (last === undefined || this.#heap.length === 0) return
    this.#heap[0] = last
    this.#down(0)
  }

  #up(index: number): void {
    const parent = (index - 1) >> 1
    if (index === 0 || !this.#swapIfSooner(index, parent)) return
    this.#up(parent)
  }

  #down(index: number): void {
    const left = index * 2 + 1
    const right = left + 1
    const sooner = this.#isSooner(right, left) ? right : left
    if (this.#swapIfSooner(sooner, index)) this.#down(sooner)
  }

  #swapIfSooner(a: number, b: number): boolean {
    const [first, second] = [this.#heap[a], this.#heap[b]]
    if (first === undefined || second === undefined || !this.#isSooner(a, b)) return false
    this.#heap[a] = second
    this.#heap[b] = first
    return true
  }

  #isSooner(a: number, b: number): boolean {
    const [first, second] = [this.#heap[a], this.#heap[b]]
    if (first === undefined || second === undefined) return first !== undefined
    return first.at < second.at || (first.at === second.at && first.order < second.order)
  }
}

/** All promises that can settle without time passing have settled. */
const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve))
