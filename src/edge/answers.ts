import { type Refusal, refusals } from '#protocol/refusals.ts'
import { ERROR_STYLE } from './error-page.ts'

/** Every HTTP answer goes through here, so that each carries the same headers (S-20). */

const POLICY = [
  `style-src 'self' ${ERROR_STYLE}`,
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "object-src 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  // One policy, for one address: that of the service worker.
  'trusted-types flack',
]

const HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(self), geolocation=(), microphone=(self), payment=(), usb=()',
  'x-frame-options': 'DENY',
}

/**
 * Adds what every answer carries. `origin` is where the request went; null where that is not known. `scripts` are those
 * inside the page (`Page.scripts`).
 */
export const secured = (response: Response, origin: string | null, scripts: readonly string[]): Response => {
  const { headers } = response
  for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value)
  // What people have sent has a stricter one of its own.
  if (!headers.has('content-security-policy')) headers.set('content-security-policy', policyFor(origin, scripts))
  if (origin?.startsWith('https:')) headers.set('strict-transport-security', 'max-age=31536000')
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
  return response
}

const policyFor = (origin: string | null, scripts: readonly string[]): string => {
  const script = ["script-src 'self'", ...scripts].join(' ')
  // Older Safari does not count the socket as 'self'.
  const socket = origin === null ? '' : ` ${origin.replace(/^http/, 'ws')}`
  return ["default-src 'none'", script, ...POLICY, `connect-src 'self'${socket}`].join('; ')
}

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  })

/** A refusal as HTTP says it: `{"error": code, "message": sentence}`, with what it is about. */
export const refusedResponse = ({ code, message, retryAfter, ...about }: Refusal, more: object = {}): Response =>
  json(
    refusals[code].http,
    { error: code, message, ...about, ...more },
    retryAfter ? { 'retry-after': String(Math.ceil(retryAfter)) } : {},
  )

export const errorResponse = (status: number, error: string, message: string): Response =>
  json(status, { error, message })

export const notFound = (): Response => errorResponse(404, 'not_found', 'There is nothing here.')
