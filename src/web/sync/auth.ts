import * as z from 'zod/mini'
import { UserId } from '#protocol/ids.ts'
import { Refusal } from '#protocol/refusals.ts'
import type { Environment } from './api.ts'

const PATIENCE_MS = 10_000

const Signed = z.object({ user: z.object({ id: UserId, name: z.string() }) })
const SessionAnswer = z.object({ user: z.nullable(Signed.shape.user) })
const Refused = z.object({
  ...Refusal.shape,
  code: z.optional(z.undefined()),
  error: z.string(),
  suggestion: z.optional(z.string()),
})

const away: { refused: Refusal } = {
  refused: { code: 'unavailable', reason: 'unreachable', message: 'The server cannot be reached.' },
}

/** `POST /auth/guest`. Never rejects: a server that is away is a refusal too. */
export const signIn: Environment['signIn'] = async name => {
  const response = await request('POST', '/auth/guest', { name })
  const signed = z.safeParse(Signed, response?.body)
  if (response?.status === 200 && signed.success) return signed.data.user
  const refused = z.safeParse(Refused, response?.body)
  if (!refused.success) return away
  const { error: code, suggestion, ...about } = refused.data
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

/** The body of an answer of `GET /auth/session`. */
export const readSession = (body: unknown): Awaited<ReturnType<Environment['whoAmI']>> => {
  const session = z.safeParse(SessionAnswer, body)
  return session.success ? (session.data.user ?? 'signed-out') : 'away'
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
