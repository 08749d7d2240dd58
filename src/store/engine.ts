import type { Dialect } from './dialect.ts'
import type { Lineage } from './lineage.ts'
import type { Memory } from './memory.ts'
import type { Program } from './program.ts'
import type { Identity } from './store.ts'

/** What runs programs against a database. The rest of the store does not know which one it is. */
export type Engine = {
  readonly dialect: Dialect
  /** What tells that the database was put back from a copy; null where it has to be said. */
  readonly lineage: Lineage | null
  /** Prepares the schema under the engine's own lock; `fresh` becomes the identity of a new database. */
  migrate(program: Program<Identity>): Promise<Identity>
  /**
   * Runs a program in one transaction that is durable when the promise resolves. Throws `StoreUnavailable` where its
   * outcome is not known. What the program may take as read from earlier ones is in `memory`; null: nothing.
   */
  write<T>(program: (memory: Memory | null) => Program<T>): Promise<T>
  read<T>(program: Program<T>): Promise<T>
  /** See `Store`. */
  scrub(): Promise<void>
  /** See `Store`. */
  claim(alone: boolean): Promise<boolean>
  close(): Promise<void>
}
