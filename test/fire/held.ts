import type { Message, Reaction } from './history.ts'
import { type Change, messagesIn, type ReactionSeen, reactionsIn } from './wire.ts'

/**
 * What a client holds of one channel: everything from its first message on (its coverage is open at the live end).
 * It gives nobody the benefit of the doubt: a message beyond the next one is shown too, so that a hole is seen.
 */
export class Held {
  rev = 0
  messages: Message[] = []
  readonly #reactions = new Map<string, ReactionSeen>()

  /** SYNC-1: an old change is ignored, a connecting one put in, and one after a hole left for a sync. */
  apply({ since, rev, rows }: Change, arrived: (message: Message) => void): 'old' | 'applied' | 'hole' {
    if (rev <= this.rev) return 'old'
    if (since > this.rev) return 'hole'
    for (const message of messagesIn(rows)) if (this.put(message)) arrived(message)
    this.putBeside(rows)
    this.rev = rev
    return 'applied'
  }

  /** Drops everything and takes the rows of a reset (SYNC-3). */
  reset({ rev, rows }: Change, arrived: (message: Message) => void): void {
    this.messages = []
    this.#reactions.clear()
    for (const message of messagesIn(rows)) if (this.put(message)) arrived(message)
    this.putBeside(rows)
    this.rev = rev
  }

  /** The reactions on what is held. */
  get reactions(): Reaction[] {
    return [...this.#reactions.values()].flatMap(({ gone, ...reaction }) => (gone ? [] : [reaction]))
  }

  /** ROWS: what stands beside a message that is not held is dropped. */
  private putBeside(rows: Change['rows']): void {
    const first = this.messages[0]?.seq ?? Number.POSITIVE_INFINITY
    for (const row of reactionsIn(rows)) {
      const key = `${row.seq} ${row.name}`
      if (row.seq >= first && row.rev > (this.#reactions.get(key)?.rev ?? 0)) this.#reactions.set(key, row)
    }
  }

  /**
   * Puts the row if it is newer than the held one; is it a new line at the end? One that was edited meanwhile comes with
   * a later rev than its neighbours, and so behind them.
   */
  private put(message: Message): boolean {
    const index = this.messages.findLastIndex(({ seq }) => seq <= message.seq)
    const held = this.messages[index]
    if (held?.seq === message.seq) {
      if (message.rev > held.rev) this.messages[index] = message
      return false
    }
    if (held === undefined && this.messages.length > 0) return false
    this.messages.splice(index + 1, 0, message)
    return index + 2 === this.messages.length
  }
}
