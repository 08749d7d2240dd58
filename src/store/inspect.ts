import { DIRECTORY, PEOPLE } from '#protocol/streams.ts'
import * as leases from './leases.ts'
import { migrations } from './migrate.ts'
import { type Program, query } from './program.ts'
import type { Table } from './table.ts'
import { tables } from './tables.ts'

/** Something that should not be so: what, how often, and where, by a few ids. Never texts or names. */
export type Finding = { what: string; count: number; where: readonly string[] }

/** Who a database is, and how far it has come. */
export type Standing = { epoch: string; schema: number; position: number }

/** So many places are named. */
const PLACES = 5

/** Throws where it is no database of Flack. */
export function* standing(): Program<Standing> {
  const [identity] = yield* query<{ epoch: string }>('select epoch from identity')
  const [{ schema = 0 } = {}] = yield* query<{ schema: number }>('select max(id) as schema from migrations')
  if (identity === undefined) throw new Error('The database has no identity.')
  return { epoch: identity.epoch, schema, position: yield* leases.position() }
}

/** What SQLite itself finds wrong with its file; nothing on PostgreSQL, which looks by itself. */
export function* fileFaults(): Program<readonly Finding[]> {
  const found = yield* query<{ quick_check: string }>('pragma quick_check(5)')
  const faults = found.map(({ quick_check }) => quick_check).filter(fault => fault !== 'ok')
  return faults.length === 0 ? [] : [{ what: 'the file of the database is damaged', count: faults.length, where: [] }]
}

/** A file that somebody can see, and the name of its content. */
export type Content = { id: string; blob: string }

export function* contents(): Program<readonly Content[]> {
  return yield* query<Content>('select id, blob from files where gone is null order by id')
}

/** Looks at all rows for what cannot be, so it takes as long as reading the whole database. */
export function* inspect(): Program<readonly Finding[]> {
  const { schema } = yield* standing()
  if (schema !== migrations.length) {
    return [{ what: `the schema is ${schema}, and this Flack knows ${migrations.length}`, count: 1, where: [] }]
  }
  const findings: Finding[] = []
  for (const [what, sql] of checks()) {
    const [{ count = 0 } = {}] = yield* query<{ count: number }>(`select count(*) as count from (${sql}) as found`)
    if (count === 0) continue
    const rows = yield* query<{ place: string }>(`select place from (${sql}) as found order by place limit ${PLACES}`)
    findings.push({ what, count, where: rows.map(({ place }) => String(place)) })
  }
  return findings
}

/** What cannot be, and the statement whose rows say where it is all the same, each as `place`. */
const checks = (): readonly (readonly [what: string, sql: string])[] => [...heads(), ...counters, ...orphans, ...erased]

/** No row is newer than the head of its stream: clients would never ask for it. */
const heads = () =>
  Object.entries(
    tables as Readonly<Record<string, Table & { stream?: { of: string; column: string | null } }>>,
  ).flatMap(([name, { stream }]) => {
    if (stream === undefined) return []
    const id = stream.column === null ? `'${stream.of === 'people' ? PEOPLE : DIRECTORY}'` : `t."${stream.column}"`
    const sql = `select distinct ${id} as place from ${name} t
        where t.rev > coalesce((select s.rev from streams s where s.id = ${id}), 0)`
    return [[`rows of ${name} are newer than the head of their stream`, sql] as const]
  })

const LIVING = 'select c.id from channels c where c.gone is null'

const counters = [
  [
    'messages of a channel have a gap in their numbers',
    `select channel as place from messages where channel in (${LIVING})
      group by channel having count(*) <> max(seq) - min(seq) + 1`,
  ],
  [
    'the counters of a channel differ from its messages',
    `select m.channel as place from messages m join streams s on s.id = m.channel where m.channel in (${LIVING})
      group by m.channel, s.seq, s.posts, s.ts having max(m.seq) <> s.seq or max(m.post) <> s.posts or max(m.ts) <> s.ts`,
  ],
  [
    'messages of a channel are not in the order of their times',
    `select distinct channel as place from
      (select channel, ts, lag(ts) over (partition by channel order by seq) as before from messages) m
      where m.ts <= m.before`,
  ],
  [
    'the number of seats of a channel differs from its seats',
    `select s.id as place from streams s join channels c on c.id = s.id where s.seats <>
      (select count(*) from seats t where t.channel = s.id and t.state = 'joined')`,
  ],
  [
    'the count of a reaction differs from who reacted',
    `select r.channel as place from reactions r where r.gone is null and r.count <> (select count(*) from reactors p
      where p.channel = r.channel and p.seq = r.seq and p.name = r.name)`,
  ],
  [
    'a follower is ahead of what has happened',
    'select follower as place from positions where seen > (select coalesce(max(pos), 0) from changes)',
  ],
] as const

const orphans = [
  ['seats are of nobody', 'select s.channel as place from seats s where s."user" not in (select u.id from users u)'],
  [
    'messages are in no channel',
    'select distinct channel as place from messages where channel not in (select c.id from channels c)',
  ],
  [
    'messages are by nobody',
    'select distinct channel as place from messages where author not in (select u.id from users u)',
  ],
  ['jobs were given up', 'select kind as place from jobs where dead is not null'],
] as const

const erased = [
  [
    'a deleted message has a text still',
    "select channel as place from messages where deleted is not null and text <> ''",
  ],
  [
    'a deleted message has earlier texts still',
    `select v.channel as place from versions v join messages m on m.channel = v.channel and m.seq = v.seq
      where m.deleted is not null`,
  ],
] as const
