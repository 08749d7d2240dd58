import { isIp } from './network.ts'

/** Which host names this server answers to, and which pages may talk to it (S-09, DNS rebinding). */
export type Origins = {
  /** Public origins from the settings, like `https://chat.example`; empty: the request's own host, if it is an address or localhost. */
  allowed: readonly string[]
  trustProxy: boolean
}

/** The origin that a request was addressed to; null where it names a host that this server does not know. */
export const originOf = (request: Request, { allowed, trustProxy }: Origins): string | null => {
  const host = request.headers.get('host')?.toLowerCase()
  if (!host) return null
  const forwarded = trustProxy ? request.headers.get('x-forwarded-proto') : null
  const origin = `${forwarded === 'https' ? 'https' : 'http'}://${host}`
  const known = allowed.find(each => each === origin) ?? allowed.find(each => new URL(each).host === host)
  if (known) return known
  return allowed.length === 0 && isOwnHost(host) ? origin : null
}

/** Whether a page that sent this request is one of ours: the `Origin` header is there, and exact. */
export const isFromOwnPage = (request: Request, origin: string): boolean => request.headers.get('origin') === origin

/** An address cannot be rebound by somebody else's DNS, and localhost is always this machine. */
const isOwnHost = (host: string): boolean => {
  const name = host.replace(/:\d+$/, '').replace(/^\[|\]$/g, '')
  return name === 'localhost' || isIp(name)
}
