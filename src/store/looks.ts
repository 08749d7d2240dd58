import type { List, Look } from '#domain/facts.ts'
import type { Tables } from '#domain/records.ts'
import { tables } from './tables.ts'

/** For each look-up its table and the columns of its key, and what else holds of every row that it may find. */
export const looks: {
  readonly [L in Look]: { table: keyof Tables; columns: readonly string[]; fixed?: string }
} = {
  stream: { table: 'streams', columns: ['id'] },
  channel: { table: 'channels', columns: ['id'] },
  seat: { table: 'seats', columns: ['channel', 'user'] },
  // Messages are clustered by thread: without it the look-up would read the whole channel.
  message: { table: 'messages', columns: ['channel', 'seq'], fixed: 'thread = 0' },
  reaction: { table: 'reactions', columns: ['channel', 'seq', 'name'] },
  file: { table: 'files', columns: ['id'] },
  preview: { table: 'previews', columns: ['channel', 'seq'] },
  upload: { table: 'uploads', columns: ['id'] },
  uploadByClient: { table: 'uploads', columns: ['author', 'clientId'] },
  usage: { table: 'usages', columns: ['owner'] },
  reactor: { table: 'reactors', columns: ['channel', 'seq', 'name', 'user'] },
  version: { table: 'versions', columns: ['channel', 'seq', 'version'] },
  place: { table: 'places', columns: ['user', 'channel'] },
  mark: { table: 'marks', columns: ['user', 'channel', 'seq'] },
  preference: { table: 'preferences', columns: ['user', 'name'] },
  policy: { table: 'policies', columns: ['name'] },
  section: { table: 'sections', columns: ['user', 'id'] },
  session: { table: 'sessions', columns: ['id'] },
  sessionByHash: { table: 'sessions', columns: ['hash'] },
  workspace: { table: 'workspaces', columns: ['id'] },
  user: { table: 'users', columns: ['id'] },
  userByName: { table: 'users', columns: ['nameKey'] },
  userByHandle: { table: 'users', columns: ['handleKey'] },
  usergroup: { table: 'usergroups', columns: ['id'] },
  usergroupByHandle: { table: 'usergroups', columns: ['handleKey'] },
  grouping: { table: 'groupings', columns: ['user', 'group'] },
  shared: { table: 'shared', columns: ['id'] },
  claim: { table: 'claims', columns: ['hash'] },
  credential: { table: 'credentials', columns: ['kind', 'subject'] },
  ticket: { table: 'tickets', columns: ['hash'] },
  entry: { table: 'entries', columns: ['user', 'at', 'id'] },
  sighting: { table: 'sightings', columns: ['session'] },
  invitation: { table: 'invitations', columns: ['id'] },
  invitationByHash: { table: 'invitations', columns: ['hash'] },
  ban: { table: 'bans', columns: ['network'] },
  userByLook: { table: 'users', columns: ['lookKey'] },
  listing: { table: 'listings', columns: ['id'] },
  listingByName: { table: 'listings', columns: ['nameKey'] },
  mention: { table: 'mentions', columns: ['user', 'channel', 'seq'] },
  mentioned: { table: 'mentioned', columns: ['channel', 'seq'] },
  listingByLook: { table: 'listings', columns: ['lookKey'] },
  former: { table: 'formerly', columns: ['channel', 'nameKey'] },
  direct: { table: 'directs', columns: ['people'] },
  position: { table: 'positions', columns: ['follower'] },
  job: { table: 'jobs', columns: ['key'] },
  command: { table: 'commands', columns: ['author', 'clientId'] },
}

/** For each list its table, the columns that choose its rows, their order, and which rows it leaves out. */
export const lists: {
  readonly [L in List]: { table: keyof Tables; columns: readonly string[]; order: readonly string[]; without?: string }
} = {
  sectionsOf: { table: 'sections', columns: ['user'], order: ['id'], without: 'gone' },
  reactionsOn: { table: 'reactions', columns: ['channel', 'seq'], order: ['name'], without: 'gone' },
  filesOn: { table: 'files', columns: ['channel', 'seq'], order: ['id'], without: 'gone' },
  credentialsOf: { table: 'credentials', columns: ['user'], order: ['kind', 'subject'] },
  ticketsOf: { table: 'tickets', columns: ['user', 'kind'], order: ['until', 'hash'] },
  entriesOf: { table: 'entries', columns: ['user'], order: ['at', 'id'] },
  sessionsOf: { table: 'sessions', columns: ['user'], order: ['created', 'id'], without: 'ended' },
  groupingsOf: { table: 'groupings', columns: ['user'], order: ['group'], without: 'gone' },
  usergroups: { table: 'usergroups', columns: [], order: ['id'], without: 'gone' },
  sharedSections: { table: 'shared', columns: [], order: ['id'], without: 'gone' },
  newcomerChannels: { table: 'channels', columns: ['newcomers'], order: ['id'], without: 'gone' },
  adminsIn: { table: 'seats', columns: ['channel', 'admin'], order: ['at', 'user'] },
  seatsIn: { table: 'seats', columns: ['channel', 'state'], order: ['at', 'user'] },
  sightingsOf: { table: 'sightings', columns: ['user'], order: ['session'] },
  bansFor: { table: 'bans', columns: ['person'], order: ['network'] },
  peopleIn: { table: 'users', columns: ['role'], order: ['id'] },
  reactors: { table: 'reactors', columns: ['channel', 'seq', 'name'], order: ['at', 'user'] },
}

type Looks = readonly [own: Look, ...others: Look[]]

/** The look-ups that read a table, that by its own key first, so that what a decision writes is seen by the next one. */
export const looksOf = (table: keyof Tables): Looks => looksByTable[table]

export const listsOf = (table: keyof Tables): readonly List[] => listsByTable[table]

const byTable = <N extends string>(named: Readonly<Record<N, { table: keyof Tables }>>) =>
  Object.fromEntries(
    Object.keys(tables).map(table => [table, (Object.keys(named) as N[]).filter(name => named[name].table === table)]),
  ) as unknown as Record<keyof Tables, readonly N[]>

const looksByTable = byTable(looks) as unknown as Record<keyof Tables, Looks>
const listsByTable = byTable(lists)
