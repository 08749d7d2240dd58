import * as z from 'zod/mini'
import { Now } from '#protocol/frames.ts'
import type { Hint } from './bus.ts'

/** Above this a hint goes without its rows, and nodes read the store (SIZE). */
const HINT_BYTES = 64 * 1024

const Grant = z.union([
  z.object({ user: z.string(), stream: z.string() }),
  z.object({ session: z.string() }),
  z.object({ watchers: z.string() }),
  z.object({ everybody: z.string() }),
])

const PresenceHint = z.union([
  z.object({
    node: z.string(),
    beat: z.int(),
    since: z.int(),
    rev: z.int(),
    on: z.array(z.string()),
    off: z.array(z.string()),
  }),
  z.object({ node: z.string(), rev: z.int(), part: z.int(), parts: z.int(), users: z.array(z.string()) }),
  z.object({ asks: z.string() }),
])

const HintSchema = z.union([
  z.object({
    frame: z.object({
      stream: z.string(),
      since: z.int(),
      rev: z.int(),
      rows: z.nullable(z.string()),
      begins: z.array(Grant),
      ends: z.array(Grant),
    }),
  }),
  z.object({ signal: z.object({ about: z.string(), now: Now }) }),
  z.object({ presence: PresenceHint }),
  z.object({ look: z.string() }),
  z.object({ seen: z.object({ node: z.string(), pos: z.int() }) }),
  z.object({
    spent: z.object({ node: z.string(), command: z.string(), by: z.record(z.string(), z.int().check(z.positive())) }),
  }),
])

/** A hint as text; a large frame goes without its rows. */
export const encodeHint = (hint: Hint): string => {
  const text = JSON.stringify(hint)
  if (!('frame' in hint) || Buffer.byteLength(text) <= HINT_BYTES) return text
  return JSON.stringify({ frame: { ...hint.frame, rows: null } })
}

/** A hint from its text; null for what is not one of ours. */
export const decodeHint = (text: string): Hint | null => {
  try {
    const parsed = z.safeParse(HintSchema, JSON.parse(text))
    return parsed.success ? (parsed.data as Hint) : null
  } catch {
    return null
  }
}
