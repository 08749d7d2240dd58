import type { Frame } from '#domain/frame.ts'
import type { Now } from '#protocol/frames.ts'

/**
 * How nodes hear of commits and signals. `bus.contract.ts` is its suite. Everything on it is a hint that may be lost,
 * doubled, late or out of order: the store is the truth, and whoever listens repairs holes from there.
 */
export type Bus = {
  /** Whether hints can get lost at all, so that listeners look into the store more often. */
  readonly lossy: boolean
  publish(hints: readonly Hint[]): void
  /** Hears what any node publishes, this one included. Returns how to stop. */
  listen(hear: (hint: Hint) => void): () => void
  /** Resolves if the bus can carry hints now, else rejects. */
  check(): Promise<void>
  close(): Promise<void>
}

export type Hint = { frame: Frame } | { signal: Signal }

/** An ephemeral fact for the readers of a channel. */
export type Signal = { channel: string; now: Now }
