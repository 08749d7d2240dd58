import type { Account, Accounts } from '#app/accounts.ts'

/** The token of a request: the bearer header where there is one, else the session cookie (S-07). */
export const tokenOf = (request: Request): { token: string; by: 'bearer' | 'cookie' } | null => {
  const header = request.headers.get('authorization')
  if (header !== null) {
    const token = /^Bearer ([\w-]{1,200})$/.exec(header)?.[1]
    return token ? { token, by: 'bearer' } : null
  }
  const token = cookies(request).get(HTTPS_COOKIE) ?? cookies(request).get(HTTP_COOKIE)
  return token ? { token, by: 'cookie' } : null
}

export type Authenticated = { account: Account; token: string; by: 'bearer' | 'cookie' }

/** Who a request comes from; null without a session that is alive. */
export const authenticate = async (request: Request, accounts: Accounts): Promise<Authenticated | null> => {
  const given = tokenOf(request)
  const account = given && (await accounts.of(given.token))
  return account && { account, ...given }
}

const HTTPS_COOKIE = '__Host-flack'
const HTTP_COOKIE = 'flack'
const YEAR = 365 * 24 * 3600

/** Secure and bound to the host on https; on plain http browsers would drop it if it said so. */
export const sessionCookie = (token: string, origin: string): string =>
  origin.startsWith('https:')
    ? `${HTTPS_COOKIE}=${token}; Path=/; Max-Age=${YEAR}; HttpOnly; SameSite=Lax; Secure`
    : `${HTTP_COOKIE}=${token}; Path=/; Max-Age=${YEAR}; HttpOnly; SameSite=Lax`

/** The value of a cookie; empty where there is none. */
export const cookieOf = (request: Request, name: string): string => cookies(request).get(name) ?? ''

export const endedCookie = (origin: string): string => sessionCookie('', origin).replace(/Max-Age=\d+/, 'Max-Age=0')

const cookies = (request: Request): ReadonlyMap<string, string> =>
  new Map(
    (request.headers.get('cookie') ?? '').split(';').map(pair => {
      const [name = '', ...value] = pair.trim().split('=')
      return [name, value.join('=')] as const
    }),
  )
