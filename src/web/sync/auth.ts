import * as v from 'valibot'
import { UserId } from '#protocol/ids.ts'
import { Refusal } from '#protocol/refusals.ts'
import type { Environment } from './api.ts'

const PATIENCE_MS = 10_000

const Signed = v.object({ user: v.object({ id: UserId, name: v.string() }) })
const SessionAnswer = v.object({ user: v.nullable(Signed.entries.user) })
const Refused = v.object({
  ...Refusal.entries,
  code: v.optional(v.undefined()),
  error: v.string(),
  suggestion: v.optional(v.string()),
})

const away: { refused: Refusal } = {
  refused: { code: 'unavailable', reason: 'unreachable', message: 'The server cannot be reached.' },
}

/** `POST /auth/guest`. Never rejects: a server that is away is a refusal too. */
export const signIn: Environment['signIn'] = async (name, invitation) => {
  const response = await request('POST', '/auth/guest', { name, invitation })
  const signed = v.safeParse(Signed, response?.body)
  if (response?.status === 200 && signed.success) return signed.output.user
  const refused = v.safeParse(Refused, response?.body)
  if (!refused.success) return away
  const { error: code, suggestion, ...about } = refused.output
  return { refused: { ...about, code } as Refusal, ...(suggestion !== undefined && { suggestion }) }
}

/** `POST /auth/signout`. Rejects where the server is away, because then the session lives on. */
export const signOut: Environment['signOut'] = async () => {
  const response = await request('POST', '/auth/signout', {})
  if (response?.status !== 200 && response?.status !== 401) throw new Error(away.refused.message)
}

/** `GET /auth/session`. */
export const whoAmI: Environment['whoAmI'] = async () => {
  const response = await request('GET', '/auth/session')
  return response?.status === 200 ? readSession(response.body) : 'away'
}

/** What was answered last: it tells also what stands at the door, which only the first page wants to know. */
export const lastSession: { body: unknown } = { body: null }

/** The body of an answer of `GET /auth/session`. */
export const readSession = (body: unknown): Awaited<ReturnType<Environment['whoAmI']>> => {
  lastSession.body = body
  const session = v.safeParse(SessionAnswer, body)
  return session.success ? (session.output.user ?? 'signed-out') : 'away'
}

const request = async (
  method: string,
  path: string,
  body?: object,
): Promise<{ status: number; body: unknown } | null> => {
  try {
    const response = await fetch(path, {
      method,
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    return { status: response.status, body: await response.json().catch(() => null) }
  } catch {
    return null
  }
}
