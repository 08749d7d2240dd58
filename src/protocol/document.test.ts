import { describe, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { inbound } from './commands.ts'
import { Hello, PlaceFacts } from './frames.ts'
import { refusals } from './refusals.ts'
import { Row } from './rows.ts'

/** docs/protocol.md says everything that the schemas say, and names nothing that is not there. */

const text = readFileSync(`${import.meta.dir}/../../docs/protocol.md`, 'utf8')

/** The lines of the tables in a part of the document, each as its cells. */
const linesIn = (part: string): string[][] =>
  part
    .split('\n')
    .filter(line => line.startsWith('| ') && !line.startsWith('| ---'))
    .map(line => line.slice(2, -2).split(' | '))

const lines = linesIn(text)

/** Every word that is set as code. */
const codes = [...text.matchAll(/`[^`\n]+`/g)].flatMap(([code]) => code.match(/\w+/g) ?? [])

/** The first code in a cell. */
const codeIn = (cell = ''): string => /^`([^`]+)`/.exec(cell)?.[1] ?? ''

const lineOf = (name: string): readonly string[] => {
  const found = lines.filter(([first]) => codeIn(first).split(' ')[0] === name)
  expect([name, found.length]).toEqual([name, 1])
  return found[0] ?? []
}

const fieldsOf = (schema: v.GenericSchema): Record<string, v.GenericSchema> =>
  (schema as unknown as { entries?: Record<string, v.GenericSchema> }).entries ?? {}

const isOptional = (schema: v.GenericSchema): boolean => v.safeParse(schema, undefined).success

/** `message.post {channel, clientId, text}`. An optional clientId is said of all commands at once, by a star. */
const signature = (name: string, said: v.GenericSchema): string => {
  const fields = Object.entries(fieldsOf(said))
    .filter(([field, schema]) => name !== 'ping' && !(field === 'clientId' && isOptional(schema)))
    .map(([field, schema]) => (isOptional(schema) ? `${field}?` : field))
  return fields.length === 0 ? name : `${name} {${fields.join(', ')}}`
}

const expectFields = (name: string, schema: v.GenericSchema, cell: string): void => {
  const written = [...cell.matchAll(/`[^`]+`/g)].flatMap(([code]) => code.match(/\w+/g) ?? [])
  expect([name, ...Object.keys(fieldsOf(schema)).filter(field => !written.includes(field))]).toEqual([name])
}

describe('the document has a line for', () => {
  test.each(Object.entries(inbound))('what is said as %s, with its fields and those of its answer', (name, entry) => {
    const [first = '', answer = ''] = lineOf(name)
    expect(codeIn(first)).toBe(signature(name, entry.said))
    // What answers a secret is not kept, so that it takes no `clientId`.
    expect(first.endsWith(' *')).toBe(Object.hasOwn(fieldsOf(entry.said), 'clientId'))
    expectFields(name, entry.answered, answer)
  })

  test.each(Row.options.map(schema => [schema.entries.row.literal, schema] as const))(
    'the row %s with its fields',
    (name, schema) => {
      const { row: _, rev: __, ...fields } = fieldsOf(schema)
      expectFields(name, v.object(fields), lineOf(name)[2] ?? '')
    },
  )

  test.each(Object.keys(refusals))('or a word on the refusal %s', code => {
    expect(codes.includes(code)).toBe(true)
  })
})

test('the document has no line for a command, question or signal that is not there', () => {
  const part = text.slice(text.indexOf('\n## Commands'), text.indexOf('\n## ', text.indexOf('\n## Commands') + 1))
  const names = linesIn(part).flatMap(([first]) => codeIn(first).split(' ')[0] || [])
  expect(names.sort()).toEqual(Object.keys(inbound).sort())
})

test('the greeting and its places are written out with all their fields', () => {
  const hello = /### hello\n\n```\n([\s\S]*?)```/.exec(text)?.[1] ?? ''
  for (const field of [...Object.keys(fieldsOf(Hello)), ...Object.keys(fieldsOf(PlaceFacts))]) {
    expect(hello).toContain(`"${field}": `)
  }
})

test('tables are not padded, so that one longer cell changes one line', () => {
  expect(text.split('\n').filter(line => line.startsWith('|') && / {2}/.test(line))).toEqual([])
})
