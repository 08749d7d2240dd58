import type { Client } from '../../sync/api.ts'
import { say } from '../../words/say.ts'
import { found } from '../switcher/found.ts'
import { CALLS, type Named } from './references.ts'

/** One line of the suggestions. */
export interface Candidate {
  key: string
  /** What it is called in the list. */
  name: string
  /** What it is, where the name does not say it. */
  note?: string
  /** A sign before the name. */
  sign?: string
  /** What is put into the text. */
  put: string
  person?: Named
}

/** Nobody reads more than these; who means another one types on. */
const MOST = 8

const whoIsCalled = (call: (typeof CALLS)[number]): string =>
  ({
    here: say`those of this channel who are online`,
    channel: say`all of this channel`,
    everyone: say`all of this workspace`,
  })[call]

/** Channels by a few letters of their name. */
export const channelsFor = ({ replica }: Client, query: string): Candidate[] =>
  found(replica.channels.peek(), query)
    .slice(0, MOST)
    .map(({ id, name }) => ({ key: id, name, put: `#${name}` }))

/** What the server says of people and a channel; nobody is in neither list, or is simply not known. */
export interface Seats {
  inside: ReadonlySet<string>
  outside: ReadonlySet<string>
}

/** People by a few letters of their name: first who wrote here last, then who is in the channel, then all others. */
export const peopleFor = (
  people: readonly Named[],
  recent: readonly string[],
  query: string,
  { inside, outside }: Seats = { inside: new Set(), outside: new Set() },
): Candidate[] => {
  const wanted = folded(query)
  const order = new Map(recent.map((id, at) => [id, at]))
  const place = (id: string) => order.get(id) ?? (inside.has(id) ? 500 : 900)
  const ranked: { person: Named; rank: number }[] = []
  for (const person of people) {
    const nearness = nearnessOf(person.name, wanted)
    if (nearness !== null) ranked.push({ person, rank: nearness * 1000 + place(person.id) })
  }
  return ranked
    .sort((a, b) => a.rank - b.rank || a.person.name.localeCompare(b.person.name))
    .slice(0, MOST)
    .map(({ person }) => ({
      key: person.id,
      name: person.name,
      ...(outside.has(person.id) && { note: say`not in this channel` }),
      put: `@${person.name}`,
      person,
    }))
}

/** User groups by a few letters of their handle or name. */
export const groupsFor = ({ replica }: Client, query: string): Candidate[] => {
  const wanted = folded(query)
  const ranked = [...replica.groups.peek().values()].flatMap(({ id, handle, name }) => {
    const [nearness] = [nearnessOf(handle, wanted), nearnessOf(name, wanted)].filter(each => each !== null).sort()
    return nearness === undefined ? [] : [{ id, handle, name, nearness }]
  })
  return ranked
    .sort((a, b) => a.nearness - b.nearness || a.handle.localeCompare(b.handle))
    .slice(0, MOST)
    .map(({ id, handle, name }) => ({ key: id, name: handle, note: name, put: `@${handle}` }))
}

/** "@here" and its like; everybody is called in #general alone. `calls`: whether my calls are heard. */
export const callsFor = (query: string, isGeneral: boolean, calls = true): Candidate[] =>
  CALLS.filter(call => call.startsWith(query.toLowerCase()) && (call !== 'everyone' || isGeneral)).map(call => ({
    key: call,
    name: call,
    note: calls || call === 'here' ? whoIsCalled(call) : say`calls nobody: that is left to admins`,
    put: `@${call}`,
  }))

/** 0 where the name begins with it, 1 where one of its words does, 2 where its letters are there in this order; null: not at all. */
const nearnessOf = (name: string, wanted: string): number | null => {
  const whole = folded(name)
  if (whole.startsWith(wanted)) return 0
  if (whole.includes(` ${wanted}`) || whole.includes(`-${wanted}`)) return 1
  // One or two letters are in nearly every name.
  if (wanted.length < 3) return null
  let at = -1
  for (const letter of wanted) {
    at = whole.indexOf(letter, at + 1)
    if (at === -1) return null
  }
  return 2
}

const known = new Map<string, string>()

/** In small letters and without accents. Kept, since at each key all names are compared. */
const folded = (name: string): string => {
  const before = known.get(name)
  if (before !== undefined) return before
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  if (known.size > 100_000) known.clear()
  known.set(name, plain)
  return plain
}
