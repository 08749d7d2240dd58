import { DIRECTORY, PEOPLE } from '#protocol/streams.ts'
import type { Dialect } from './dialect.ts'
import { continued, type Past } from './lineage.ts'
import { seed } from './migrations/0001-seed.ts'
import { nodes } from './migrations/0002-nodes.ts'
import { commandsInTime } from './migrations/0003-commands-in-time.ts'
import { livingMessages } from './migrations/0004-living-messages.ts'
import { followers } from './migrations/0005-followers.ts'
import { jobs } from './migrations/0006-jobs.ts'
import { nameWords } from './migrations/0007-name-words.ts'
import { attention } from './migrations/0008-attention.ts'
import { nameKeys } from './migrations/0009-name-keys.ts'
import { preferences } from './migrations/0010-preferences.ts'
import { people } from './migrations/0011-people.ts'
import { rooms } from './migrations/0012-rooms.ts'
import { formerNames } from './migrations/0013-former-names.ts'
import { sections } from './migrations/0014-sections.ts'
import { roles } from './migrations/0015-roles.ts'
import { moved } from './migrations/0016-moved.ts'
import { policies } from './migrations/0017-policies.ts'
import { files } from './migrations/0018-files.ts'
import { credentials } from './migrations/0019-credentials.ts'
import { levels } from './migrations/0020-levels.ts'

import { userGroups } from './migrations/0021-user-groups.ts'
import { announcing } from './migrations/0022-announcing.ts'

import { previews } from './migrations/0023-previews.ts'
import { ordinals } from './migrations/0024-ordinals.ts'
import { named } from './migrations/0025-named.ts'
import { door } from './migrations/0026-door.ts'
import { type Program, put, query } from './program.ts'
import type { Identity } from './store.ts'

/** Statements, and what no statement can do. */
type Steps = readonly (string | (() => Program<void>))[]

/** What is derived from a name: the words by which it is found, and the keys under which it is unique. */
export type OfName = {
  words: (name: string) => readonly string[]
  keys: (name: string) => { nameKey: string; lookKey: string }
}

/** Numbered, in order, each in the transaction that records it. A released one never changes. */
export const migrations: readonly ((dialect: Dialect, ofName: OfName) => Steps)[] = [
  seed,
  nodes,
  commandsInTime,
  livingMessages,
  followers,
  jobs,
  (dialect, { words }) => nameWords(dialect, words),
  attention,
  (dialect, { keys }) => nameKeys(dialect, keys),
  preferences,
  people,
  (dialect, { keys }) => rooms(dialect, name => keys(name).nameKey),
  formerNames,
  sections,
  roles,
  moved,
  policies,
  files,
  credentials,
  levels,
  userGroups,
  announcing,
  previews,
  ordinals,
  named,
  door,
]

/** The statements that make today's tables, empty ones: what fills a new table from an older one has nothing to do. */
export const statements = (dialect: Dialect): string[] =>
  migrations.flatMap(migration =>
    migration(dialect, { words: () => [], keys: () => ({ nameKey: '', lookKey: '' }) }).filter(
      step => typeof step === 'string',
    ),
  )

type Opening = Past & { now: number; ofName: OfName }

/**
 * Brings the schema up to date and returns who this database is; `fresh` is its identity if it is new, and has its
 * epoch if it was put back (see `continued`). Runs inside one
 * transaction under the engine's own lock, so two starting servers cannot both do it. Throws if the schema is newer
 * than this program.
 */
export function* migrate(dialect: Dialect, { now, ofName, ...past }: Opening): Program<Identity> {
  yield* query('create table if not exists migrations (id bigint primary key, at bigint not null)')
  const [{ newest = null } = {}] = yield* query<{ newest: number | null }>('select max(id) as newest from migrations')
  const done = newest ?? 0
  if (done > migrations.length) {
    throw new Error(`The database was written by a newer Flack (schema ${done}, this one knows ${migrations.length}).`)
  }
  for (const [index, migration] of migrations.entries()) {
    if (index < done) continue
    for (const step of migration(dialect, ofName)) {
      if (typeof step === 'string') yield* query(step)
      else yield* step()
    }
    yield* query('insert into migrations (id, at) values ($1, $2)', index + 1, now)
  }
  return yield* continued(yield* identify(past.fresh), past)
}

/** The fixed ids, drawn once. Their streams exist from the start, so that founding locks them like any command. */
function* identify(fresh: Identity): Program<Identity> {
  yield* query(
    'create table if not exists identity (epoch text not null, workspace text not null, general text not null, bot text not null)',
  )
  const [known] = yield* query<Identity>('select epoch, workspace, general, bot from identity')
  if (known) return known
  const { epoch, workspace, general, bot } = fresh
  yield* query(
    'insert into identity (epoch, workspace, general, bot) values ($1, $2, $3, $4)',
    epoch,
    workspace,
    general,
    bot,
  )
  yield* put('streams', [workspace, general, bot, DIRECTORY, PEOPLE].map(emptyStream))
  return fresh
}

/** A stream in which nothing has happened yet. */
export const emptyStream = (id: string) => ({ id, rev: 0, floor: 0, seq: 0, posts: 0, ts: 0, seats: 0, moved: 0 })
