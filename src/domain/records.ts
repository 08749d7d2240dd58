/** What is kept, one type per table. Times are milliseconds since 1970; a message's `ts` is microseconds. */

export type Membership = 'joined' | 'ended'

export type ChannelRecord = { id: string; rev: number; kind: 'public'; name: string; creator: string; created: number }

export type SeatRecord = { channel: string; user: string; rev: number; state: Membership; at: number }

export type MessageRecord = {
  channel: string
  seq: number
  rev: number
  ts: number
  author: string
  clientId: string
  text: string
  post: number
}

export type PlaceRecord = {
  user: string
  channel: string
  rev: number
  state: Membership
  read: number
  cursor: number
}

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

export type WorkspaceRecord = { id: string; rev: number; name: string; general: string }

export type UserRecord = {
  id: string
  rev: number
  name: string
  nameKey: string
  kind: 'human' | 'bot'
  created: number
}

export type ListingRecord = { id: string; rev: number; name: string; nameKey: string; created: number }

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
  /** Seats that are joined. */
  seats: number
}

/** What a durable command with a `clientId` ended in (COMMIT-3). `outcome` is JSON. */
export type CommandRecord = { author: string; clientId: string; digest: string; outcome: string; at: number }

/** Rows that live in a stream, by table. */
export type StreamTables = {
  channels: ChannelRecord
  seats: SeatRecord
  messages: MessageRecord
  places: PlaceRecord
  sessions: SessionRecord
  workspaces: WorkspaceRecord
  users: UserRecord
  listings: ListingRecord
}

export type Tables = StreamTables & { streams: StreamRecord; commands: CommandRecord }
