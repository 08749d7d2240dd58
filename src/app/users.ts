import type { UserRow } from '#protocol/rows.ts'
import type { Store } from '#store/store.ts'

/** The rows of these people, each once; ids of nobody are left out. */
export const users = async (store: Store, ids: readonly string[]): Promise<UserRow[]> => {
  const wanted = [...new Set(ids)]
  const facts = await store.look(wanted.map(id => ['user', id] as const))
  return wanted.flatMap(id => {
    const user = facts.get('user', id)
    return user ? [{ row: 'user' as const, rev: user.rev, id: user.id, name: user.name, kind: user.kind }] : []
  })
}
