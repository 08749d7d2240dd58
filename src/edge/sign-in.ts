import * as v from 'valibot'
import type { App } from '#app/app.ts'
import { Credentials, SignIn } from '#protocol/sign-in.ts'
import { json, refusedResponse } from './answers.ts'
import { bodyOf, signedOut } from './auth.ts'
import { authenticate, sessionCookie } from './credentials.ts'
import { networkOf } from './network.ts'
import { sendAway } from './provider.ts'

export type From = { origin: string; address: string }

/** `POST /auth/sign-in`: who is here already comes in, by whichever way. Whoever is signed in in this browser signs out first. */
export const signIn = async (
  request: Request,
  { accounts, credentials }: Pick<App, 'accounts' | 'credentials'>,
  from: From,
): Promise<Response> => {
  if (await authenticate(request, accounts)) return refusedResponse(alreadyIn)
  const said = v.safeParse(SignIn, await bodyOf(request))
  if (!said.success) return refusedResponse(invalid)
  if (said.output.by === 'provider') {
    const { provider } = said.output
    return sendAway(request, { accounts, credentials }, from, { provider, account: null })
  }
  const came = await credentials.signIn(said.output, visitorOf(request, from))
  if ('refused' in came) return refusedResponse(came.refused)
  return json(200, came, 'token' in came ? { 'set-cookie': sessionCookie(came.token, from.origin) } : {})
}

/** `GET /auth/ways`: by which providers one can sign in here. */
export const ways = ({ credentials }: Pick<App, 'credentials'>): Response =>
  json(200, { mail: credentials.mail, providers: credentials.providers })

/** `POST /auth/credentials`: what somebody does about how they sign in. */
export const changeCredentials = async (
  request: Request,
  { accounts, credentials }: Pick<App, 'accounts' | 'credentials'>,
  from: From,
): Promise<Response> => {
  const known = await authenticate(request, accounts)
  if (!known) return signedOut()
  const said = v.safeParse(Credentials, await bodyOf(request))
  if (!said.success) return refusedResponse(invalid)
  if (said.output.do === 'provider.begin') {
    const { provider } = said.output
    return sendAway(request, { accounts, credentials }, from, { provider, account: known.account })
  }
  const done = await credentials.change(known.account, said.output, visitorOf(request, from))
  return 'refused' in done ? refusedResponse(done.refused) : json(200, done)
}

/** Where a request comes from. */
export const visitorOf = (request: Request, { origin, address }: From) => ({
  device: request.headers.get('user-agent') ?? '',
  network: networkOf(address),
  origin,
})

const alreadyIn = { code: 'signed_in', message: 'Somebody is signed in here already.' } as const
const invalid = { code: 'invalid', message: 'This page is older than the server. Reload it.' } as const
