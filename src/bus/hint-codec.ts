import * as v from 'valibot'
import { Now } from '#protocol/frames.ts'
import { Int } from '#protocol/numbers.ts'
import type { Hint } from './bus.ts'

/** Above this a hint goes without its rows, and nodes read the store (SIZE). */
const HINT_BYTES = 64 * 1024

const Grant = v.union([
  v.object({ user: v.string(), stream: v.string() }),
  v.object({ session: v.string() }),
  v.object({ watchers: v.string() }),
  v.object({ everybody: v.string() }),
])

const PresenceHint = v.union([
  v.object({
    node: v.string(),
    beat: Int,
    since: Int,
    rev: Int,
    on: v.array(v.string()),
    off: v.array(v.string()),
  }),
  v.object({ node: v.string(), rev: Int, part: Int, parts: Int, users: v.array(v.string()) }),
  v.object({ asks: v.string() }),
])

const HintSchema = v.union([
  v.object({
    frame: v.object({
      stream: v.string(),
      since: Int,
      rev: Int,
      rows: v.nullable(v.string()),
      begins: v.array(Grant),
      ends: v.array(Grant),
    }),
  }),
  v.object({ signal: v.object({ about: v.string(), now: Now }) }),
  v.object({ presence: PresenceHint }),
  v.object({ look: v.string() }),
  v.object({ seen: v.object({ node: v.string(), pos: Int }) }),
  v.object({
    spent: v.object({ node: v.string(), command: v.string(), by: v.record(v.string(), v.pipe(Int, v.minValue(1))) }),
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
    const parsed = v.safeParse(HintSchema, JSON.parse(text))
    return parsed.success ? (parsed.output as Hint) : null
  } catch {
    return null
  }
}
