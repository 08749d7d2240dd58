/** What is kept of user groups and of sections for everybody, beside `records.ts`. */

/** A section that an admin made for everybody. `gone`: 1 once it was removed, then it has neither name nor channels. */
export type SharedSectionRecord = {
  id: string
  rev: number
  name: string
  rank: number
  channels: readonly string[]
  gone: 1 | null
}

/** People who are called together. `gone`: 1 once it was removed, then it has neither name nor handle. */
export type UserGroupRecord = {
  id: string
  rev: number
  name: string
  handle: string
  /** Unique among groups, and no person has the same. */
  handleKey: string | null
  description: string
  /** Public channels in which members are seated. */
  channels: readonly string[]
  gone: 1 | null
}

/** Somebody is in a user group, in their stream: a group of thousands makes nobody else's rows more. */
export type GroupingRecord = { user: string; group: string; rev: number; gone: 1 | null }
