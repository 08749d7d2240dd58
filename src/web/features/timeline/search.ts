import type { Client } from '../../sync/api.ts'

/** Loads what lies on the way to a message that is further up than everything that is loaded. */
export class Search {
  readonly #client: Client
  readonly #channel: string
  #searching = false
  /** The seq whose search is over: it was found, or is not to be had. */
  #searchedFor: number | null = null

  constructor(client: Client, channel: string) {
    this.#client = client
    this.#channel = channel
  }

  /** Whether nothing more is to be expected of looking for it. */
  isOver(seq: number): boolean {
    return this.#searchedFor === seq
  }

  /** One at a time. `onAnswer` when it has been found, or will not be, or could not be asked for. */
  begin(seq: number, onAnswer: () => void): void {
    if (this.#searching) return
    this.#searching = true
    const done = (isOver: boolean) => {
      this.#searching = false
      if (isOver) this.#searchedFor = seq
      onAnswer()
    }
    this.#client.reach(this.#channel, seq).then(done, () => done(true))
  }

  /** What was looked for may be looked for again. */
  forget(): void {
    this.#searchedFor = null
  }
}
