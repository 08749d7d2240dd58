import { type JsonSchema, toJsonSchema } from '@valibot/to-json-schema'
import type * as v from 'valibot'

/**
 * A schema of the wire as JSON Schema (draft 7), for those who write clients. Patterns are read as Unicode there
 * anyway, so that what is a flag of ours needs no word. Throws where a schema says what JSON Schema cannot.
 */
export const jsonSchemaOf = (schema: v.GenericSchema): JsonSchema =>
  toJsonSchema(schema, {
    overrideAction: ({ valibotAction: action, jsonSchema }) =>
      isPattern(action) ? { ...jsonSchema, pattern: action.requirement.source } : undefined,
  })

const isPattern = (action: unknown): action is v.RegexAction<string, undefined> =>
  (action as { type: string }).type === 'regex'
