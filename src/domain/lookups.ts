import type { DoorLists, DoorLookups } from './door-records.ts'
import type {
  ChannelRecord,
  CommandRecord,
  DirectRecord,
  FileRecord,
  FormerRecord,
  JobRecord,
  ListingRecord,
  MarkRecord,
  Membership,
  MentionedRecord,
  MentionRecord,
  MessageRecord,
  PlaceRecord,
  PolicyRecord,
  PositionRecord,
  PreferenceRecord,
  PreviewRecord,
  ReactionRecord,
  ReactorRecord,
  Role,
  SeatRecord,
  SectionRecord,
  SessionRecord,
  StreamRecord,
  UploadRecord,
  UsageRecord,
  UserRecord,
  VersionRecord,
  WorkspaceRecord,
} from './records.ts'
import type { GroupingRecord, SharedSectionRecord, UserGroupRecord } from './team-records.ts'

/** The keyed look-ups by which commands and queries learn what is so (COMMIT-2). The store knows a table and columns for each. */
export type Lookups = DoorLookups & {
  stream: { key: [id: string]; record: StreamRecord }
  channel: { key: [id: string]; record: ChannelRecord }
  seat: { key: [channel: string, user: string]; record: SeatRecord }
  message: { key: [channel: string, seq: number]; record: MessageRecord }
  file: { key: [id: string]; record: FileRecord }
  upload: { key: [id: string]; record: UploadRecord }
  uploadByClient: { key: [author: string, clientId: string]; record: UploadRecord }
  usage: { key: [owner: string]; record: UsageRecord }
  reaction: { key: [channel: string, seq: number, name: string]; record: ReactionRecord }
  preview: { key: [channel: string, seq: number]; record: PreviewRecord }
  reactor: { key: [channel: string, seq: number, name: string, user: string]; record: ReactorRecord }
  version: { key: [channel: string, seq: number, version: number]; record: VersionRecord }
  place: { key: [user: string, channel: string]; record: PlaceRecord }
  mark: { key: [user: string, channel: string, seq: number]; record: MarkRecord }
  preference: { key: [user: string, name: string]; record: PreferenceRecord }
  policy: { key: [name: string]; record: PolicyRecord }
  section: { key: [user: string, id: string]; record: SectionRecord }
  session: { key: [id: string]; record: SessionRecord }
  sessionByHash: { key: [hash: string]; record: SessionRecord }
  workspace: { key: [id: string]; record: WorkspaceRecord }
  user: { key: [id: string]; record: UserRecord }
  userByName: { key: [nameKey: string]; record: UserRecord }
  userByHandle: { key: [handleKey: string]; record: UserRecord }
  usergroup: { key: [id: string]; record: UserGroupRecord }
  usergroupByHandle: { key: [handleKey: string]; record: UserGroupRecord }
  grouping: { key: [user: string, group: string]; record: GroupingRecord }
  shared: { key: [id: string]; record: SharedSectionRecord }
  userByLook: { key: [lookKey: string]; record: UserRecord }
  listing: { key: [id: string]; record: ListingRecord }
  listingByName: { key: [nameKey: string]; record: ListingRecord }
  mention: { key: [user: string, channel: string, seq: number]; record: MentionRecord }
  mentioned: { key: [channel: string, seq: number]; record: MentionedRecord }
  listingByLook: { key: [lookKey: string]; record: ListingRecord }
  former: { key: [channel: string, nameKey: string]; record: FormerRecord }
  direct: { key: [people: string]; record: DirectRecord }
  position: { key: [follower: string]; record: PositionRecord }
  job: { key: [key: string]; record: JobRecord }
  command: { key: [author: string, clientId: string]; record: CommandRecord }
}

/** The look-ups of several rows at once. The store knows for each the columns that choose them and their order. */
export type Lists = DoorLists & {
  /** Somebody's own sections, those that are gone left out. */
  sectionsOf: { key: [user: string]; record: SectionRecord }
  /** The reactions on a message, those that are gone left out, by name. */
  reactionsOn: { key: [channel: string, seq: number]; record: ReactionRecord }
  /** The files of a message, by id. */
  filesOn: { key: [channel: string, seq: number]; record: FileRecord }
  /** Who reacted so, the first ones first. */
  reactors: { key: [channel: string, seq: number, name: string]; record: ReactorRecord }
  /** Somebody's sessions that have not ended, the oldest ones first. */
  sessionsOf: { key: [user: string]; record: SessionRecord }
  /** The user groups that somebody is in, also those that are gone themselves. */
  groupingsOf: { key: [user: string]; record: GroupingRecord }
  /** All that are there, those that are gone left out. */
  usergroups: { key: []; record: UserGroupRecord }
  sharedSections: { key: []; record: SharedSectionRecord }
  /** Channels in which whoever is new gets a seat; the key is 1. */
  newcomerChannels: { key: [newcomers: 1]; record: ChannelRecord }
  /** The admins of a channel, and all who hold a seat in it, those who have been there longest first. */
  adminsIn: { key: [channel: string, admin: 1]; record: SeatRecord }
  seatsIn: { key: [channel: string, state: Membership]; record: SeatRecord }
  /** People in a role, by id. */
  peopleIn: { key: [role: Role]; record: UserRecord }
}
