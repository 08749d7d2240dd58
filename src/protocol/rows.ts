import * as z from 'zod/mini'
import { ChannelId, ClientId, Millis, Rev, Seq, SessionId, Ts, UserId, WorkspaceId } from './ids.ts'
import { PreferenceValue } from './preferences.ts'
import { OwnSectionId, SectionId, SectionSort } from './sections.ts'

/** The units of state that are stored, sent and cached. docs/protocol.md says which stream each belongs to. */

const Membership = z.enum(['joined', 'ended'])

/** What kind of room a channel is (ROOM): `dm` of two people or of oneself, `group` of up to nine, both without a name. */
export const ChannelKind = z.enum(['public', 'private', 'dm', 'group'])

export const ChannelRow = z.object({
  row: z.literal('channel'),
  rev: Rev,
  id: ChannelId,
  kind: ChannelKind,
  /** Empty for a conversation without a name: it is called by the people in it. */
  name: z.string(),
  creator: UserId,
  created: Millis,
  /** The whole set of people of a `dm` or `group`, by id, rising; it never changes. */
  people: z.optional(z.array(UserId)),
  topic: z.optional(z.string()),
  purpose: z.optional(z.string()),
  /** Nobody writes there any more. */
  archived: z.optional(z.literal(true)),
  /** It was deleted, and everything in it. */
  gone: z.optional(z.literal(true)),
  /** Ordinals of deleted posts, rising, the newest 100: they count in no unread number (UNREAD). */
  deleted: z.optional(z.array(z.int())),
  /** Ordinals of posts that call everybody in the channel, rising, the newest 100 (MENTION). */
  calls: z.optional(z.array(z.int())),
})

export const SeatRow = z.object({
  row: z.literal('seat'),
  rev: Rev,
  user: UserId,
  state: Membership,
  at: Millis,
  /** May rename, describe, archive the channel and remove people from it. */
  admin: z.optional(z.literal(true)),
})

export const MessageRow = z.object({
  row: z.literal('message'),
  rev: Rev,
  seq: Seq,
  ts: Ts,
  author: UserId,
  clientId: ClientId,
  text: z.string(),
  post: z.int(),
  /** When it was edited last; absent where it never was. */
  edited: z.optional(Millis),
  /** A tombstone: the text is empty, everything else stays. */
  deleted: z.optional(z.literal(true)),
  /**
   * A *system line*: what happened to the channel, and with what, in place of a text, which is empty. It repeats the
   * `post` of the message before it: nothing becomes unread by it.
   */
  kind: z.optional(z.string()),
  data: z.optional(z.record(z.string(), z.unknown())),
})

/**
 * One emoji on one message, keyed by seq and name: how many people, and the first five of them by time. `gone` where the
 * last one took it back, or the message was deleted. `first` is when it appeared (again): chips stand in
 * this order.
 */
export const ReactionRow = z.object({
  row: z.literal('reaction'),
  rev: Rev,
  seq: Seq,
  name: z.string(),
  count: z.int(),
  people: z.array(UserId),
  first: z.optional(Millis),
  gone: z.optional(z.literal(true)),
})

/** My own reactions on one message, in my stream, keyed by channel and seq (OWN). `gone` where there are none any more. */
export const MarkRow = z.object({
  row: z.literal('mark'),
  rev: Rev,
  channel: ChannelId,
  seq: Seq,
  names: z.array(z.string()),
  gone: z.optional(z.literal(true)),
})

/** In a user's own stream: a message names them. */
export const MentionRow = z.object({
  row: z.literal('mention'),
  rev: Rev,
  channel: ChannelId,
  seq: Seq,
  author: UserId,
  gone: z.optional(z.literal(true)),
})

export const PlaceRow = z.object({
  row: z.literal('place'),
  rev: Rev,
  channel: ChannelId,
  state: Membership,
  read: z.int().check(z.minimum(0)),
  cursor: z.int().check(z.minimum(0)),
  /** Ordinals of own posts above the cursor, rising, the newest 100: they count in no unread number (UNREAD). */
  own: z.optional(z.array(z.int())),
  /** Ordinals of posts above the cursor that name this person, rising, the newest 100 (MENTION). */
  mentioned: z.optional(z.array(z.int())),
  /** Of a `dm` or `group`: it is shown while it has more posts than this (ROOM). */
  closed: z.optional(z.int()),
  /** One of my favourites. */
  star: z.optional(z.literal(true)),
  /** It neither calls nor counts. */
  mute: z.optional(z.literal(true)),
  /** The section of my own in which it stands; one that is not there (any more) means none. */
  section: z.optional(OwnSectionId),
})

/** What I chose for myself, keyed by name (`preferences.ts`). */
export const PreferenceRow = z.object({
  row: z.literal('preference'),
  rev: Rev,
  name: z.string(),
  value: PreferenceValue,
})

/**
 * A section of my list of channels, keyed by its id. One that every list has (`fixedSections`) has neither name nor rank, and
 * without a row nothing is special about it.
 */
export const SectionRow = z.object({
  row: z.literal('section'),
  rev: Rev,
  id: SectionId,
  name: z.optional(z.string()),
  /** Own sections stand in this order. */
  rank: z.optional(z.int()),
  folded: z.optional(z.literal(true)),
  sort: z.optional(SectionSort),
  /** Only what is unread is listed. */
  unread: z.optional(z.literal(true)),
  gone: z.optional(z.literal(true)),
})

export const SessionRow = z.object({
  row: z.literal('session'),
  rev: Rev,
  id: SessionId,
  device: z.string(),
  created: Millis,
  ended: z.nullable(Millis),
})

export const WorkspaceRow = z.object({ row: z.literal('workspace'), rev: Rev, id: WorkspaceId, name: z.string() })

export const UserRow = z.object({
  row: z.literal('user'),
  rev: Rev,
  id: UserId,
  name: z.string(),
  kind: z.enum(['human', 'bot']),
  /** Absent: a member. */
  role: z.optional(z.enum(['owner', 'admin'])),
  /** By which others name them, without the @. Each of these is absent where it was not said. */
  handle: z.optional(z.string()),
  fullName: z.optional(z.string()),
  pronouns: z.optional(z.string()),
  title: z.optional(z.string()),
  /** Their time zone, as browsers call it ("Europe/Berlin"). */
  zone: z.optional(z.string()),
})

export const ListingRow = z.object({
  row: z.literal('listing'),
  rev: Rev,
  id: ChannelId,
  name: z.string(),
  created: Millis,
  archived: z.optional(z.literal(true)),
  /** It is no public channel any more; its name is empty. */
  gone: z.optional(z.literal(true)),
})

export const Row = z.discriminatedUnion('row', [
  ChannelRow,
  SeatRow,
  MessageRow,
  ReactionRow,
  PlaceRow,
  MarkRow,
  MentionRow,
  PreferenceRow,
  SectionRow,
  SessionRow,
  WorkspaceRow,
  UserRow,
  ListingRow,
])

export type ChannelKind = z.infer<typeof ChannelKind>
export type ChannelRow = z.infer<typeof ChannelRow>
export type SeatRow = z.infer<typeof SeatRow>
export type MessageRow = z.infer<typeof MessageRow>
export type ReactionRow = z.infer<typeof ReactionRow>
export type MarkRow = z.infer<typeof MarkRow>
export type PlaceRow = z.infer<typeof PlaceRow>
export type PreferenceRow = z.infer<typeof PreferenceRow>
export type SectionRow = z.infer<typeof SectionRow>
export type SessionRow = z.infer<typeof SessionRow>
export type WorkspaceRow = z.infer<typeof WorkspaceRow>
export type UserRow = z.infer<typeof UserRow>
export type ListingRow = z.infer<typeof ListingRow>
export type Row = z.infer<typeof Row>

/** The key of a row within its stream. */
export const rowKey = (row: Row): string | number => {
  switch (row.row) {
    case 'seat':
      return row.user
    case 'message':
      return row.seq
    case 'reaction':
      return `${row.seq} ${row.name}`
    case 'mark':
    case 'mention':
      return `${row.channel} ${row.seq}`
    case 'place':
      return row.channel
    case 'preference':
      return row.name
    default:
      return row.id
  }
}
