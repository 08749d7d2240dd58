import * as v from 'valibot'
import { type Answers, type Inbound, type InboundName, inbound } from './commands.ts'
import { PlaceFacts, ServerFrame } from './frames.ts'
import type { Refusal } from './refusals.ts'
import { Row } from './rows.ts'

/** The only parser of frames, in both directions. */

export type Parsed = { id: number | null; said: Inbound } | { id: number | null; refused: Refusal }

/**
 * A client's frame, parsed: the command with its id, or the refusal to answer with. `id` is null where the frame names
 * none (a ping needs none; anything else then is an `invalid_frame`).
 */
export const parseInbound = (text: string): Parsed => {
  const frame = parseObject(text)
  if (frame === null) return invalidFrame('This is not a JSON object.')
  const { id, do: name } = frame
  if (name === 'ping' && id === undefined) return { id: null, said: { do: 'ping' } }
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || id < 0) {
    return invalidFrame('A command needs an "id", a whole number from 0.')
  }
  if (typeof name !== 'string' || !Object.hasOwn(inbound, name)) {
    return { id, refused: { code: 'unknown_command', message: 'There is no such command.' } }
  }
  const parsed = v.safeParse<v.GenericSchema<unknown, object>>(inbound[name as InboundName].said, frame)
  if (!parsed.success) return { id, refused: { code: 'invalid', message: explain(parsed.issues[0]) } }
  return { id, said: Object.assign(parsed.output, { do: name }) as Inbound }
}

/** The greeting of a server whose wire is another one: what it says of itself, and no more. */
export type Foreign = { foreign: { protocol: number; build: string } }

/**
 * A server's frame, parsed; null where it is none of those in `frames.ts` (a newer server's: to be ignored). A row with
 * anything that is not known here is left out, and never takes its frame with it: one channel of a new kind must not
 * keep a page from hearing of all others.
 */
export const parseServerFrame = (text: string): ServerFrame | Foreign | null => {
  const frame = parseObject(text)
  if (frame === null) return null
  const { hello } = frame
  const parts = [frame, hello, isObject(hello) ? hello.mine : null]
  return readable(ServerFrame, frame, parts) ?? (isObject(hello) ? foreignIn(hello) : null)
}

/** What an answer to this name says, parsed as leniently as a frame; null where it cannot be read. */
export const parseAnswer = <N extends InboundName>(name: N, ok: unknown): Answers[N] | null =>
  readable(answers[name].answered, ok, [ok, isObject(ok) ? ok.own : null])

const answers: { readonly [N in InboundName]: { answered: v.GenericSchema<unknown, Answers[N]> } } = inbound

/** Parses the whole, which nearly always works; only if it does not, unknown items are dropped one by one. */
const readable = <T>(schema: v.GenericSchema<unknown, T>, whole: unknown, parts: readonly unknown[]): T | null => {
  const parsed = v.safeParse(schema, whole)
  if (parsed.success) return parsed.output
  for (const part of parts) dropUnknown(part)
  const again = v.safeParse(schema, whole)
  return again.success ? again.output : null
}

/** Lists from which an unknown item can be dropped without making the other items wrong. */
const LISTS = { rows: Row, beside: Row, users: Row, places: PlaceFacts }

const dropUnknown = (part: unknown): void => {
  if (!isObject(part)) return
  for (const [name, schema] of Object.entries(LISTS)) {
    const items = part[name]
    // `users` can also be a list of ids, which are not rows.
    if (Array.isArray(items) && items.some(isObject))
      part[name] = items.filter(item => v.safeParse(schema, item).success)
  }
}

const foreignIn = ({ protocol, build }: Record<string, unknown>): Foreign | null =>
  typeof protocol === 'number' && typeof build === 'string' ? { foreign: { protocol, build } } : null

const parseObject = (text: string): Record<string, unknown> | null => {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const invalidFrame = (message: string): Parsed => ({ id: null, refused: { code: 'invalid_frame', message } })

const explain = (issue: v.BaseIssue<unknown>): string =>
  issue.path === undefined
    ? 'A field is missing or of the wrong type.'
    : `The field "${issue.path.map(({ key }) => key).join('.')}" is missing or wrong.`
