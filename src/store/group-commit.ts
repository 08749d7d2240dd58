import type { Frame } from '#domain/frame.ts'
import type { WrittenBy } from '#domain/intent.ts'
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
  /** What is left of a batch that failed: each goes by itself, before all that came later. */
  #suspects: Waiting[] = []
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

  /** Resolves when the command is durable or refused; rejects with what the commit threw. */
  submit<N extends WrittenBy>(request: CommitRequest<N>): Promise<Outcome<N>> {
    if (this.#waiting.length >= WAITING) return Promise.resolve(overloaded)
    return new Promise((settle, reject) => {
      // Outcomes come in the order of their requests, which the compiler cannot follow through a batch of many kinds.
      const resolve = (outcome: Outcome) => settle(outcome as Outcome<N>)
      this.#waiting.push({ request: request as CommitRequest, resolve, reject })
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
    for (let batch = this.#next(); batch.length > 0; batch = this.#next()) await this.#run(batch)
    this.#running = null
  }

  #next(): readonly Waiting[] {
    return this.#suspects.length > 0 ? this.#suspects.splice(0, 1) : this.#waiting.splice(0, BATCH)
  }

  async #run(batch: readonly Waiting[]): Promise<void> {
    let result: BatchResult
    try {
      result = await this.#commit(batch.map(({ request }) => request))
    } catch (error) {
      return this.#failed(batch, error)
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
   * One bad command must not fail the others of its batch, so each is tried alone. If the database cannot be reached,
   * all that wait are refused at once: one after another they would each wait for the same time limit (promise 5).
   */
  #failed(batch: readonly Waiting[], error: unknown): void {
    const isLost = error instanceof StoreUnavailable
    if (!isLost && batch.length > 1) {
      this.#suspects.push(...batch)
      return
    }
    const behind = isLost ? [...this.#suspects.splice(0), ...this.#waiting.splice(0)] : []
    for (const { reject } of [...batch, ...behind]) reject(error)
  }
}

const overloaded = {
  refused: { code: 'unavailable', reason: 'busy', message: 'The server is too busy just now.', retryAfter: 1 },
} satisfies Outcome
