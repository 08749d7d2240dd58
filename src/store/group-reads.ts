import type { WordRecord } from '#domain/records.ts'
import { type Program, query } from './program.ts'

/** What is asked of many people by pages: who is in a user group, and who has a word that begins so. */

/** The people in a user group whose id is above `after`, rising, at most `limit`. */
export function* groupedAfter(group: string, after: string, limit: number): Program<readonly string[]> {
  const found = yield* query<{ user: string }>(
    `select "user" from groupings where "group" = $1 and "user" > $2 and gone is null order by "user" limit $3`,
    ...[group, after, limit],
  )
  return found.map(({ user }) => user)
}

/** How many people are in a user group. */
export function* grouped(group: string): Program<number> {
  const [{ count } = { count: 0 }] = yield* query<{ count: number }>(
    'select count(*) as count from groupings where "group" = $1 and gone is null',
    group,
  )
  return count
}

/** The user groups that somebody is in, by id; those that are gone are left out. */
export function* groupsOf(user: string): Program<readonly string[]> {
  const found = yield* query<{ group: string }>(
    `select groupings."group" from groupings join usergroups on usergroups.id = groupings."group"
      where groupings."user" = $1 and groupings.gone is null and usergroups.gone is null order by groupings."group"`,
    user,
  )
  return found.map(({ group }) => group)
}

/** Words that begin so, from the one behind `after`, in their order: a walk along their key. */
export function* wordsAfter(prefix: string, after: WordRecord, limit: number): Program<readonly WordRecord[]> {
  return yield* query<WordRecord>(
    `select word, "user" from words where (word, "user") > ($1, $2) and word < $3 order by word, "user" limit $4`,
    // After every word that begins so: no text has a greater code point.
    ...[after.word, after.user, `${prefix}\u{10FFFF}`, limit],
  )
}
