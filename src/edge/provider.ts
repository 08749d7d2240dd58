import type { App } from '#app/app.ts'
import { refusals } from '#protocol/refusals.ts'
import { json, refusedResponse } from './answers.ts'
import { authenticate, cookieOf, sessionCookie } from './credentials.ts'
import { errorPage } from './error-page.ts'
import { type From, visitorOf } from './sign-in.ts'

/** Holds what somebody was sent away with: only the browser that left may come back. */
const AWAY = 'flack-away'
const PATH = '/auth/provider/'

type Signing = Pick<App, 'accounts' | 'credentials'>

/** Where the browser is to go now, for a provider that somebody chose. */
export const sendAway = async (
  request: Request,
  { credentials }: Signing,
  from: From,
  leaving: { provider: string; account: Parameters<App['credentials']['leave']>[2] },
): Promise<Response> => {
  const left = await credentials.leave(visitorOf(request, from), leaving.provider, leaving.account)
  if ('refused' in left) return refusedResponse(left.refused)
  return json(200, { location: left.location }, { 'set-cookie': awayCookie(left.state, from.origin, 600) })
}

/** `GET /auth/provider/…`: somebody comes back. What is wrong is told by a page, since a browser was sent here. */
export const comeBack = async (
  request: Request,
  { accounts, credentials }: Signing,
  from: From & { path: string },
): Promise<Response> => {
  const [, query = ''] = request.url.split('?')
  const known = await authenticate(request, accounts)
  const came = await credentials.comeBack(visitorOf(request, from), {
    provider: from.path.slice(PATH.length),
    url: `${from.origin}${from.path}?${query}`,
    state: cookieOf(request, AWAY),
    account: known?.account ?? null,
  })
  if ('refused' in came) {
    const { code, message } = came.refused
    const wayOn = { href: known ? '/' : '/sign-in', text: known ? 'Go to the channels' : 'Sign in' }
    return errorPage(refusals[code].http, { title: 'Not signed in', message, wayOn })
  }
  const headers = new Headers({ location: 'second' in came ? `/sign-in#second-${came.second}` : '/' })
  headers.append('set-cookie', awayCookie('', from.origin, 0))
  if ('token' in came) headers.append('set-cookie', sessionCookie(came.token, from.origin))
  return new Response(null, { status: 303, headers })
}

const awayCookie = (state: string, origin: string, seconds: number): string =>
  `${AWAY}=${state}; Path=${PATH}; Max-Age=${seconds}; HttpOnly; SameSite=Lax${origin.startsWith('https:') ? '; Secure' : ''}`
