import type { Accounts } from '#app/accounts.ts'
import { authenticate } from './credentials.ts'
import { errorPage } from './error-page.ts'

/** The link of `flack owner`: a page that asks, and a form that does it. Plain pages, so that it works before anything else does. */

const HOME = { href: '/', text: 'Go to the channels' }

/** `GET /owner/…`: nothing happens by opening it, since mail programs and previews open links, too. */
export const askOwnership = async (request: Request, path: string, accounts: Accounts): Promise<Response> => {
  const known = await authenticate(request, accounts)
  if (!known) {
    const message = 'Join the workspace with your display name in this browser, then open this link once more.'
    return errorPage(200, { title: 'Join first', message, wayOn: { href: '/', text: 'Join' } })
  }
  const message = `${known.account.name}, with this you look after the workspace: people, channels, and who else does.`
  return errorPage(200, { title: 'Become the owner', message, does: { action: path, text: 'Become the owner' } })
}

/** `POST /owner/…`: makes who is signed in an owner; the link is used up. */
export const takeOwnership = async (request: Request, path: string, accounts: Accounts): Promise<Response> => {
  const known = await authenticate(request, accounts)
  if (!known) return errorPage(401, { title: 'Join first', message: 'You are signed out.', wayOn: HOME })
  const outcome = await accounts.takeOwnership(known.account, path.slice('/owner/'.length))
  if ('refused' in outcome) {
    const { message } = outcome.refused
    return errorPage(404, {
      title: 'Nothing has changed',
      message: `${message} "flack owner" prints another.`,
      wayOn: HOME,
    })
  }
  return errorPage(200, {
    title: 'You are an owner now',
    message: 'It holds from now on, on all devices.',
    wayOn: HOME,
  })
}
