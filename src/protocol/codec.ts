import * as z from 'zod/mini'
import { type Answers, type Inbound, type InboundName, inbound } from './commands.ts'
import { ServerFrame } from './frames.ts'
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
  const parsed = z.safeParse<z.ZodMiniType<object>>(inbound[name as InboundName].said, frame)
  if (!parsed.success) return { id, refused: { code: 'invalid', message: explain(parsed.error.issues[0]) } }
  return { id, said: Object.assign(parsed.data, { do: name }) as Inbound }
}

/**
 * A server's frame, parsed; null where it is none of those in `frames.ts` (a newer server's: to be ignored). So are
 * rows of a kind that is not known here.
 */
export const parseServerFrame = (text: string): ServerFrame | null => {
  const frame = parseObject(text)
  if (frame === null) return null
  const { ok, hello } = frame
  for (const part of [frame, ok, isObject(hello) ? hello.mine : null]) dropUnknownRows(part)
  const parsed = z.safeParse(ServerFrame, frame)
  return parsed.success ? parsed.data : null
}

/** What an answer to this name says, parsed; null where it cannot be read. */
export const parseAnswer = <N extends InboundName>(name: N, ok: unknown): Answers[N] | null => {
  const parsed = z.safeParse(answers[name].answered, ok)
  return parsed.success ? parsed.data : null
}

const answers: { readonly [N in InboundName]: { answered: z.ZodMiniType<Answers[N]> } } = inbound

const dropUnknownRows = (part: unknown): void => {
  if (!isObject(part) || !Array.isArray(part.rows)) return
  part.rows = part.rows.filter(row => isObject(row) && KNOWN_ROWS.has(row.row))
}

const KNOWN_ROWS: ReadonlySet<unknown> = new Set(Row.def.options.flatMap(({ def }) => def.shape.row.def.values))

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

const explain = (issue: z.core.$ZodIssue | undefined): string =>
  issue === undefined || issue.path.length === 0
    ? 'A field is missing or of the wrong type.'
    : `The field "${issue.path.join('.')}" is missing or wrong.`
