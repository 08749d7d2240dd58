import type { Refusal, RefusalCode } from '#protocol/refusals.ts'
import type { StreamRecord, StreamTables } from './records.ts'

/** A row to write: whole, but for the rev, which the commit takes. */
export type Write = {
  [T in keyof StreamTables]: { stream: string; table: T; row: Omit<StreamTables[T], 'rev'> }
}[keyof StreamTables]

/** Counters of a channel that move with what is written. */
export type Counters = { stream: string } & Partial<Pick<StreamRecord, 'seq' | 'posts' | 'ts' | 'seats'>>

/** Whose sockets hear a stream from now on, or no more (HUB-3). */
export type Grant = { user: string; stream: string } | { session: string }

export type Decision = {
  writes: readonly Write[]
  counters?: readonly Counters[]
  begins?: readonly Grant[]
  ends?: readonly Grant[]
  ok: Record<string, unknown>
}

export type Verdict = Decision | { refused: Refusal }

export const refuse = (code: RefusalCode, message: string): { refused: Refusal } => ({ refused: { code, message } })
