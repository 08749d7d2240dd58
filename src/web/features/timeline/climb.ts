import type { Client } from '../../sync/api.ts'

/** The climb through the history to a message that is further up than everything that is loaded. */
export class Climb {
  readonly #client: Client
  readonly #channel: string
  #climbing = false
  /** The seq for which there is nothing more to load: it was found, or is not to be had. */
  #ended: number | null = null

  constructor(client: Client, channel: string) {
    this.#client = client
    this.#channel = channel
  }

  /** Whether nothing more is to be expected of looking for it. */
  isOver(seq: number): boolean {
    return this.#ended === seq
  }

  /** One at a time. `onAnswer` when it has been found, or will not be, or could not be asked for. */
  begin(seq: number, onAnswer: () => void): void {
    if (this.#climbing) return
    this.#climbing = true
    const done = (isOver: boolean) => {
      this.#climbing = false
      if (isOver) this.#ended = seq
      onAnswer()
    }
    this.#client.reach(this.#channel, seq).then(done, () => done(true))
  }

  /** What was looked for may be looked for again. */
  forget(): void {
    this.#ended = null
  }
}
