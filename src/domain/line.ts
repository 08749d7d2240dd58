import { TOLD_SEATS } from '#protocol/limits.ts'
import type { Counters, Write } from './decision.ts'
import type { StreamRecord } from './records.ts'

/** What happened to a channel, by the `kind` of its system line, and with what. */
type Happened = {
  joined: Record<string, never>
  left: Record<string, never>
  /** The first of them, and how many they are where these are not all. */
  added: { users: readonly string[]; count?: number }
  removed: { user: string }
  /** A message of theirs, by somebody else. */
  deleted: { user: string }
  admin: { user: string; admin: boolean }
  posting: { who: 'everybody' | 'chosen' | 'admins' }
  /** Chosen to write where not everybody does, or no more. */
  voice: { user: string; posts: boolean }
  renamed: { from: string; to: string }
  topic: { topic: string }
  purpose: { purpose: string }
  archived: Record<string, never>
  unarchived: Record<string, never>
  /** The kind that it has become. */
  converted: { kind: 'public' | 'private' }
}

type Line<K extends keyof Happened> = { author: string; kind: K; data: Happened[K]; now: number }

/**
 * A quiet line at the end of a channel whose stream is locked. It takes a seq and a ts like a message, and repeats the
 * ordinal of the post before it: nothing becomes unread by it (UNREAD).
 */
export const line = <K extends keyof Happened>(
  stream: StreamRecord | null,
  { author, kind, data, now }: Line<K>,
): { writes: Write[]; counters: Counters[] } => {
  if (stream === null) return { writes: [], counters: [] }
  const { id: channel, posts: post } = stream
  const seq = stream.seq + 1
  const ts = Math.max(now * 1000, stream.ts + 1)
  const row = {
    ...{ channel, thread: 0, seq, ts, author, clientId: `line-${seq}`, text: '', post },
    ...{ edited: null, deleted: null, changed: null, kind, data: JSON.stringify(data), files: null },
  }
  return { writes: [{ stream: channel, table: 'messages', row }], counters: [{ stream: channel, seq, ts }] }
}

/** The same where somebody comes or goes; not in #general, where everybody does, nor where there are very many. */
export const comingLine = <K extends 'joined' | 'left' | 'added' | 'removed'>(
  stream: StreamRecord | null,
  general: string,
  said: Line<K>,
): ReturnType<typeof line> =>
  stream === null || stream.id === general || stream.seats > TOLD_SEATS
    ? { writes: [], counters: [] }
    : line(stream, said)
