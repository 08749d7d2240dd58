import type { Account, Accounts } from '#app/accounts.ts'
import { authenticate, sessionCookie } from './credentials.ts'
import { errorPage } from './error-page.ts'

/** The link of `flack owner`: a page that asks, and a form that does it. Plain pages, so that it works before anything else does. */

const HOME = { href: '/', text: 'Go to the channels' }
/** Where the three first steps are: what the workspace is called, who may join, whom to invite. */
const FIRST_STEPS = '/settings#first'

/** `GET /owner/…`: nothing happens by opening it, since mail programs and previews open links, too. */
export const askOwnership = async (request: Request, path: string, accounts: Accounts): Promise<Response> => {
  const known = await authenticate(request, accounts)
  if (!known) {
    const message = 'With this link you look after the workspace: people, channels, and who else does.'
    const field = { name: 'name', label: 'Display name' }
    return errorPage(200, {
      title: 'Become the owner',
      message,
      does: { action: path, text: 'Become the owner', field },
    })
  }
  const message = `${known.account.name}, with this you look after the workspace: people, channels, and who else does.`
  return errorPage(200, { title: 'Become the owner', message, does: { action: path, text: 'Become the owner' } })
}

/** Where somebody comes from who has not joined yet. */
type From = { origin: string; network: string }

/** `POST /owner/…`: makes who is signed in an owner, or who joins with it; the link is used up. */
export const takeOwnership = async (
  request: Request,
  path: string,
  accounts: Accounts,
  from: From,
): Promise<Response> => {
  const secret = path.slice('/owner/'.length)
  const known = await authenticate(request, accounts)
  const came = known ? { account: known.account, token: null } : await joined(request, secret, accounts, from)
  if ('message' in came)
    return errorPage(came.status, { title: 'Nothing has changed', message: came.message, wayOn: HOME })
  const outcome = await accounts.takeOwnership(came.account, secret)
  if ('refused' in outcome) {
    const message = `${outcome.refused.message} "flack owner" prints another.`
    return errorPage(404, { title: 'Nothing has changed', message, wayOn: HOME })
  }
  const response = new Response(null, { status: 303, headers: { location: FIRST_STEPS } })
  if (came.token !== null) response.headers.set('set-cookie', sessionCookie(came.token, from.origin))
  return response
}

type Joined = { account: Account; token: string } | { status: number; message: string }

/** Whoever brings a good link comes in by it, however the door stands. */
const joined = async (request: Request, secret: string, accounts: Accounts, from: From): Promise<Joined> => {
  const name = await nameIn(request)
  if (name === null) return { status: 401, message: 'You are signed out.' }
  if (!(await accounts.isOwnershipOpen(secret)))
    return { status: 404, message: 'This link was used, or is too old. "flack owner" prints another.' }
  const coming = { network: from.network, byOperator: true }
  const entered = await accounts.enter(name, request.headers.get('user-agent') ?? '', coming)
  return 'refused' in entered ? { status: 422, message: entered.refused.message } : entered
}

const nameIn = async (request: Request): Promise<string | null> => {
  try {
    const name = (await request.formData()).get('name')
    return typeof name === 'string' ? name : null
  } catch {
    return null
  }
}
