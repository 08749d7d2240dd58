import * as v from 'valibot'
import { ChannelId, Millis, Rev, StreamId, UserId, WorkspaceId } from './ids.ts'
import { Int } from './numbers.ts'
import { Refusal } from './refusals.ts'
import { ChannelKind, Posting, Row } from './rows.ts'

/** What the server says. Clients parse with these; fields they do not know are dropped. */

/** What changed in one stream after `since` up to `rev` (SYNC-1). */
export const Change = v.object({ stream: StreamId, since: Rev, rev: Rev, rows: v.array(Row) })

/** A channel with a seat as hello and `places` tell it: enough to draw the sidebar and its unread numbers. */
export const PlaceFacts = v.object({
  channel: ChannelId,
  kind: ChannelKind,
  name: v.string(),
  seq: Int,
  posts: Int,
  rev: Rev,
  /** How many posts of others, deleted ones left out, are above the asker's cursor; 100 means "100 or more". */
  unread: Int,
  /** Ordinals of deleted posts above the asker's cursor, of the newest 100; for clients that lack the channel's row. */
  deleted: v.optional(v.array(Int)),
  /** How many posts among them name the asker or call everybody; at most 100. */
  mentions: Int,
  /** Ordinals of posts above the asker's cursor that call everybody; for clients that lack the channel's row. */
  calls: v.optional(v.array(Int)),
  /** When something was last said there, 0 for never. */
  moved: v.optional(Int),
  /** How many people hold a seat there. */
  members: v.optional(Int),
  creator: v.optional(UserId),
  created: v.optional(Millis),
  people: v.optional(v.array(UserId)),
  topic: v.optional(v.string()),
  posting: v.optional(Posting),
  archived: v.optional(v.literal(true)),
  /** Of a `dm` or `group`: it is shown while `posts` is more than this. */
  closed: v.optional(Int),
})

/** A public channel as browsing tells it. */
export const ChannelFacts = v.object({
  channel: ChannelId,
  name: v.string(),
  topic: v.optional(v.string()),
  purpose: v.optional(v.string()),
  members: Int,
  created: Millis,
  /** When something was last said there, 0 for never. */
  moved: Int,
  archived: v.optional(v.literal(true)),
  /** The asker has a seat there. */
  joined: v.optional(v.literal(true)),
})

export const Hello = v.object({
  protocol: Int,
  build: v.string(),
  epoch: v.string(),
  workspace: WorkspaceId,
  me: v.object({ id: UserId, name: v.string(), role: v.optional(v.picklist(['owner', 'admin', 'guest'])) }),
  general: ChannelId,
  streams: v.record(v.string(), Rev),
  mine: Change,
  places: v.array(PlaceFacts),
  more: v.boolean(),
})

const Typing = v.object({ channel: ChannelId, user: UserId })
const Presence = v.object({ user: UserId, online: v.boolean() })
export const Now = v.object({
  typing: v.optional(Typing),
  presence: v.optional(Presence),
  pong: v.optional(v.boolean()),
})

export const ServerFrame = v.union([
  Change,
  v.object({ re: v.nullable(Int), ok: v.record(v.string(), v.unknown()) }),
  v.object({ re: v.nullable(Int), refused: Refusal }),
  v.object({ now: Now }),
  v.object({ digest: v.record(v.string(), Rev) }),
  v.object({ hello: Hello }),
])

export type Change = v.InferOutput<typeof Change>
export type ChannelFacts = v.InferOutput<typeof ChannelFacts>
export type PlaceFacts = v.InferOutput<typeof PlaceFacts>
export type Hello = v.InferOutput<typeof Hello>
export type Now = v.InferOutput<typeof Now>
export type ServerFrame = v.InferOutput<typeof ServerFrame>
