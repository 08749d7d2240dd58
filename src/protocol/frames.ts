import * as z from 'zod/mini'
import { ChannelId, Millis, Rev, StreamId, UserId, WorkspaceId } from './ids.ts'
import { Refusal } from './refusals.ts'
import { ChannelKind, Row } from './rows.ts'

/** What the server says. Clients parse with these; fields they do not know are dropped. */

/** What changed in one stream after `since` up to `rev` (SYNC-1). */
export const Change = z.object({ stream: StreamId, since: Rev, rev: Rev, rows: z.array(Row) })

/** A channel with a seat as hello and `places` tell it: enough to draw the sidebar and its unread numbers. */
export const PlaceFacts = z.object({
  channel: ChannelId,
  kind: ChannelKind,
  name: z.string(),
  seq: z.int(),
  posts: z.int(),
  rev: Rev,
  /** How many posts of others, deleted ones left out, are above the asker's cursor; 100 means "100 or more". */
  unread: z.int(),
  /** Ordinals of deleted posts above the asker's cursor, of the newest 100; for clients that lack the channel's row. */
  deleted: z.optional(z.array(z.int())),
  /** How many posts among them name the asker or call everybody; at most 100. */
  mentions: z.int(),
  /** Ordinals of posts above the asker's cursor that call everybody; for clients that lack the channel's row. */
  calls: z.optional(z.array(z.int())),
  /** When something was last said there, 0 for never. */
  moved: z.optional(z.int()),
  /** How many people hold a seat there. */
  members: z.optional(z.int()),
  creator: z.optional(UserId),
  created: z.optional(Millis),
  people: z.optional(z.array(UserId)),
  topic: z.optional(z.string()),
  archived: z.optional(z.literal(true)),
  /** Of a `dm` or `group`: it is shown while `posts` is more than this. */
  closed: z.optional(z.int()),
})

/** A public channel as browsing tells it. */
export const ChannelFacts = z.object({
  channel: ChannelId,
  name: z.string(),
  topic: z.optional(z.string()),
  purpose: z.optional(z.string()),
  members: z.int(),
  created: Millis,
  /** When something was last said there, 0 for never. */
  moved: z.int(),
  archived: z.optional(z.literal(true)),
  /** The asker has a seat there. */
  joined: z.optional(z.literal(true)),
})

export const Hello = z.object({
  protocol: z.int(),
  build: z.string(),
  epoch: z.string(),
  workspace: WorkspaceId,
  me: z.object({ id: UserId, name: z.string(), role: z.optional(z.enum(['owner', 'admin'])) }),
  general: ChannelId,
  streams: z.record(z.string(), Rev),
  mine: Change,
  places: z.array(PlaceFacts),
  more: z.boolean(),
})

const Typing = z.object({ channel: ChannelId, user: UserId })
const Presence = z.object({ user: UserId, online: z.boolean() })
export const Now = z.object({
  typing: z.optional(Typing),
  presence: z.optional(Presence),
  pong: z.optional(z.boolean()),
})

export const ServerFrame = z.union([
  Change,
  z.object({ re: z.nullable(z.int()), ok: z.record(z.string(), z.unknown()) }),
  z.object({ re: z.nullable(z.int()), refused: Refusal }),
  z.object({ now: Now }),
  z.object({ digest: z.record(z.string(), Rev) }),
  z.object({ hello: Hello }),
])

export type Change = z.infer<typeof Change>
export type ChannelFacts = z.infer<typeof ChannelFacts>
export type PlaceFacts = z.infer<typeof PlaceFacts>
export type Hello = z.infer<typeof Hello>
export type Now = z.infer<typeof Now>
export type ServerFrame = z.infer<typeof ServerFrame>
