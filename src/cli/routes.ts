import { registry } from '#app/registry.ts'
import { jsonSchemaOf } from '#protocol/json-schema.ts'

/** `flack routes`: everything that can be called, as JSON. */
export const routes = (): number => {
  const entries = registry().map(({ schema, ...entry }) => ({ ...entry, schema: schema && jsonSchemaOf(schema) }))
  console.log(JSON.stringify(entries, null, 2))
  return 0
}
