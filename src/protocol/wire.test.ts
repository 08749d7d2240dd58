import { expect, test } from 'bun:test'
import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { inbound } from './commands.ts'
import { Change, Hello, Now, PlaceFacts, ServerFrame } from './frames.ts'
import { jsonSchemaOf } from './json-schema.ts'
import { refusals } from './refusals.ts'
import * as rows from './rows.ts'
import { PROTOCOL } from './version.ts'

/**
 * When this fails, the wire has moved. If old clients and servers still understand it (a new optional field, a new
 * command), write what is new into docs/protocol.md and pin the new fingerprint here. If they do not, raise `PROTOCOL`
 * in version.ts with a line that says what changed, and then do the same. Older pages leave out rows of a new kind, so
 * that it also takes a new `VERSION` in web/sync/browser-storage.ts: what they have kept lacks those rows.
 */
test('the wire is that of its version', () => {
  // With kinds of channels and direct conversations, before the first release.
  expect([PROTOCOL, fingerprint()]).toEqual([1, 'jVg3CY-V5374nsKD'])
})

test('the fingerprint sees a field, a limit and a code that moved', () => {
  const of = (schema: v.GenericSchema) => hash({ schema: jsonSchemaOf(schema) })
  const was = of(v.object({ a: v.string() }))
  expect(of(v.object({ a: v.string() }))).toBe(was)
  expect(of(v.object({ a: v.optional(v.string()) }))).not.toBe(was)
  expect(of(v.object({ a: v.pipe(v.string(), v.maxLength(9)) }))).not.toBe(was)
  expect(hash({ codes: [...Object.entries(refusals), ['new_code', { http: 400, client: 'show' }]] })).not.toBe(
    hash({ codes: Object.entries(refusals) }),
  )
})

const fingerprint = (): string =>
  hash({
    inbound: schemas(part('said')),
    answers: schemas(part('answered')),
    frames: schemas({ Change, Hello, Now, PlaceFacts, ServerFrame }),
    rows: schemas(
      Object.fromEntries(Object.entries(rows).filter(([name]) => name.endsWith('Row'))) as Record<
        string,
        v.GenericSchema
      >,
    ),
    refusals,
  })

const part = (of: 'said' | 'answered') =>
  Object.fromEntries(Object.entries(inbound).map(([name, entry]) => [name, entry[of]]))

const schemas = (all: Readonly<Record<string, v.GenericSchema>>) =>
  Object.fromEntries(Object.entries(all).map(([name, schema]) => [name, jsonSchemaOf(schema)]))

/** Keys in order, so that moving a line in a file is no change. */
const hash = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(sorted(value)))
    .digest('base64url')
    .slice(0, 16)

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  )
}
