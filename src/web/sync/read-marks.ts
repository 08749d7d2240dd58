import type { Environment } from './api.ts'
import type { Question } from './asking.ts'
import type { Replica } from './replica.ts'

const COLLECT_MS = 300

/** Read cursors on their way to the server: counted at once, sent coalesced, kept until the place says so. */
export class ReadMarks {
  readonly #environment: Environment
  readonly #replica: Replica
  readonly #question: Question
  readonly #wanted = new Map<string, number>()
  #stopTimer: (() => void) | null = null

  constructor(environment: Environment, replica: Replica, question: Question) {
    this.#environment = environment
    this.#replica = replica
    this.#question = question
  }

  mark(channel: string, seq: number): void {
    const { place, joined } = this.#replica.at(channel)
    if (!joined || seq <= Math.max(place?.read ?? 0, this.#wanted.get(channel) ?? 0)) return
    this.#replica.change(() => this.#replica.touch(channel).countRead(seq))
    this.#wanted.set(channel, seq)
    this.#sendSoon()
  }

  /** The connection is back: what it took with it is sent again. */
  resume(): void {
    if (this.#wanted.size > 0) this.#sendSoon()
  }

  forget(): void {
    this.#wanted.clear()
    this.#stopTimer?.()
    this.#stopTimer = null
  }

  /** The page may go away: what still waits is sent now. */
  flush(): void {
    if (this.#stopTimer === null) return
    this.#stopTimer()
    this.#sendAll()
  }

  #sendSoon(): void {
    this.#stopTimer ??= this.#environment.setTimer(() => this.#sendAll(), COLLECT_MS)
  }

  #sendAll(): void {
    this.#stopTimer = null
    for (const [channel, seq] of this.#wanted) void this.#send(channel, seq)
  }

  async #send(channel: string, seq: number): Promise<void> {
    const outcome = await this.#question('read.mark', { channel, seq })
    if (!('lost' in outcome) && this.#wanted.get(channel) === seq) this.#wanted.delete(channel)
  }
}
