import type { StreamTables } from '#domain/records.ts'
import type { Row } from '#protocol/rows.ts'
import { tsOf } from '#protocol/ts.ts'

/** A record as everybody who hears its stream may see it. What is missing here never leaves the store. */
export const toRow: { readonly [T in keyof StreamTables]: (record: StreamTables[T]) => Row } = {
  channels: ({ rev, id, kind, name, creator, created }) => ({ row: 'channel', rev, id, kind, name, creator, created }),
  seats: ({ rev, user, state, at }) => ({ row: 'seat', rev, user, state, at }),
  messages: ({ rev, seq, ts, author, clientId, text, post }) => ({
    row: 'message',
    rev,
    seq,
    ts: tsOf(ts),
    author,
    clientId,
    text,
    post,
  }),
  places: ({ rev, channel, state, read, cursor }) => ({ row: 'place', rev, channel, state, read, cursor }),
  sessions: ({ rev, id, device, created, ended }) => ({ row: 'session', rev, id, device, created, ended }),
  workspaces: ({ rev, id, name }) => ({ row: 'workspace', rev, id, name }),
  users: ({ rev, id, name, kind }) => ({ row: 'user', rev, id, name, kind }),
  listings: ({ rev, id, name, created }) => ({ row: 'listing', rev, id, name, created }),
}
