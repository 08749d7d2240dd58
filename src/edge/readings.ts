import { Downloads } from './downloads.ts'

type Read = { readonly of?: readonly string[] }

/**
 * What is being read for somebody just now: greetings, questions and watches. An answer with a channel's content is
 * handed over only if nobody took that channel from its reader while it was read (HUB-6).
 */
export class Readings {
  /** They go on after they were handed over, and end when their reader loses the channel. */
  readonly downloads = new Downloads()
  readonly #running = new Set<Promise<void>>()
  /** Counts losses. */
  #losses = 0
  /** The number of the last loss, by reader and stream, as long as something is being read. */
  readonly #lost = new Map<string, number>()

  /**
   * Somebody may not hear a stream any more. Answers that are being read for them are dropped and read again if they
   * are of this stream, or of their own, which tells of all the streams that they hear.
   */
  lose(user: string, stream: string): void {
    this.downloads.lose(user, stream)
    if (this.#running.size === 0) return
    this.#losses++
    for (const each of [stream, user]) this.#lost.set(keyOf(user, each), this.#losses)
  }

  /** Nobody may hear a stream as before: every answer that holds something of it is read again. */
  loseAll(stream: string): void {
    this.downloads.lose(null, stream)
    if (this.#running.size === 0) return
    this.#losses++
    this.#lost.set(keyOf(EVERYBODY, stream), this.#losses)
  }

  /**
   * Reads something for a user. If they lost a stream that the answer is `of` meanwhile, it is read again; else it is
   * handed over in the tick of that check. Rejects with what `ask` rejects with.
   */
  read<T extends Read>(user: string, ask: () => Promise<T>, handOver: (answer: T) => void): Promise<void> {
    const readOn = async (): Promise<void> => {
      const before = this.#losses
      const answer = await ask()
      const lostAt = (stream: string) =>
        Math.max(...[user, EVERYBODY].map(each => this.#lost.get(keyOf(each, stream)) ?? 0))
      const isLost = answer.of?.some(stream => lostAt(stream) > before)
      return isLost ? readOn() : handOver(answer)
    }
    return this.track(readOn)
  }

  /** Counts something among what is being read until it ends. */
  async track(work: () => Promise<void>): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#running.add(promise)
    try {
      await work()
    } finally {
      this.#running.delete(promise)
      if (this.#running.size === 0) this.#lost.clear()
      resolve()
    }
  }

  /** Resolves when all that is being read now has ended: it may hold content that its reader has lost (HUB-4). */
  async settled(): Promise<void> {
    await Promise.all(this.#running)
  }
}

/** No user has this id. */
const EVERYBODY = '*'

const keyOf = (user: string, stream: string): string => `${user} ${stream}`
