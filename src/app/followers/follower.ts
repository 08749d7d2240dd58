import type { Decision } from '#domain/decision.ts'
import type { Facts, Scope } from '#domain/facts.ts'
import type { Store } from '#store/store.ts'

/** Who did what to which row, and where this stands in the order of commits. Never what the row says. */
export type Change = Awaited<ReturnType<Store['changes']>>[number]

/**
 * What reads the changes of the store in the order of their commits, and writes what follows from them (FOLLOW). It is
 * told of every change once, or again after a failure; by then the row may be newer than its change, or empty.
 */
export type Follower = {
  /** Its position is kept under this name for as long as it exists: a new name would begin from the oldest change. */
  readonly name: string
  /** A name for what a change asks of it; changes with the same name are one piece of work. Null: nothing. */
  concerns(change: Change): string | null
  /** What is to be written for changes that concern it, at most 64 pieces of work; null: nothing. May read the store first. */
  work(changes: readonly Change[]): Work | Promise<Work | null>
}

/** Rows that follow from changes: what must be known, and a pure function from that to what is written. */
export type Work = {
  scope: Scope
  decide(facts: Facts, now: number): Omit<Decision, 'ok' | 'ends'>
}
