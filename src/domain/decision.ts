import type { About, Refusal, RefusalCode } from '#protocol/refusals.ts'
import type { Done, WrittenBy } from './intent.ts'
import type { KeptTables, StreamRecord, StreamTables } from './records.ts'

/** A row to write, whole. The commit takes its rev; one that comes in the row, because it was there before, is ignored. */
export type Write = {
  [T in keyof StreamTables]: { stream: string; table: T; row: Omit<StreamTables[T], 'rev'> }
}[keyof StreamTables]

/** A row of no stream to keep, whole, in place of the one under the same key. */
export type Keep = { [T in keyof KeptTables]: { table: T; row: KeptTables[T] } }[keyof KeptTables]

/** Rows of no stream to delete: all whose key begins with these values. Rows of streams never vanish (ROWS). */
export type Drop = { table: keyof KeptTables; key: readonly (string | number)[] }

/** Counters of a channel that move with what is written. */
export type Counters = { stream: string } & Partial<Pick<StreamRecord, 'seq' | 'posts' | 'ts' | 'seats' | 'moved'>>

/**
 * Whose sockets hear a stream from now on, or no more (HUB-3): somebody's, by their seat; all of a session, which is `of`
 * somebody (else the actor's); of those who watch a channel without a seat (it became private); everybody's (it was
 * deleted). Who loses the stream of the people is let go whole: they come back as what they are by then, if they may.
 */
export type Grant =
  | { user: string; stream: string }
  | { session: string; of?: string }
  | { watchers: string }
  | { everybody: string }

/** What the rule of the intent `N` decided. */
export type Decision<N extends WrittenBy = WrittenBy> = {
  writes: readonly Write[]
  keeps?: readonly Keep[]
  drops?: readonly Drop[]
  counters?: readonly Counters[]
  begins?: readonly Grant[]
  ends?: readonly Grant[]
  ok: Done[N]
}

export type Verdict<N extends WrittenBy = WrittenBy> = Decision<N> | { refused: Refusal }

export type Refused = { refused: Refusal }

export const refuse = (code: RefusalCode, message: string, about: About = {}): Refused => ({
  refused: { code, message, ...about },
})
