import { expect, test } from 'bun:test'
import type { StreamTables } from '#domain/records.ts'
import { kindOf, type StreamKind } from '#protocol/streams.ts'
import type { Table } from './table.ts'
import { rowOf, type TableName, tables, tablesIn } from './tables.ts'

const kinds: readonly StreamKind[] = ['channel', 'user', 'workspace', 'people', 'directory']
const inStreams = kinds.flatMap(tablesIn)

/** A record with something in every column, and one column more than the description names. */
const planted = (table: keyof StreamTables): StreamTables[typeof table] => {
  const columns = Object.entries((tables[table] as Table).columns)
  // A number is a text that reads as JSON, too: the data of a system line is kept as such.
  const values = { text: '7', int: 1, json: ['a'] }
  return {
    ...Object.fromEntries(columns.map(([column, type]) => [column, values[type]])),
    secret: 'planted',
  } as unknown as StreamTables[typeof table]
}

test.each(inStreams)('a column that the row of %s does not name never leaves the store', table => {
  const row = rowOf(table, planted(table))
  expect(JSON.stringify(row)).not.toContain('planted')
  expect(Object.keys(row)).toEqual(expect.arrayContaining(['row', 'rev']))
})

test('what is looked up by, and what signs somebody in, is no part of any row', () => {
  const names = inStreams.flatMap(table => Object.keys(rowOf(table, planted(table))))
  for (const name of ['nameKey', 'lookKey', 'hash', 'changed']) expect(names).not.toContain(name)
})

test('every table with a rev but the heads and the changes lives in a stream of a known kind', () => {
  const revved = (Object.keys(tables) as TableName[]).filter(table => 'rev' in tables[table].columns)
  expect([...inStreams, 'streams', 'changes'].sort() as string[]).toEqual(revved.sort())
  expect(kindOf('C00000001')).toBe('channel')
})
