import type { Verdict } from '#domain/decision.ts'
import type { InvitationRecord } from '#domain/door-records.ts'
import type { FactKey, Facts, List, Scope } from '#domain/facts.ts'
import type { Frame } from '#domain/frame.ts'
import type { Done, WrittenBy } from '#domain/intent.ts'
import type { Lists } from '#domain/lookups.ts'
import type { JobRecord, StreamTables, WordRecord } from '#domain/records.ts'
import type { ChannelFacts, PlaceFacts } from '#protocol/frames.ts'
import type { Refusal } from '#protocol/refusals.ts'
import type {
  FileRow,
  MessageRow,
  OwnBesideRow,
  PreviewRow,
  ReactionRow,
  Row,
  SeatRow,
  UserRow,
} from '#protocol/rows.ts'
import type { ChangeRecord } from './tables.ts'

/** The interface of every store. `store.contract.ts` is its suite and runs on each engine. */
export type Store = {
  readonly identity: Identity

  /**
   * Decides a command inside a transaction and keeps what it decided. Commands that wait together are committed
   * together: one batch, one fsync (COMMIT-1 to COMMIT-5). Rejects with `StoreUnavailable` if nothing can be said of the outcome.
   */
  commit<N extends WrittenBy>(request: CommitRequest<N>): Promise<Outcome<N>>
  /** Called once for each batch after it is durable and before its commands are answered, with what it changed. */
  onCommit(listener: (frames: readonly Frame[]) => void): void

  /** Looks facts up outside a transaction. */
  look(keys: readonly FactKey[]): Promise<Facts>
  /** Reads a list outside a transaction: its first `limit` rows, in its order. */
  list<L extends List>(list: L, key: Lists[L]['key'], limit: number): Promise<readonly Lists[L]['record'][]>
  /** The newest revs of these streams; unknown streams are 0. */
  heads(streams: readonly string[]): Promise<ReadonlyMap<string, number>>
  /**
   * Rows of a stream that changed after `since`, rising by rev, cut at a size (SYNC-2); `whole`: only those that clients
   * hold whole, so that a person with 50,000 reactions is greeted as fast as one with 50 (OWN).
   */
  changed(stream: string, since: number, held?: 'all' | 'whole'): Promise<Changed>
  /** The rows of a table under these keys, as everybody who hears their stream may see them. */
  rows(table: keyof StreamTables, keys: readonly (readonly (string | number)[])[]): Promise<readonly Row[]>
  /** Messages of a channel below `before`, the newest `limit` of them that fit a frame, rising by seq. */
  page(channel: string, before: number, limit: number): Promise<Page>
  /**
   * Somebody's own rows on the messages from one seq to another, marks and mentions, rising by seq (OWN). With `since` only what changed
   * after this rev of their stream, and with that what is gone.
   */
  own(user: string, channel: string, from: number, to: number, since?: number): Promise<Own>
  /** Who reacted so to a message, the first ones first. */
  reactors(channel: string, seq: number, name: string, limit: number): Promise<readonly string[]>
  /** What a message said before each of its edits, the oldest first; at most `limit`, the newest. */
  versions(channel: string, seq: number, limit: number): Promise<readonly Version[]>
  /** People one of whose words begins so, of a bounded number of words in their order; with a channel only its members. */
  named(prefix: string, channel: string | null): Promise<readonly UserRow[]>
  /** Words by which people are found that begin so, each with whose it is, from the one behind `after`, in their order. */
  wordsAfter(prefix: string, after: WordRecord, limit: number): Promise<readonly WordRecord[]>
  /** Members of a channel, of a bounded number of its seats. */
  members(channel: string): Promise<readonly UserRow[]>
  /** In which time zones the members of a channel are, as far as their pages said so, each once, of a bounded number of its seats. */
  zones(channel: string): Promise<readonly string[]>
  /** All channels where a user holds a seat, the recent ones first. */
  places(user: string): Promise<readonly Placed[]>
  /** Those whose id is above `after`, rising, at most `limit`. */
  placesAfter(user: string, after: string, limit: number): Promise<readonly Placed[]>
  /** Those of these channels, in any order; where there is no seat nothing is said. */
  placesIn(user: string, channels: readonly string[]): Promise<readonly Placed[]>
  /** The private channels with this name in which a user holds a seat, that taken first in front. */
  privateNamed(user: string, nameKey: string): Promise<readonly string[]>
  /** The channel that had this name last, of those that are public or in which a user holds a seat. */
  formerlyNamed(user: string, nameKey: string): Promise<string | null>
  /** The seats of a channel that are taken, of people whose id is above `after`, rising. */
  seatsAfter(channel: string, after: string, limit: number): Promise<readonly SeatRow[]>
  /** The people in a user group whose id is above `after`, rising. */
  groupedAfter(group: string, after: string, limit: number): Promise<readonly string[]>
  /** How many they are. */
  grouped(group: string): Promise<number>
  /** The user groups that somebody is in, by id. */
  groupsOf(user: string): Promise<readonly string[]>
  /** Private channels without a seat, the oldest first, a bounded number: how much was said in each, and when last (milliseconds). */
  abandoned(): Promise<readonly { created: number; posts: number; moved: number }[]>
  /** Public channels, as a user may see them. */
  browsed(user: string, browsing: Browsing): Promise<readonly ChannelFacts[]>
  /** Files that somebody may see, the newest first, as a page of a list. */
  files(user: string, listing: FileListing): Promise<FilePage>
  /** Files of a channel that are not gone, and uploads for it: at most `limit` of each. */
  kept(channel: string, limit: number): Promise<Kept>
  /** Somebody's sessions that have not ended, that used last in front. */
  openSessions(user: string, limit: number): Promise<readonly OpenSession[]>
  /** Invitations, the newest first, from behind the one with the id `after`; with a creator only theirs. */
  invitationsBehind(creator: string | null, after: string, limit: number): Promise<readonly InvitationRecord[]>
  /** People by name, from behind the one with the id `after`. */
  accountsBehind(after: string, limit: number): Promise<readonly AccountEntry[]>
  /** The same of these people. */
  accountsOf(users: readonly string[]): Promise<readonly AccountEntry[]>
  /** Those of these people with whom a user shares a channel, and themselves. */
  sharing(user: string, others: readonly string[]): Promise<readonly string[]>
  /** Deletes up to a thousand rows of what was said in a channel that is gone. How many. */
  eraseContent(channel: string): Promise<number>
  /** Changes after a position in the order of commits, with their positions: what followers read. */
  changes(after: number, limit: number): Promise<readonly (ChangeRecord & { pos: number })[]>

  /**
   * Deletes up to a thousand of the oldest changes that are older than `ms` and that none of these followers needs; the
   * newest always stays (FOLLOW). How many.
   */
  purgeChanges(ms: number, followers: readonly string[]): Promise<number>

  readonly jobs: StoredJobs
  readonly leases: Leases
  /**
   * Says until this process ends that it has the database to itself (`alone`), or shares it with others that it hears
   * of. False: another process has said otherwise.
   */
  claim(alone: boolean): Promise<boolean>

  /**
   * What was deleted by now goes from the files of the database, as far as it can be told to. Rejects where somebody else
   * is reading in them.
   */
  scrub(): Promise<void>
  /** Reads, and writes what it takes back at once; rejects if either cannot be done. */
  check(): Promise<void>
  /** Waits for what is being committed, then lets go of the files or connections. */
  close(): Promise<void>
}

/** Who this database is: its lineage and the ids that were drawn when it was made. */
export type Identity = { epoch: string; workspace: string; general: string; bot: string }

/** Which jobs are meant: only these kinds, or all others. */
export type Lane = { only: readonly string[] } | { but: readonly string[] }

/** What is to be done later: decisions write it and take it away, these say who works on it (JOB). */
export type StoredJobs = {
  /** Up to `limit` of a lane's jobs that are due and that nobody works on: for `ms` they are the owner's. */
  take(owner: string, ms: number, limit: number, lane?: Lane): Promise<readonly JobRecord[]>
  /** An attempt has failed: the next one comes after `wait` milliseconds, or never. Nothing, if the job was taken over. */
  letGo(job: JobRecord, why: { wait: number; fault: string; dead: boolean }): Promise<void>
  counts(): Promise<{ waiting: number; dead: number }>
}

/** For nodes that share a store (HUB-4). */
export type Leases = {
  /** Of the newest change, in the order of commits. */
  position(): Promise<number>
  /** A node lives for so long by the store's clock, and has acted on every change up to a position. */
  renew(node: string, seen: number, ms: number): Promise<void>
  end(node: string): Promise<void>
  /** Those whose lease has not run out. */
  live(): Promise<readonly LiveNode[]>
}

export type LiveNode = { node: string; seen: number }

export type CommitRequest<N extends WrittenBy = WrittenBy> = {
  actor: string
  command: N
  /** With it the outcome is kept, and the same command is decided only once (COMMIT-3). */
  once?: { clientId: string; digest: string }
  /** Whether the decision may take streams or sessions from somebody; where it does unsaid, the commit fails (HUB-4). */
  ends?: true
  scope: Scope
  decide(facts: Facts, now: number): Verdict<N>
}

export type Outcome<N extends WrittenBy = WrittenBy> = { ok: Done[N]; duplicate?: true } | { refused: Refusal }

/** `behind`: how many rows changed after `since`, at most; above 1,000 it says only that there are more (SYNC-3). */
export type Changed = {
  head: number
  floor: number
  rev: number
  rows: readonly Row[]
  more: boolean
  behind: number
}

/** A row that a page brings with its messages. */
export type BesideRow = ReactionRow | FileRow | PreviewRow

/** `from` to `to` is the interval of seq that the page covers; `beside` what stands beside its messages (ROWS). */
export type Page = {
  rows: readonly MessageRow[]
  beside: readonly BesideRow[]
  from: number
  to: number
  more: boolean
}

/** A channel where somebody holds a seat, and all that its unread number is counted from (UNREAD). */
export type Placed = Omit<PlaceFacts, 'unread' | 'deleted' | 'mentions' | 'calls'> & {
  cursor: number
  own: readonly number[]
  mentioned: readonly number[]
  /** These two are of the whole channel, the newest 100. */
  deleted: readonly number[]
  calls: readonly number[]
  /** Posts of the channel that call a user group, by group; null: none. */
  groups: Readonly<Record<string, readonly number[]>> | null
}

/** Which public channels are wanted: `part` of a name or topic in lower case, in an order, from one on. */
export type Browsing = {
  part: string
  sort: 'name' | 'members' | 'activity' | 'newest'
  from: number
  archived: boolean
  limit: number
}

/** Which files are wanted: of a channel, or of all that somebody may read; of a type, or of those that begin so; of a person. */
export type FileListing = {
  channel: string | null
  type: string | null
  author: string | null
  /** Those older than a time (microseconds) and, of the same time, with a smaller id; null: from the newest on. */
  below: { ts: number; id: string } | null
  limit: number
}

/** Ids of files, and of uploads with who uploads them. */
export type Kept = { files: readonly string[]; uploads: readonly { id: string; author: string }[] }

/** `next`: from where on there may be more; null: these were the last. */
export type FilePage = { files: readonly ListedFile[]; next: { ts: number; id: string } | null }
export type ListedFile = FileRow & { channel: string; ts: string; author: string }

/** A session, and when and from which network it was used last, where that is known. Times are milliseconds. */
export type OpenSession = { session: string; device: string; created: number; seen?: number; network?: string }

/** Somebody, since when they are here, and when they were last. */
export type AccountEntry = { user: UserRow; created: number; seen?: number }

/** With the rev of the own stream at which they were read. */
export type Own = { rev: number; rows: readonly OwnBesideRow[] }

/** A text, and since when the message said it, milliseconds since 1970. */
export type Version = { text: string; at: number }

/** The database cannot be reached or cannot write. Whether the command happened is not known. */
export class StoreUnavailable extends Error {
  override name = 'StoreUnavailable'
}

/**
 * The disk did not confirm what was written, and asking it again proves nothing: the kernel may have dropped it
 * meanwhile. The process must end; what is on the disk is found out at the next start.
 */
export class StoreBroken extends StoreUnavailable {
  override name = 'StoreBroken'
}
