import * as v from 'valibot'
import { Refusal } from '#protocol/refusals.ts'
import type { Credentials, SignIn } from '#protocol/sign-in.ts'

const PATIENCE_MS = 20_000

export type Refused = { refused: Refusal }

const RefusedAnswer = v.object({ ...Refusal.entries, code: v.optional(v.undefined()), error: v.string() })

const away: Refused = {
  refused: { code: 'unavailable', reason: 'unreachable', message: 'The server cannot be reached.' },
}

/** `POST /auth/sign-in`. Never rejects: a server that is away is a refusal too. */
export const trySignIn = <S extends v.GenericSchema>(said: SignIn, answer: S) => post('/auth/sign-in', said, answer)

/** `POST /auth/credentials`. Never rejects. */
export const changeCredentials = <S extends v.GenericSchema>(said: Credentials, answer: S) =>
  post('/auth/credentials', said, answer)

/** What is answered where nothing more is to be said. */
export const Done = v.object({})

const post = async <S extends v.GenericSchema>(
  path: string,
  said: object,
  answer: S,
): Promise<v.InferOutput<S> | Refused> => {
  try {
    const response = await fetch(path, {
      method: 'POST',
      signal: AbortSignal.timeout(PATIENCE_MS),
      body: JSON.stringify(said),
      headers: { 'content-type': 'application/json' },
    })
    const body: unknown = await response.json()
    const answered = v.safeParse(answer, body)
    if (response.ok) return answered.success ? answered.output : away
    const refused = v.safeParse(RefusedAnswer, body)
    if (!refused.success) return away
    const { error: code, ...about } = refused.output
    const retryAfter = Number(response.headers.get('retry-after') ?? 0)
    return { refused: { ...about, code, ...(retryAfter > 0 && { retryAfter }) } as Refusal }
  } catch {
    return away
  }
}

/** Whether it is a refusal. */
export const isRefused = (answer: unknown): answer is Refused =>
  typeof answer === 'object' && answer !== null && 'refused' in answer
