import { jobRow } from '#domain/job.ts'
import { massScope, type Part, SEATS_AT_ONCE, type Seating, seatPart } from '#domain/mass.ts'
import type { JobRecord } from '#domain/records.ts'
import type { Store } from '#store/store.ts'
import type { Work } from '../followers/follower.ts'

/** [HUB-5] Seats the next part of many people in a channel, and asks for what is left. */
export const seat = async (store: Store, { key, due, data }: JobRecord): Promise<Work> => {
  const part = await partOf(store, JSON.parse(data) as Seating)
  return {
    scope: massScope(part.seating, part.users),
    decide: (facts, now) => {
      const { left, ...decided } = seatPart(facts, part, { now, general: store.identity.general })
      const next = left && jobRow({ kind: 'seat', key: nextKey(key), due, data: JSON.stringify(left) })
      return { ...decided, keeps: next ? [next] : [] }
    },
  }
}

const partOf = async (store: Store, seating: Seating): Promise<Part> => {
  const { group, after = '', users: wanted = [] } = seating
  if (group === undefined) {
    const [users, rest] = [wanted.slice(0, SEATS_AT_ONCE), wanted.slice(SEATS_AT_ONCE)]
    return { seating, users, left: rest.length === 0 ? null : { ...seating, users: rest } }
  }
  const users = await store.groupedAfter(group, after, SEATS_AT_ONCE)
  const last = users.at(-1)
  return {
    seating,
    users,
    left: users.length < SEATS_AT_ONCE || last === undefined ? null : { ...seating, after: last },
  }
}

/** A job's key ends with the number of its part. */
const nextKey = (key: string): string => key.replace(/\d+$/, part => String(Number(part) + 1))
