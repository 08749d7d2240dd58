import * as v from 'valibot'
import type { Accounts } from '#app/accounts.ts'
import { json, refusedResponse } from './answers.ts'
import { authenticate, endedCookie, sessionCookie } from './credentials.ts'

const GuestBody = v.object({ name: v.string() })

/** Nothing that is said here is longer; more is not read. */
const BODY_BYTES = 16 * 1024

/** `POST /auth/guest`: joins by display name, or finds that one has joined already. */
export const guest = async (
  request: Request,
  accounts: Accounts,
  origin: string,
  isHere: boolean,
): Promise<Response> => {
  const known = await authenticate(request, accounts)
  if (known) return json(200, { user: userOf(known.account), token: known.token })
  const body = v.safeParse(GuestBody, await bodyOf(request))
  if (!body.success) return refusedResponse({ code: 'invalid', message: 'Please send {"name": "…"} as JSON.' })
  const entered = await accounts.enter(body.output.name, request.headers.get('user-agent') ?? '', isHere)
  if ('refused' in entered) {
    return refusedResponse(entered.refused, entered.suggestion === undefined ? {} : { suggestion: entered.suggestion })
  }
  const { account, token } = entered
  return json(200, { user: userOf(account), token }, { 'set-cookie': sessionCookie(token, origin) })
}

/**
 * `GET /auth/session`: who is signed in, or null. It tells a page whether it is signed out or the server is away, which
 * a closed socket cannot; to be nobody yet is no error, and must not look like one in a console.
 */
export const session = async (request: Request, accounts: Accounts): Promise<Response> => {
  const known = await authenticate(request, accounts)
  return json(200, { user: known && userOf(known.account) })
}

/** `POST /auth/signout`: ends the session and its sockets; the page then drops its local copy. */
export const signout = async (request: Request, accounts: Accounts, origin: string): Promise<Response> => {
  const known = await authenticate(request, accounts)
  if (!known) return signedOut()
  await accounts.signOut(known.account)
  return json(200, {}, { 'set-cookie': endedCookie(origin) })
}

export const signedOut = (): Response => refusedResponse({ code: 'signed_out', message: 'You are signed out.' })

const userOf = ({ user, name }: { user: string; name: string }) => ({ id: user, name })

/** The JSON that a request brings; null where it brings none, or too much. */
export const bodyOf = async (request: Request): Promise<unknown> => {
  if (Number(request.headers.get('content-length') ?? 0) > BODY_BYTES) return null
  try {
    return JSON.parse(await beginningOf(request))
  } catch {
    return null
  }
}

/** No more of a body than anybody's name needs, however much is sent without saying how much it is. */
const beginningOf = async ({ body }: Request): Promise<string> => {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of body ?? []) {
    parts.push(part)
    length += part.length
    if (length > BODY_BYTES) break
  }
  return Buffer.concat(parts).subarray(0, BODY_BYTES).toString()
}
