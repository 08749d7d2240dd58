import * as v from 'valibot'
import {
  ChannelId,
  ClientId,
  FileId,
  Millis,
  Rev,
  Seq,
  SessionId,
  Ts,
  UserGroupId,
  UserId,
  WorkspaceId,
} from './ids.ts'
import { Int } from './numbers.ts'
import { PreferenceValue } from './preferences.ts'
import { PlaceSection, SectionId, SectionSort, SharedSectionId } from './sections.ts'

/** The units of state that are stored, sent and cached. docs/protocol.md says which stream each belongs to. */

const Membership = v.picklist(['joined', 'ended'])

/** What of a conversation somebody wants to be told of: all of it, what is meant for them, or nothing. */
export const NoticeLevel = v.picklist(['all', 'mentions', 'nothing'])

/** What kind of room a channel is (ROOM): `dm` of two people or of oneself, `group` of up to nine, both without a name. */
export const ChannelKind = v.picklist(['public', 'private', 'dm', 'group'])

/** Who writes in a channel where not everybody does: its admins, or its admins and members whom they chose. */
export const Posting = v.picklist(['chosen', 'admins'])

export const ChannelRow = v.object({
  row: v.literal('channel'),
  rev: Rev,
  id: ChannelId,
  kind: ChannelKind,
  /** Empty for a conversation without a name: it is called by the people in it. */
  name: v.string(),
  creator: UserId,
  created: Millis,
  /** The whole set of people of a `dm` or `group`, by id, rising; it never changes. */
  people: v.optional(v.array(UserId)),
  topic: v.optional(v.string()),
  purpose: v.optional(v.string()),
  /** Who writes there; absent: everybody who is in it. */
  posting: v.optional(Posting),
  /** Whoever comes into the workspace gets a seat in it. */
  newcomers: v.optional(v.literal(true)),
  /** Nobody writes there any more. */
  archived: v.optional(v.literal(true)),
  /** It was deleted, and everything in it. */
  gone: v.optional(v.literal(true)),
  /** Ordinals of deleted posts, rising, the newest 100: they count in no unread number (UNREAD). */
  deleted: v.optional(v.array(Int)),
  /** Ordinals of posts that call everybody in the channel, rising, the newest 100 (MENTION). */
  calls: v.optional(v.array(Int)),
  /** Ordinals of posts that call a user group, rising, by group: of at most 20 groups, the newest 100 (MENTION). */
  groups: v.optional(v.record(UserGroupId, v.array(Int))),
})

export const SeatRow = v.object({
  row: v.literal('seat'),
  rev: Rev,
  user: UserId,
  state: Membership,
  at: Millis,
  /** May rename, describe, archive the channel and remove people from it. */
  admin: v.optional(v.literal(true)),
  /** Writes in the channel though not everybody does. */
  posts: v.optional(v.literal(true)),
})

export const MessageRow = v.object({
  row: v.literal('message'),
  rev: Rev,
  seq: Seq,
  ts: Ts,
  author: UserId,
  clientId: ClientId,
  text: v.string(),
  post: Int,
  /** When it was edited last; absent where it never was. */
  edited: v.optional(Millis),
  /** A tombstone: the text is empty, everything else stays. */
  deleted: v.optional(v.literal(true)),
  /**
   * A *system line*: what happened to the channel, and with what, in place of a text, which is empty. It repeats the
   * `post` of the message before it: nothing becomes unread by it.
   */
  kind: v.optional(v.string()),
  data: v.optional(v.record(v.string(), v.unknown())),
  /** Ids of the files that it brings, in the author's order; their rows stand beside it. */
  files: v.optional(v.array(FileId)),
})

/**
 * One emoji on one message, keyed by seq and name: how many people, and the first five of them by time. `gone` where the
 * last one took it back, or the message was deleted. `first` is when it appeared (again): chips stand in
 * this order.
 */
export const ReactionRow = v.object({
  row: v.literal('reaction'),
  rev: Rev,
  seq: Seq,
  name: v.string(),
  count: Int,
  people: v.array(UserId),
  first: v.optional(Millis),
  gone: v.optional(v.literal(true)),
})

/**
 * A file of a message, keyed by its id. `type` is what its bytes say and never a proof; `width` and `height` are those of a
 * picture as it is shown; `placeholder` is a thumbhash in base64, to stand there until it is loaded. `thumbs`: there are
 * small copies of it. `gone` where the message was deleted: then everything else is empty.
 */
export const FileRow = v.object({
  row: v.literal('file'),
  rev: Rev,
  id: FileId,
  seq: Seq,
  name: v.string(),
  type: v.string(),
  size: Int,
  width: v.optional(Int),
  height: v.optional(Int),
  placeholder: v.optional(v.string()),
  alt: v.optional(v.string()),
  thumbs: v.optional(v.literal(true)),
  gone: v.optional(v.literal(true)),
})

/** What stands behind one address of a message: at least a title. Its texts are those of somebody else's server. */
export const PreviewCard = v.object({
  url: v.string(),
  title: v.string(),
  text: v.optional(v.string()),
  /** How the site calls itself, or its host. */
  site: v.optional(v.string()),
})

/** The cards of a message, in the order of its addresses, keyed by its seq. `gone` where there are none any more. */
export const PreviewRow = v.object({
  row: v.literal('preview'),
  rev: Rev,
  seq: Seq,
  cards: v.array(PreviewCard),
  gone: v.optional(v.literal(true)),
})

/** My own reactions on one message, in my stream, keyed by channel and seq (OWN). `gone` where there are none any more. */
export const MarkRow = v.object({
  row: v.literal('mark'),
  rev: Rev,
  channel: ChannelId,
  seq: Seq,
  names: v.array(v.string()),
  gone: v.optional(v.literal(true)),
})

/** In a user's own stream: a message names them. */
export const MentionRow = v.object({
  row: v.literal('mention'),
  rev: Rev,
  channel: ChannelId,
  seq: Seq,
  author: UserId,
  gone: v.optional(v.literal(true)),
})

/** My rows that come with a page, for its messages (OWN). */
export const OwnBesideRow = v.variant('row', [MarkRow, MentionRow])

export const PlaceRow = v.object({
  row: v.literal('place'),
  rev: Rev,
  channel: ChannelId,
  state: Membership,
  read: v.pipe(Int, v.minValue(0)),
  cursor: v.pipe(Int, v.minValue(0)),
  /** Ordinals of own posts above the cursor, rising, the newest 100: they count in no unread number (UNREAD). */
  own: v.optional(v.array(Int)),
  /** Ordinals of posts above the cursor that name this person, rising, the newest 100 (MENTION). */
  mentioned: v.optional(v.array(Int)),
  /** Of a `dm` or `group`: it is shown while it has more posts than this (ROOM). */
  closed: v.optional(Int),
  /** One of my favourites. */
  star: v.optional(v.literal(true)),
  /** It neither calls nor counts. */
  mute: v.optional(v.literal(true)),
  /** The section in which I put it; one that is not there (any more) means that I put it nowhere. */
  section: v.optional(PlaceSection),
  /** What of it I want to be told of; absent: as my preference `notify` says. */
  level: v.optional(NoticeLevel),
  /** As in my seat: an admin of the channel, one who writes where not everybody does. */
  admin: v.optional(v.literal(true)),
  posts: v.optional(v.literal(true)),
})

/** What I chose for myself, keyed by name (`preferences.ts`). */
export const PreferenceRow = v.object({
  row: v.literal('preference'),
  rev: Rev,
  name: v.string(),
  value: PreferenceValue,
})

/**
 * A section of my list of channels, keyed by its id. One that every list has (`fixedSections`) has neither name nor rank, and
 * without a row nothing is special about it; one for everybody has no name here, and a rank where I moved it.
 */
export const SectionRow = v.object({
  row: v.literal('section'),
  rev: Rev,
  id: SectionId,
  name: v.optional(v.string()),
  /** Own sections stand in this order. */
  rank: v.optional(Int),
  folded: v.optional(v.literal(true)),
  sort: v.optional(SectionSort),
  /** Only what is unread is listed. */
  unread: v.optional(v.literal(true)),
  /** Of a section for everybody: not in my list, and its channels stand where they would without it. */
  hidden: v.optional(v.literal(true)),
  gone: v.optional(v.literal(true)),
})

/** A section that an admin made for everybody: its public channels stand in it, in the list of whoever is in them. */
export const SharedSectionRow = v.object({
  row: v.literal('shared'),
  rev: Rev,
  id: SharedSectionId,
  name: v.string(),
  rank: Int,
  channels: v.array(ChannelId),
  gone: v.optional(v.literal(true)),
})

/** People who are called together by one handle. Who they are is asked for (`grouped`); of which I am one, my own stream says. */
export const UserGroupRow = v.object({
  row: v.literal('usergroup'),
  rev: Rev,
  id: UserGroupId,
  name: v.string(),
  /** Without the @; no person has the same. */
  handle: v.string(),
  description: v.optional(v.string()),
  /** Public channels in which its members are seated. */
  channels: v.optional(v.array(ChannelId)),
  gone: v.optional(v.literal(true)),
})

/** In a user's own stream: they are in a user group. */
export const GroupingRow = v.object({
  row: v.literal('grouping'),
  rev: Rev,
  group: UserGroupId,
  gone: v.optional(v.literal(true)),
})

export const SessionRow = v.object({
  row: v.literal('session'),
  rev: Rev,
  id: SessionId,
  device: v.string(),
  created: Millis,
  ended: v.nullable(Millis),
})

export const WorkspaceRow = v.object({
  row: v.literal('workspace'),
  rev: Rev,
  id: WorkspaceId,
  name: v.string(),
  /** One of `accents`; absent: Flack's own. */
  accent: v.optional(v.string()),
})

/** What the workspace has decided for everybody in it, keyed by name (`policies.ts`). Without a row the default holds. */
export const PolicyRow = v.object({
  row: v.literal('policy'),
  rev: Rev,
  name: v.string(),
  value: v.union([v.string(), Int]),
})

export const UserRow = v.object({
  row: v.literal('user'),
  rev: Rev,
  id: UserId,
  name: v.string(),
  kind: v.picklist(['human', 'bot']),
  /** Absent: a member. */
  role: v.optional(v.picklist(['owner', 'admin', 'guest'])),
  /** By which others name them, without the @. Each of these is absent where it was not said. */
  handle: v.optional(v.string()),
  fullName: v.optional(v.string()),
  pronouns: v.optional(v.string()),
  title: v.optional(v.string()),
  /** Their time zone, as browsers call it ("Europe/Berlin"). */
  zone: v.optional(v.string()),
  /** They joined as the how-manyeth person; absent of a bot. */
  ordinal: v.optional(v.pipe(Int, v.minValue(1))),
  /** They are nobody here any more; what they said keeps their name. */
  deactivated: v.optional(v.literal(true)),
})

export const ListingRow = v.object({
  row: v.literal('listing'),
  rev: Rev,
  id: ChannelId,
  name: v.string(),
  created: Millis,
  archived: v.optional(v.literal(true)),
  /** It is no public channel any more; its name is empty. */
  gone: v.optional(v.literal(true)),
  newcomers: v.optional(v.literal(true)),
})

/** The commonest ones first: a row is compared with one after the other. */
export const Row = v.variant('row', [
  MessageRow,
  ReactionRow,
  ChannelRow,
  SeatRow,
  FileRow,
  PreviewRow,
  PlaceRow,
  MarkRow,
  MentionRow,
  PreferenceRow,
  SectionRow,
  SessionRow,
  WorkspaceRow,
  PolicyRow,
  UserRow,
  ListingRow,
  SharedSectionRow,
  UserGroupRow,
  GroupingRow,
])

export type NoticeLevel = v.InferOutput<typeof NoticeLevel>
export type Posting = v.InferOutput<typeof Posting>
export type ChannelKind = v.InferOutput<typeof ChannelKind>
export type ChannelRow = v.InferOutput<typeof ChannelRow>
export type SeatRow = v.InferOutput<typeof SeatRow>
export type MessageRow = v.InferOutput<typeof MessageRow>
export type ReactionRow = v.InferOutput<typeof ReactionRow>
export type FileRow = v.InferOutput<typeof FileRow>
export type PreviewCard = v.InferOutput<typeof PreviewCard>
export type PreviewRow = v.InferOutput<typeof PreviewRow>
export type MarkRow = v.InferOutput<typeof MarkRow>
export type MentionRow = v.InferOutput<typeof MentionRow>
export type OwnBesideRow = v.InferOutput<typeof OwnBesideRow>
export type PlaceRow = v.InferOutput<typeof PlaceRow>
export type PreferenceRow = v.InferOutput<typeof PreferenceRow>
export type SectionRow = v.InferOutput<typeof SectionRow>
export type SessionRow = v.InferOutput<typeof SessionRow>
export type WorkspaceRow = v.InferOutput<typeof WorkspaceRow>
export type PolicyRow = v.InferOutput<typeof PolicyRow>
export type UserRow = v.InferOutput<typeof UserRow>
export type ListingRow = v.InferOutput<typeof ListingRow>
export type SharedSectionRow = v.InferOutput<typeof SharedSectionRow>
export type UserGroupRow = v.InferOutput<typeof UserGroupRow>
export type GroupingRow = v.InferOutput<typeof GroupingRow>
export type Row = v.InferOutput<typeof Row>

/** The key of a row within its stream. */
export const rowKey = (row: Row): string | number => {
  switch (row.row) {
    case 'seat':
      return row.user
    case 'message':
    case 'preview':
      return row.seq
    case 'reaction':
      return `${row.seq} ${row.name}`
    case 'mark':
    case 'mention':
      return `${row.channel} ${row.seq}`
    case 'place':
      return row.channel
    case 'preference':
    case 'policy':
      return row.name
    case 'grouping':
      return row.group
    default:
      return row.id
  }
}
