import type { FactKey } from '#domain/facts.ts'
import { type BatchResult, commitBatch } from './batch.ts'
import { accountsBehind, accountsOf, invitationsBehind, openSessions, sharing } from './door-reads.ts'
import type { Engine } from './engine.ts'
import { keptIn, listedFiles } from './file-reads.ts'
import { GroupCommit } from './group-commit.ts'
import { grouped, groupedAfter, groupsOf, wordsAfter } from './group-reads.ts'
import * as jobs from './jobs.ts'
import * as leases from './leases.ts'
import { listed } from './listed.ts'
import { migrate, type OfName } from './migrate.ts'
import { probe } from './probe.ts'
import { lookUp, type Program, query } from './program.ts'
import { purgeChanges } from './purge.ts'
import {
  changedRows,
  members,
  named,
  ownBeside,
  page,
  places,
  placesAfter,
  placesIn,
  reactorsOf,
  rowsOf,
  versionsOf,
  zonesOf,
} from './reads.ts'
import { abandoned, browsed, eraseContent, formerlyNamed, privateNamed, seatsAfter } from './room-reads.ts'
import {
  type CommitRequest,
  type Identity,
  type Store,
  StoreBroken,
  type StoredJobs,
  StoreUnavailable,
} from './store.ts'
import type { ChangeRecord } from './tables.ts'
import { World } from './world.ts'

export type StoreOptions = {
  /** Who a new database will be. */
  fresh: Identity
  /** Milliseconds since 1970. */
  clock: () => number
  /** For names that came before these were kept, or were others. */
  ofName: OfName
  /** See `GroupCommit`. */
  schedule: (run: () => void) => void
  /** The database was put back from a copy, although nothing tells: begin a new lineage. */
  restored?: boolean
  /** Called where a new lineage began, for whatever reason. */
  begunAnew?: () => void
  /** Called after each commit with how many commands it wrote and how long it took; null: it failed. */
  observe?: (commands: number, seconds: number | null) => void
  /** Called when nothing more can be kept, and the process must end. */
  broken?: (error: StoreBroken) => void
}

/** Opens the store on an engine, with its schema brought up to date. */
export const openStore = async (engine: Engine, options: StoreOptions): Promise<Store> => {
  const { clock, schedule, observe, broken = () => {} } = options
  const identity = await identified(engine, options)
  const write = async <T>(program: Parameters<typeof engine.write<T>>[0]): Promise<T> => {
    try {
      return await engine.write(program)
    } catch (error) {
      if (error instanceof StoreBroken) broken(error)
      throw error
    }
  }
  const commit = (requests: readonly CommitRequest[]) => write(memory => commitBatch(requests, clock(), memory))
  const probeId = `probe ${crypto.randomUUID()}`
  const group = new GroupCommit(observe ? observed(commit, observe) : commit, schedule)
  noteReached(engine, group)
  return {
    identity,
    commit: request => group.submit(request),
    onCommit: listener => group.onCommit(listener),
    ...readsOf(engine),
    eraseContent: channel => write(() => eraseContent(channel)),
    purgeChanges: (ms, followers) => write(() => purgeChanges(identity.epoch, clock() - ms, followers)),
    jobs: storedJobs(engine, clock, write),
    leases: {
      position: () => engine.read(leases.position()),
      renew: async (node, seen, ms) => {
        await write(() => leases.renew(engine.dialect, node, seen, ms))
        await write(() => leases.sweep(engine.dialect))
      },
      end: node => write(() => leases.end(node)),
      live: () => engine.read(leases.live(engine.dialect)),
    },
    scrub: () => engine.scrub(),
    claim: alone => engine.claim(alone),
    check: async () => {
      await Promise.all([engine.read(query('select 1 as one')), write(() => probe(probeId))])
    },
    close: async () => {
      await group.idle()
      await engine.close()
    },
  }
}

type Reads = Pick<
  Store,
  | 'look'
  | 'list'
  | 'heads'
  | 'changed'
  | 'rows'
  | 'page'
  | 'own'
  | 'reactors'
  | 'versions'
  | 'named'
  | 'members'
  | 'zones'
  | 'places'
  | 'placesAfter'
  | 'placesIn'
  | 'privateNamed'
  | 'formerlyNamed'
  | 'seatsAfter'
  | 'wordsAfter'
  | 'groupedAfter'
  | 'grouped'
  | 'groupsOf'
  | 'browsed'
  | 'abandoned'
  | 'files'
  | 'kept'
  | 'openSessions'
  | 'invitationsBehind'
  | 'accountsBehind'
  | 'accountsOf'
  | 'sharing'
  | 'changes'
>

/** What only reads. */
const readsOf = (engine: Engine): Reads => ({
  look: async keys => (await engine.read(facts(keys))).facts,
  list: async (list, key, limit) => (await engine.read(listed(list, key, limit))) as never,
  heads: streams => engine.read(heads(streams)),
  changed: (stream, since, held) => engine.read(changedRows(stream, since, held)),
  rows: (table, keys) => engine.read(rowsOf(table, keys)),
  page: (channel, before, limit) => engine.read(page(channel, before, limit)),
  own: (...of) => engine.read(ownBeside(...of)),
  reactors: (channel, seq, name, limit) => engine.read(reactorsOf(channel, seq, name, limit)),
  versions: (channel, seq, limit) => engine.read(versionsOf(channel, seq, limit)),
  named: (prefix, channel) => engine.read(named(prefix, channel)),
  members: channel => engine.read(members(channel)),
  zones: channel => engine.read(zonesOf(channel)),
  places: user => engine.read(places(user)),
  placesAfter: (user, after, limit) => engine.read(placesAfter(user, after, limit)),
  placesIn: (user, channels) => engine.read(placesIn(user, channels)),
  privateNamed: (user, nameKey) => engine.read(privateNamed(user, nameKey)),
  formerlyNamed: (user, nameKey) => engine.read(formerlyNamed(user, nameKey)),
  seatsAfter: (...of) => engine.read(seatsAfter(...of)),
  kept: (channel, limit) => engine.read(keptIn(channel, limit)),
  files: (user, listing) => engine.read(listedFiles(user, listing)),
  wordsAfter: (...of) => engine.read(wordsAfter(...of)),
  groupedAfter: (...of) => engine.read(groupedAfter(...of)),
  grouped: group => engine.read(grouped(group)),
  groupsOf: user => engine.read(groupsOf(user)),
  abandoned: () => engine.read(abandoned()),
  browsed: (user, browsing) => engine.read(browsed(user, browsing)),
  openSessions: (...of) => engine.read(openSessions(...of)),
  invitationsBehind: (...of) => engine.read(invitationsBehind(...of)),
  accountsBehind: (...of) => engine.read(accountsBehind(...of)),
  accountsOf: users => engine.read(accountsOf(users)),
  sharing: (...of) => engine.read(sharing(...of)),
  changes: (after, limit) => engine.read(query<ChangeRecord & { pos: number }>(CHANGES_AFTER, after, limit)),
})

const storedJobs = (engine: Engine, clock: () => number, write: Engine['write']): StoredJobs => ({
  take: async (owner, ms, limit, lane = { but: [] }) => {
    const now = clock()
    if (!(await engine.read(jobs.anyDue(now)))) return []
    return write(() => jobs.take(engine.dialect, { now, owner, ms, limit, lane }))
  },
  letGo: (job, { wait, fault, dead }) =>
    write(() => jobs.letGo(job, { due: clock() + wait, fault, dead: dead ? 1 : null })),
  counts: () => engine.read(jobs.counts()),
})

/** Brings the schema up to date. */
const identified = async (engine: Engine, options: StoreOptions): Promise<Identity> => {
  const { fresh, clock, ofName, restored = false, begunAnew = () => {} } = options
  // A node that runs on under the old epoch would go on telling it.
  if (restored && !(await engine.claim(true))) throw new StoreUnavailable('A server is running on it. Stop it first.')
  const { dialect, lineage } = engine
  return engine.migrate(migrate(dialect, { fresh, now: clock(), ofName, lineage, restored, begunAnew }))
}

/** So that a copy from before this commit is known as one when it is put back. */
const noteReached = (engine: Engine, group: GroupCommit): void => {
  const { lineage } = engine
  if (lineage) group.onCommit(() => void engine.read(leases.position()).then(lineage.reach, () => {}))
}

type Write = (requests: readonly CommitRequest[]) => Promise<BatchResult>

const observed =
  (write: Write, observe: NonNullable<StoreOptions['observe']>): Write =>
  async requests => {
    const began = performance.now()
    try {
      const result = await write(requests)
      observe(requests.length, (performance.now() - began) / 1000)
      return result
    } catch (error) {
      observe(requests.length, null)
      throw error
    }
  }

/** Positions rise in the order of commits, on both engines. */
const CHANGES_AFTER = `select pos, stream, rev, kind, key, actor, command, at from changes
  where pos > $1 order by pos limit $2`

function* facts(keys: readonly FactKey[]): Program<World> {
  const world = new World(null)
  for (const [look, wanted] of Map.groupBy(keys, ([look]) => look)) {
    for (const key of wanted) world.expect(key)
    const values = wanted.map(([, ...key]) => key)
    for (const record of yield* lookUp(look, values, false)) world.found(look, record)
  }
  return world
}

function* heads(streams: readonly string[]): Program<ReadonlyMap<string, number>> {
  const ids = streams.map(id => [id])
  const known = new Map((yield* lookUp('stream', ids, false)).map(({ id, rev }) => [id, rev]))
  return new Map(streams.map(id => [id, known.get(id) ?? 0]))
}
