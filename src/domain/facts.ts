import type {
  ChannelRecord,
  CommandRecord,
  ListingRecord,
  MessageRecord,
  PlaceRecord,
  SeatRecord,
  SessionRecord,
  StreamRecord,
  UserRecord,
  WorkspaceRecord,
} from './records.ts'

/** The keyed look-ups by which commands and queries learn what is so (COMMIT-2). The store knows a table and columns for each. */
export type Lookups = {
  stream: { key: [id: string]; record: StreamRecord }
  channel: { key: [id: string]; record: ChannelRecord }
  seat: { key: [channel: string, user: string]; record: SeatRecord }
  message: { key: [channel: string, seq: number]; record: MessageRecord }
  place: { key: [user: string, channel: string]; record: PlaceRecord }
  session: { key: [id: string]; record: SessionRecord }
  sessionByHash: { key: [hash: string]; record: SessionRecord }
  workspace: { key: [id: string]; record: WorkspaceRecord }
  user: { key: [id: string]; record: UserRecord }
  userByName: { key: [nameKey: string]; record: UserRecord }
  listing: { key: [id: string]; record: ListingRecord }
  listingByName: { key: [nameKey: string]; record: ListingRecord }
  command: { key: [author: string, clientId: string]; record: CommandRecord }
}

export type Look = keyof Lookups

/** One look-up as data: its name and its key. */
export type FactKey = { [L in Look]: readonly [look: L, ...key: Lookups[L]['key']] }[Look]

/** What was looked up. Asking for what the scope did not name is a bug and throws (COMMIT-1). */
export type Facts = {
  get<L extends Look>(look: L, ...key: Lookups[L]['key']): Lookups[L]['record'] | null
}

/** Which streams a command locks and which facts it needs, named before any is read (COMMIT-1). */
export type Scope = { streams: readonly string[]; facts: readonly FactKey[] }
