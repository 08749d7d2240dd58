import * as v from 'valibot'
import type { Accounts } from '#app/accounts.ts'
import { json, refusedResponse } from './answers.ts'
import { authenticate, endedCookie, sessionCookie, tokenOf } from './credentials.ts'

const GuestBody = v.object({ name: v.string(), invitation: v.optional(v.string()) })
const InvitationBody = v.object({ token: v.string() })

/** Nothing that is said here is longer; more is not read. */
const BODY_BYTES = 16 * 1024

/** Where a request comes from: by which origin, from which network, and whether from the machine itself. */
export type From = { origin: string; network: string; isHere: boolean }

/** `POST /auth/guest`: joins by display name, or finds that one has joined already. An invitation brings its seats. */
export const guest = async (request: Request, accounts: Accounts, from: From): Promise<Response> => {
  const [known, said] = [await authenticate(request, accounts), await bodyOf(request)]
  const body = v.safeParse(GuestBody, said)
  if (known) {
    const invitation = body.success ? body.output.invitation : undefined
    const accepted = invitation === undefined ? null : await accounts.accept(known.account, invitation)
    if (accepted !== null && 'refused' in accepted) return refusedResponse(accepted.refused)
    return json(200, { user: userOf(known.account), token: known.token })
  }
  if (await wasDeactivated(request, accounts)) return refusedResponse(deactivated)
  if (!body.success) return refusedResponse({ code: 'invalid', message: 'Please send {"name": "…"} as JSON.' })
  const { name, invitation } = body.output
  const { origin, network, isHere } = from
  const coming = { network, isHere, ...(invitation !== undefined && { invitation }) }
  const entered = await accounts.enter(name, request.headers.get('user-agent') ?? '', coming)
  if ('refused' in entered) {
    return refusedResponse(entered.refused, entered.suggestion === undefined ? {} : { suggestion: entered.suggestion })
  }
  const { account, token } = entered
  return json(200, { user: userOf(account), token }, { 'set-cookie': sessionCookie(token, origin) })
}

/** `POST /auth/invitation`: what a link is for. Not a GET, whose address would be kept in logs, and uses nothing up. */
export const invitation = async (request: Request, accounts: Accounts): Promise<Response> => {
  const body = v.safeParse(InvitationBody, await bodyOf(request))
  if (!body.success) return refusedResponse({ code: 'invalid', message: 'Please send {"token": "…"} as JSON.' })
  const [found, workspace] = await Promise.all([accounts.invited(body.output.token), accounts.door()])
  return 'refused' in found ? refusedResponse(found.refused) : json(200, { workspace, invitation: found.ok })
}

const deactivated = { code: 'deactivated', message: 'Your account here was deactivated.' } as const

const wasDeactivated = async (request: Request, accounts: Accounts): Promise<boolean> => {
  const given = tokenOf(request)
  return given !== null && accounts.wasDeactivated(given.token)
}

/**
 * `GET /auth/session`: who is signed in, or null. It tells a page whether it is signed out or the server is away, which
 * a closed socket cannot; to be nobody yet is no error, and must not look like one in a console. Who is nobody learns
 * what stands at the door, and whether that is because they were deactivated.
 */
export const session = async (request: Request, accounts: Accounts): Promise<Response> => {
  const known = await authenticate(request, accounts)
  if (known) return json(200, { user: userOf(known.account) })
  const [door, isGone] = await Promise.all([accounts.door(), wasDeactivated(request, accounts)])
  return json(200, { user: null, door, ...(isGone && { deactivated: true }) })
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
