import { nameWords } from '#domain/name-words.ts'
import type { Answers, Fields } from '#protocol/commands.ts'
import { PEOPLE_PER_PAGE } from '#protocol/limits.ts'
import type { UserRow } from '#protocol/rows.ts'
import type { Store } from '#store/store.ts'
import { users } from './users.ts'

/** Words that are read at a time, and how often for one answer: what fits hardly anybody holds up nobody. */
const WORDS = 200
const READS = 5

/**
 * A page of people some word of whose names, handle or title begins with each word that was typed, in the order of these
 * words: a walk along their index from where the page before ended. Each is told once, at the first word that fits.
 */
export const roster = async (store: Store, { query, after }: Fields<'roster'>): Promise<Answers['roster']> => {
  const typed = nameWords(query)
  const prefix = typed.toSorted((a, b) => b.length - a.length)[0] ?? ''
  const rows: UserRow[] = []
  let [word = prefix, user = ''] = after?.split(' ') ?? []
  for (let read = 0; read < READS; read++) {
    const found = await store.wordsAfter(prefix, { word, user }, WORDS)
    const ids = found.map(each => each.user)
    const people = new Map((await users(store, ids)).map(row => [row.id, row]))
    for (const each of found) {
      if (rows.length === PEOPLE_PER_PAGE) return { rows, next: `${word} ${user}` }
      word = each.word
      user = each.user
      const row = people.get(user)
      if (row !== undefined && isTold(row, word, prefix, typed)) rows.push(row)
    }
    if (found.length < WORDS) return { rows }
  }
  return { rows, next: `${word} ${user}` }
}

const isTold = (row: UserRow, word: string, prefix: string, typed: readonly string[]): boolean => {
  const words = wordsOf(row)
  const first = words.filter(each => each.startsWith(prefix)).sort()[0]
  return first === word && typed.every(want => words.some(each => each.startsWith(want)))
}

/** By which somebody is found, as they are kept (`spokenWords`). */
const wordsOf = ({ name, handle = '', fullName = '', title = '' }: UserRow): string[] =>
  [name, handle, fullName, title].flatMap(each => (each === '' ? [] : nameWords(each)))
