import type { List } from '#domain/facts.ts'
import { lists } from './looks.ts'
import type { AnyRecord } from './memory.ts'
import { columnsOf, decoded, type Program, query, type Value } from './program.ts'

/** The first rows of a list, in its order. */
export function* listed(list: List, key: readonly Value[], limit: number): Program<AnyRecord[]> {
  const { table, columns, order, without } = lists[list]
  const conditions = [
    ...columns.map((column, index) => `"${column}" = $${index + 1}`),
    ...(without === undefined ? [] : [`"${without}" is null`]),
  ]
  const found = yield* query(
    `select ${columnsOf(table)} from ${table} where ${conditions.join(' and ')}
      order by ${order.map(column => `"${column}"`).join(', ')} limit $${columns.length + 1}`,
    ...key,
    limit,
  )
  return found.map(fields => decoded(table, fields) as AnyRecord)
}
