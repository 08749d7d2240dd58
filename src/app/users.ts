import type { UserRow } from '#protocol/rows.ts'
import type { Store } from '#store/store.ts'

/** The rows of these people, each once; ids of nobody are left out. */
export const users = async (store: Store, ids: readonly string[]): Promise<UserRow[]> => {
  const wanted = [...new Set(ids)].map(id => [id])
  return (await store.rows('users', wanted)).flatMap(row => (row.row === 'user' ? row : []))
}
