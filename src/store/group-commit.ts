import type { Frame } from '#domain/frame.ts'
import type { BatchResult } from './batch.ts'
import { type CommitRequest, type Outcome, StoreUnavailable } from './store.ts'

/** At most so many commands are committed together, and so many may wait; more are refused (promise 5). */
const BATCH = 512
const WAITING = 8192

type Waiting = {
  request: CommitRequest
  resolve(outcome: Outcome): void
  reject(error: unknown): void
}

/**
 * Group commit: what arrives while a commit is being written joins the next one, so one fsync serves many commands,
 * and an idle server still answers at once.
 */
export class GroupCommit {
  #waiting: Waiting[] = []
  #running: Promise<void> | null = null
  #listeners: ((frames: readonly Frame[]) => void)[] = []
  #commit: (requests: readonly CommitRequest[]) => Promise<BatchResult>
  #schedule: (run: () => void) => void

  /** `schedule` runs a function after everything that has already arrived was handed in. */
  constructor(
    commit: (requests: readonly CommitRequest[]) => Promise<BatchResult>,
    schedule: (run: () => void) => void,
  ) {
    this.#commit = commit
    this.#schedule = schedule
  }

  submit(request: CommitRequest): Promise<Outcome> {
    if (this.#waiting.length >= WAITING) return Promise.resolve(overloaded)
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject })
      this.#running ??= new Promise<void>(done => this.#schedule(() => done(this.#drain())))
    })
  }

  onCommit(listener: (frames: readonly Frame[]) => void): void {
    this.#listeners.push(listener)
  }

  /** Resolves when nothing waits and nothing runs. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) await this.#run(this.#waiting.splice(0, BATCH))
    this.#running = null
  }

  async #run(batch: readonly Waiting[]): Promise<void> {
    let result: BatchResult
    try {
      result = await this.#commit(batch.map(({ request }) => request))
    } catch (error) {
      return this.#alone(batch, error)
    }
    this.#announce(result.frames)
    batch.forEach(({ resolve }, index) => {
      const outcome = result.outcomes[index]
      if (outcome) resolve(outcome)
    })
  }

  /** By now the commands have happened, so whatever a listener throws is a bug of its own and none of theirs. */
  #announce(frames: readonly Frame[]): void {
    if (frames.length === 0) return
    try {
      for (const listener of this.#listeners) listener(frames)
    } catch (error) {
      queueMicrotask(() => {
        throw error
      })
    }
  }

  /**
   * One bad command must not take its batch with it: each is tried by itself. A lost database is nobody's fault, and
   * nobody waits for it twice: who stands in line is refused with those whose turn it was (promise 5).
   */
  async #alone(batch: readonly Waiting[], error: unknown): Promise<void> {
    if (error instanceof StoreUnavailable) {
      for (const { reject } of [...batch, ...this.#waiting.splice(0)]) reject(error)
    } else if (batch.length === 1) {
      for (const { reject } of batch) reject(error)
    } else {
      for (const one of batch) await this.#run([one])
    }
  }
}

const overloaded: Outcome = {
  refused: { code: 'unavailable', message: 'The server is too busy just now.', retryAfter: 1 },
}
