import type { Dialect } from '../dialect.ts'
import { type Program, put, query } from '../program.ts'

/**
 * The words by which people are found while their name is typed, in the order of their letters on both engines. No SQL
 * takes the accents off a letter, so `wordsOf` says which those of a name are.
 */
export const nameWords = ({ withoutRowid, bytewise }: Dialect, wordsOf: (name: string) => readonly string[]) => [
  `create table words (word text ${bytewise} not null, "user" text not null, primary key (word, "user")) ${withoutRowid}`,
  () => fill(wordsOf),
]

function* fill(wordsOf: (name: string) => readonly string[]): Program<void> {
  const users = yield* query<{ id: string; name: string }>('select id, name from users')
  yield* put(
    'words',
    users.flatMap(({ id, name }) => wordsOf(name).map(word => ({ word, user: id }))),
  )
}
