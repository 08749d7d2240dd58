import type { PreviewRow } from '#protocol/rows.ts'
import type { DoorTables } from './door-records.ts'
import type { GroupingRecord, SharedSectionRecord, UserGroupRecord } from './team-records.ts'

/** What is kept, one type per table. Times are milliseconds since 1970; a message's `ts` is microseconds. */

export type Membership = 'joined' | 'ended'

/** What kind of room a channel is (ROOM). A column, never read from the letter of the id. */
export type ChannelKind = 'public' | 'private' | 'dm' | 'group'

export type ChannelRecord = {
  id: string
  rev: number
  kind: ChannelKind
  name: string
  nameKey: string
  creator: string
  created: number
  /** Ordinals of the posts that were deleted, rising, the newest 100: unread numbers leave them out (UNREAD). */
  deleted: readonly number[]
  /** Ordinals of posts that call everybody in the channel, rising, the newest 100 (MENTION). */
  calls: readonly number[]
  /** Ordinals of posts that call a user group, rising, by group: of at most 20 groups, the newest 100 (MENTION). */
  groups: Readonly<Record<string, readonly number[]>>
  /** The whole set of people of a direct conversation, rising by id; null for channels. */
  people: readonly string[] | null
  topic: string
  purpose: string
  /** Who writes there: null for everybody in it. */
  posting: 'chosen' | 'admins' | null
  /** 1: whoever comes into the workspace gets a seat in it. */
  newcomers: 1 | null
  /** 1: nobody writes there any more. */
  archived: 1 | null
  /** 1: it was deleted. */
  gone: 1 | null
}

/**
 * `admin`: 1 where this person may rename, describe, archive the channel and remove people from it; `posts`: 1 where they
 * were chosen to write though not everybody does; `named`: the seq of
 * the message that named them when they had no seat, and because of which they were given this one.
 */
export type SeatRecord = {
  channel: string
  user: string
  rev: number
  state: Membership
  at: number
  admin: 1 | null
  posts: 1 | null
  named: number | null
}

export type MessageRecord = {
  channel: string
  /** The seq of the root that this message replies to; 0 for a line of the timeline (THREAD). */
  thread: number
  seq: number
  rev: number
  ts: number
  author: string
  clientId: string
  /** Empty once the message is deleted. */
  text: string
  post: number
  /** When the text was changed last; null: never. */
  edited: number | null
  /** 1: a tombstone, which keeps its number and says nothing (EDIT). */
  deleted: 1 | null
  /** 1 once anything about the row has changed: an index over these alone finds them by rev, so that a post pays nothing. */
  changed: 1 | null
  /** Of a system line what happened; null: people wrote it. */
  kind: string | null
  /** Of a system line with what it happened, JSON. */
  data: string | null
  /** The ids of its files, JSON; null: it brings none. */
  files: string | null
}

/** How often one emoji stands on one message; `people` are the first five by time. `gone`: 1 where nobody is left. */
export type ReactionRecord = {
  channel: string
  seq: number
  name: string
  rev: number
  count: number
  people: readonly string[]
  /** When the emoji appeared on the message, milliseconds: they stand in this order. */
  first: number
  gone: 1 | null
}

/**
 * A file of a message. `blob` is the random name under which its content is stored, which never leaves the store. One that
 * is gone keeps its ids, and the blob until a job has taken it from the disk.
 */
export type FileRecord = {
  id: string
  channel: string
  seq: number
  rev: number
  /** Of its message, for the lists of files: microseconds and author. */
  ts: number
  author: string
  name: string
  type: string
  size: number
  width: number | null
  height: number | null
  placeholder: string | null
  alt: string
  thumbs: 1 | null
  blob: string
  gone: 1 | null
}

/**
 * [FILE] What somebody is uploading, or has uploaded, for a message that is not sent yet. It is of no stream. `named` is when
 * a page last said that it holds it, milliseconds; `done`: 1 once the last byte is there, and with it all that follows.
 */
export type UploadRecord = {
  id: string
  author: string
  clientId: string
  channel: string
  name: string
  size: number
  named: number
  done: 1 | null
  type: string
  width: number | null
  height: number | null
  placeholder: string | null
  thumbs: 1 | null
  blob: string
}

/** How many bytes of files are kept for somebody, or, under the id of the workspace, for all. */
export type UsageRecord = { owner: string; bytes: number }

/** What stands behind the addresses of a message. `removed`: the addresses that somebody took the card away from. */
export type PreviewRecord = { channel: string; removed: readonly string[]; gone: 1 | null } & Omit<
  PreviewRow,
  'row' | 'gone'
>

/** Somebody's own reactions on one message, in their stream. */
export type MarkRecord = { user: string; channel: string; seq: number; rev: number; names: readonly string[] }

/** One person's reaction. It is of no stream: who they are beyond the first five is asked for. */
export type ReactorRecord = { channel: string; seq: number; name: string; user: string; at: number }

/** What a message said before it was edited. `version` is the rev of the row that said it, `at` when it was said. */
export type VersionRecord = { channel: string; seq: number; version: number; text: string; at: number }

export type PlaceRecord = {
  user: string
  channel: string
  rev: number
  state: Membership
  read: number
  cursor: number
  /** Ordinals of own posts above the cursor, rising, the newest 100 (UNREAD). */
  own: readonly number[]
  /** Ordinals of posts above the cursor that name this person, rising, the newest 100 (MENTION). */
  mentioned: readonly number[]
  /** Of a direct conversation: it is shown while it has more posts than this. Null for channels. */
  closed: number | null
  star: 1 | null
  mute: 1 | null
  /** The section in which they put it. One that is gone means none, so that removing a section writes no places. */
  section: string | null
  /** What of it they want to be told of; null: as their preference says. */
  level: 'all' | 'mentions' | 'nothing' | null
  /** As in the seat, for the pages of this person alone. */
  admin: 1 | null
  posts: 1 | null
}

/** What the workspace has decided for everybody in it. */
export type PolicyRecord = { name: string; rev: number; value: string | number }

/** How somebody wants a section of their list of channels. The fixed ones have an empty name. */
export type SectionRecord = {
  user: string
  id: string
  rev: number
  name: string
  rank: number
  folded: 1 | null
  sort: 'name' | 'recent' | null
  unread: 1 | null
  /** 1: a section for everybody that is not in their list. */
  hidden: 1 | null
  gone: 1 | null
}

/** What somebody chose for themselves. */
export type PreferenceRecord = { user: string; name: string; rev: number; value: string | number | boolean }

/** `hash` is the SHA-256 of the token, which itself is nowhere. */
export type SessionRecord = {
  id: string
  user: string
  rev: number
  hash: string
  device: string
  created: number
  ended: number | null
}

/** `owner`: who was the first one; null as long as there was none. It never leaves the store. */
export type WorkspaceRecord = {
  id: string
  rev: number
  name: string
  general: string
  owner: string | null
  /** One of the eight hues of `protocol/accents.ts`; empty: Flack's own. */
  accent: string
}

/** `guest`: in named channels alone, and knows of nobody beyond them. */
export type Role = 'owner' | 'admin' | 'member' | 'guest'

export type UserRecord = {
  id: string
  rev: number
  name: string
  nameKey: string
  lookKey: string
  kind: 'human' | 'bot'
  created: number
  role: Role
  /** By which others name them, without the @; empty where they have none. Its key is unique. */
  handle: string
  handleKey: string | null
  fullName: string
  pronouns: string
  title: string
  /** Their time zone, as browsers call it. */
  zone: string
  /** They joined as the how-manyeth person; 0 of a bot. It never changes, and is given to nobody else. */
  ordinal: number
  /** 1: they are nobody here any more. What they said keeps their name. */
  deactivated: 1 | null
}

/** A word of somebody's name, by which they are found while it is typed. */
export type WordRecord = { word: string; user: string }

/** A public channel as the directory shows it. `gone`: 1 once it is public no more, then it has no name. */
export type ListingRecord = {
  id: string
  rev: number
  name: string
  nameKey: string
  lookKey: string
  created: number
  newcomers: 1 | null
  archived: 1 | null
  gone: 1 | null
}

/** A name that a channel had, by its key, and until when. */
export type FormerRecord = { channel: string; nameKey: string; at: number }

/** The direct conversation of a set of people: their ids, rising, with blanks between (ROOM). */
export type DirectRecord = { people: string; channel: string }

/** A stream's head, and for channels the counters that are taken under the same lock (COMMIT-5). */
export type StreamRecord = {
  id: string
  rev: number
  /** Rows changed at or below it may have been purged. */
  floor: number
  seq: number
  posts: number
  /** Microseconds of the newest message. */
  ts: number
  /** Seats that are joined; of the people's stream how many people have joined the workspace, ever. */
  seats: number
  /** Microseconds of the newest post: system lines move nothing. */
  moved: number
}

/** What a durable command with a `clientId` ended in (COMMIT-3). `outcome` is JSON. */
export type CommandRecord = { author: string; clientId: string; digest: string; outcome: string; at: number }

/** A message that names somebody, in their stream. `gone`: 1 where it was deleted or names them no more. */
export type MentionRecord = {
  user: string
  channel: string
  seq: number
  rev: number
  author: string
  gone: 1 | null
}

/** Who has been told that a message names them: an edit tells nobody twice. */
export type MentionedRecord = { channel: string; seq: number; users: readonly string[] }

/** Up to which change a follower is done, in the commits of one epoch (FOLLOW). */
export type PositionRecord = { follower: string; epoch: string; seen: number }

/** Something to be done later, or outside the store (JOB). Times are milliseconds, `until` those of the database's clock. */
export type JobRecord = {
  key: string
  kind: string
  data: string
  due: number
  attempts: number
  /** The node that works on it, or did until `until`. */
  owner: string
  until: number
  /** What the last attempt failed with. */
  fault: string | null
  /** 1: it failed too often, and is not tried again. */
  dead: 1 | null
}

/** Rows that live in a stream, by table. */
export type StreamTables = {
  channels: ChannelRecord
  seats: SeatRecord
  messages: MessageRecord
  reactions: ReactionRecord
  previews: PreviewRecord
  files: FileRecord
  places: PlaceRecord
  mentions: MentionRecord
  marks: MarkRecord
  preferences: PreferenceRecord
  sections: SectionRecord
  sessions: SessionRecord
  workspaces: WorkspaceRecord
  policies: PolicyRecord
  users: UserRecord
  listings: ListingRecord
  shared: SharedSectionRecord
  usergroups: UserGroupRecord
  groupings: GroupingRecord
}

/** Rows of no stream that decisions keep and drop: nobody hears of them. */
export type KeptTables = DoorTables & {
  reactors: ReactorRecord
  versions: VersionRecord
  uploads: UploadRecord
  usages: UsageRecord
  positions: PositionRecord
  jobs: JobRecord
  words: WordRecord
  mentioned: MentionedRecord
  directs: DirectRecord
  formerly: FormerRecord
}

export type Tables = StreamTables & KeptTables & { streams: StreamRecord; commands: CommandRecord }
