import { Database } from 'bun:sqlite'
import { join } from 'node:path'

/** Every row of every table, as text: equal dumps are equal databases. Reads beside the running server. */
export const openDump = (dataDir: string): { take(): string; close(): void } => {
  const database = new Database(join(dataDir, 'flack.db'), { readonly: true })
  const tables = database
    .query<{ name: string }, []>("select name from sqlite_schema where type = 'table' order by name")
    .all()
    .map(({ name }) => database.query<unknown, []>(`select * from "${name}"`))
  return {
    take: database.transaction(() => JSON.stringify(tables.map(table => table.values()))),
    close: () => database.close(),
  }
}
