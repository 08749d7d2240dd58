import * as z from 'zod/mini'
import { registry } from '#app/registry.ts'

/** `flack routes`: everything that can be called, as JSON. */
export const routes = (): number => {
  const entries = registry().map(({ schema, ...entry }) => ({ ...entry, schema: schema && z.toJSONSchema(schema) }))
  console.log(JSON.stringify(entries, null, 2))
  return 0
}
