import type { Drop, Keep, Verdict } from './decision.ts'
import type { EntryRecord } from './door-records.ts'
import type { Facts, Scope } from './facts.ts'
import type { Circumstances, IntentOf } from './intent.ts'

type Note = IntentOf<'entry.note'>

/** So many of each person are kept: whoever tries names and passwords must not fill the disk. */
export const ENTRIES_KEPT = 100

/** That somebody came in, or was refused, and which older note goes for it. */
export const entered = (facts: Facts, { now, ...entry }: Omit<EntryRecord, 'at'> & { now: number }) => {
  const kept = facts.list('entriesOf', entry.user)
  const [oldest] = kept.length < ENTRIES_KEPT ? [] : kept
  const drops: Drop[] = oldest === undefined ? [] : [{ table: 'entries', key: [oldest.user, oldest.at, oldest.id] }]
  const keeps: Keep[] = [{ table: 'entries', row: { ...entry, at: now } }]
  return { drops, keeps }
}

export const noteScope = ({ user }: Note): Scope => ({
  streams: [user],
  facts: [],
  lists: [{ list: 'entriesOf', key: [user], limit: ENTRIES_KEPT }],
})

/** Writes down that somebody was refused at the door: `{}`. */
export const note = (facts: Facts, { do: _, ...entry }: Note, { now }: Circumstances): Verdict<'entry.note'> => ({
  writes: [],
  ...entered(facts, { ...entry, now }),
  ok: {},
})
