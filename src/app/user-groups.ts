import type { Answers, Fields } from '#protocol/commands.ts'
import { MEMBERS_PER_PAGE } from '#protocol/limits.ts'
import type { Store } from '#store/store.ts'
import { people } from './people.ts'
import type { Answer } from './questions.ts'
import { users } from './users.ts'

/** So many people whose name begins as was typed are looked at for those who are in the group. */
const LOOKED_AT = 500

/**
 * A page of who is in a user group, by id, of those above `after`; with a query those of it whom somebody may mean who has
 * typed it, all on one page.
 */
export const groupPage = async (
  store: Store,
  { group: id, query = '', after = '' }: Fields<'grouped'>,
): Promise<Answer<Answers['grouped']>> => {
  const group = (await store.look([['usergroup', id]])).get('usergroup', id)
  if (group === null || group.gone !== null)
    return { refused: { code: 'usergroup_not_found', message: 'There is no such user group.' } }
  const count = await store.grouped(id)
  if (query.trim() !== '') return { ok: { users: await found(store, id, query), count, more: false } }
  const page = await store.groupedAfter(id, after, MEMBERS_PER_PAGE + 1)
  const told = page.slice(0, MEMBERS_PER_PAGE)
  return { ok: { users: await users(store, told), count, more: page.length > told.length } }
}

const found = async (store: Store, group: string, query: string): Promise<Answers['grouped']['users']> => {
  const { rows } = await people(store, query, null, LOOKED_AT)
  const facts = await store.look(rows.map(({ id }) => ['grouping', id, group] as const))
  return rows.filter(({ id }) => facts.get('grouping', id, group)?.gone === null).slice(0, MEMBERS_PER_PAGE)
}
