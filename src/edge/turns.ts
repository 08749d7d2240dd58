/** For so long answers may keep the event loop before everything else has its turn, milliseconds. */
const TURN_MS = 0.5

type Job = { work: () => Promise<void>; done: () => void }

/**
 * Answers that may be large share the event loop with everything else: what finds no time is put off to the loop's next
 * turn. There people are served one after another, however many sockets each of them has.
 */
export class Turns {
  #waiting = new Map<string, Job[]>()
  /** When this turn's first answer began. */
  #began: number | null = null
  #monotonic: () => number
  #schedule: (run: () => void) => void

  /** `schedule` runs a function in the event loop's next turn; `monotonic` is in milliseconds. */
  constructor(monotonic: () => number, schedule: (run: () => void) => void) {
    this.#monotonic = monotonic
    this.#schedule = schedule
  }

  /** Does some work of somebody's, now or later. Resolves when it is done; it must not throw. */
  take(user: string, work: () => Promise<void>): Promise<void> {
    if (this.#waiting.size === 0 && this.#hasTime()) return work()
    return new Promise(done => {
      const own = this.#waiting.get(user)
      if (own) own.push({ work, done })
      else this.#waiting.set(user, [{ work, done }])
    })
  }

  /** As long as anything waits, the next turn is scheduled: here, when the one before it was opened. */
  #hasTime(): boolean {
    const now = this.#monotonic()
    if (this.#began === null) {
      this.#began = now
      this.#schedule(() => {
        this.#began = null
        this.#go()
      })
    }
    return now - this.#began < TURN_MS
  }

  #go(): void {
    const job = this.#waiting.size > 0 && this.#hasTime() ? this.#next() : null
    void job?.work().then(() => {
      job.done()
      this.#go()
    })
  }

  /** Whose turn it was goes to the end of the line. */
  #next(): Job | null {
    for (const [user, jobs] of this.#waiting) {
      const [job = null, ...rest] = jobs
      this.#waiting.delete(user)
      if (rest.length > 0) this.#waiting.set(user, rest)
      return job
    }
    return null
  }
}
