import type { Facts, List, Look, Scope } from '#domain/facts.ts'
import type { Lists, Lookups } from '#domain/lookups.ts'
import type {
  ChannelRecord,
  MessageRecord,
  PlaceRecord,
  SeatRecord,
  StreamRecord,
  UserRecord,
} from '#domain/records.ts'

/** Something that is so: a look-up, its key and what it finds. */
export type Known = { [L in Look]: readonly [look: L, key: Lookups[L]['key'], record: Lookups[L]['record']] }[Look]

/** A list that is so: its name, its key and its rows. */
export type KnownList = {
  [L in List]: readonly [list: L, key: Lists[L]['key'], records: readonly Lists[L]['record'][]]
}[List]

/** Facts for a rule, as strict as the store's: asking for what the scope did not name throws (COMMIT-1). */
export const factsOf = (
  { streams, facts, lists = [] }: Scope,
  known: readonly Known[] = [],
  listed: readonly KnownList[] = [],
): Facts => {
  const named = new Set([...streams.map(id => `stream ${id}`), ...facts.map(fact => fact.join(' '))])
  const limits = new Map(lists.map(({ list, key, limit }) => [[list, ...key].join(' '), limit]))
  const records = new Map(known.map(([look, key, record]) => [[look, ...key].join(' '), record]))
  const rows = new Map(listed.map(([list, key, found]) => [[list, ...key].join(' '), found]))
  return {
    get: <L extends Look>(look: L, ...key: Lookups[L]['key']) => {
      const asked = [look, ...key].join(' ')
      if (!named.has(asked)) throw new Error(`The scope did not name ${asked}.`)
      return (records.get(asked) ?? null) as Lookups[L]['record'] | null
    },
    list: <L extends List>(list: L, ...key: Lists[L]['key']) => {
      const asked = [list, ...key].join(' ')
      const limit = limits.get(asked)
      if (limit === undefined) throw new Error(`The scope did not name ${asked}.`)
      return (rows.get(asked) ?? []).slice(0, limit) as unknown as readonly Lists[L]['record'][]
    },
  }
}

export const at = {
  actor: 'UADA',
  now: 1_700_000_000_000,
  workspace: 'TFLACK',
  general: 'CGENERAL',
  bot: 'UBOT',
  fresh: '',
  hash: '',
  namesakes: [],
  met: [],
} as const

export const channelRecord = (over: Partial<ChannelRecord> = {}): ChannelRecord => ({
  id: 'CROOM',
  rev: 1,
  kind: 'public',
  name: 'room',
  nameKey: 'room',
  creator: 'UBOB',
  created: 1,
  deleted: [],
  calls: [],
  groups: {},
  people: null,
  topic: '',
  purpose: '',
  posting: null,
  newcomers: null,
  archived: null,
  gone: null,
  ...over,
})

export const seatRecord = (over: Partial<SeatRecord> = {}): SeatRecord => ({
  channel: 'CROOM',
  user: 'UADA',
  rev: 2,
  state: 'joined',
  at: 1,
  admin: null,
  posts: null,
  named: null,
  ...over,
})

export const streamRecord = (over: Partial<StreamRecord> = {}): StreamRecord => ({
  id: 'CROOM',
  rev: 9,
  floor: 0,
  seq: 5,
  posts: 4,
  ts: 1_600_000_000_000_000,
  seats: 3,
  moved: 1_600_000_000_000_000,
  ...over,
})

export const placeRecord = (over: Partial<PlaceRecord> = {}): PlaceRecord => ({
  user: 'UADA',
  channel: 'CROOM',
  rev: 1,
  state: 'joined',
  read: 2,
  cursor: 1,
  own: [],
  mentioned: [],
  closed: null,
  star: null,
  mute: null,
  section: null,
  level: null,
  admin: null,
  posts: null,
  ...over,
})

export const messageRecord = (over: Partial<MessageRecord> = {}): MessageRecord => ({
  channel: 'CROOM',
  thread: 0,
  seq: 4,
  rev: 7,
  ts: 1_600_000_000_000_000,
  author: 'UBOB',
  clientId: 'b',
  text: 'A word.',
  post: 3,
  edited: null,
  deleted: null,
  changed: null,
  kind: null,
  data: null,
  files: null,
  ...over,
})

export const userRecord = (over: Partial<UserRecord> = {}): UserRecord => ({
  id: 'UADA',
  rev: 3,
  name: 'Ada',
  nameKey: 'ada',
  lookKey: 'Ada',
  kind: 'human',
  created: 1,
  role: 'member',
  ...{ handle: '', handleKey: null, fullName: '', pronouns: '', title: '', zone: '', ordinal: 1 },
  deactivated: null,
  ...over,
})
