import type { Frame } from '#domain/frame.ts'
import type { Now } from '#protocol/frames.ts'

/**
 * How nodes hear of commits and signals, and of each other. `bus.contract.ts` is its suite. Everything on it is a hint
 * that may be lost, doubled, late or out of order: of frames the store is the truth, of presence each node for its own
 * people, and whoever listens repairs holes from there.
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

export type Hint =
  | { frame: Frame }
  | { signal: Signal }
  | { presence: PresenceHint }
  /** A node waits until the others have looked into the store, or one says how far it has acted on it (HUB-4). */
  | { look: string }
  | { seen: { node: string; pos: number } }
  /** How often people did something at a node that has a limit, since it last said so. */
  | { spent: { node: string; command: string; by: Readonly<Record<string, number>> } }

/** An ephemeral fact for the readers of a channel, or for those who want to hear of a user. */
export type Signal = { about: string; now: Now }

/** What a node says of its list of people, which has a rev of its own (PRESENCE-2). */
export type PresenceHint =
  /** It lives (`beat` only rises), and these came, then those went, between two revs; mostly nobody. */
  | { node: string; beat: number; since: number; rev: number; on: readonly string[]; off: readonly string[] }
  /** One of the parts of the whole list. */
  | { node: string; rev: number; part: number; parts: number; users: readonly string[] }
  /** Somebody misses something of this node's, and asks it for the whole. */
  | { asks: string }
