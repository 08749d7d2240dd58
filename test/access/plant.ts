import type { Tables } from '#domain/records.ts'
import type { Row } from '#protocol/rows.ts'
import { type TableName, tables } from '#store/tables.ts'

/** What stands in the private column of every row, and nowhere else. */
export const secretOf = (table: string): string => `planted-in-${table}`

/** Whoever commits appends to it with a statement of its own: there the database plants. */
const BY_DATABASE: readonly TableName[] = ['changes', 'streams']

type Changeable = { columns: Record<string, string>; stream?: { row: (record: object) => Row } }

/**
 * Gives every table of this process a private column, as somebody would who needs one: in its description and in a
 * migration. Every row that is written from now on carries a secret in it, and so does every record that rules, frames
 * and answers are made of. To be called before the store is loaded, which reads the descriptions once. `leaking` also
 * makes the mistake that is looked for: rows of streams are sent as they are stored.
 */
export const plant = async ({ leaking }: { leaking: boolean }): Promise<void> => {
  const all = Object.entries(tables) as [TableName, Changeable][]
  for (const [table, description] of all) {
    if (!BY_DATABASE.includes(table)) description.columns.secret = 'text'
    const { stream } = description
    if (leaking && stream) {
      const { row } = stream
      stream.row = record => ({ ...row(record), ...('secret' in record && { secret: record.secret }) })
    }
  }
  const { migrations } = await import('#store/migrate.ts')
  const columns = all.map(([table]) => `alter table ${table} add column secret text default '${secretOf(table)}'`)
  ;(migrations as (() => string[])[]).push(() => columns)
  await plantInRecords()
}

/** Every record that a decision writes passes here, before it is written or told. */
const plantInRecords = async (): Promise<void> => {
  const { World } = await import('#store/world.ts')
  const { write } = World.prototype
  World.prototype.write = function <T extends keyof Tables>(table: T, record: Tables[T]) {
    Object.assign(record, { secret: secretOf(table) })
    write.call(this, table, record)
  }
}
