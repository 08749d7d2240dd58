import { type Program, query } from './program.ts'

/**
 * Writes something and takes it back in the same transaction: the disk is asked as for any commit, and nothing stays.
 * `id` must be this process's own, or two would wait for each other.
 */
export function* probe(id: string): Program<void> {
  yield* query('insert into nodes (id, seen, until) values ($1, 0, 0)', id)
  yield* query('delete from nodes where id = $1', id)
}
