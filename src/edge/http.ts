import type { Accounts } from '#app/accounts.ts'
import type { App } from '#app/app.ts'
import type { Resume } from '#app/hello.ts'
import { rateLimited } from '#app/refused.ts'
import type { HttpRoute } from '#app/registry.ts'
import { TokenBuckets } from '#app/token-bucket.ts'
import { errorResponse, notFound, refusedResponse } from './answers.ts'
import { guest, invitation, session, signedOut, signout } from './auth.ts'
import { type Authenticated, authenticate, tokenOf } from './credentials.ts'
import { errorPage } from './error-page.ts'
import { createFileDoor } from './files.ts'
import { metrics, readyz, type Vitals } from './health.ts'
import { networkOf } from './network.ts'
import { isFromOwnPage, type Origins, originOf } from './origin.ts'
import { askOwnership, takeOwnership } from './ownership.ts'
import { asset, type Page, page } from './pages.ts'
import { comeBack } from './provider.ts'
import { changeCredentials, signIn, ways } from './sign-in.ts'

export type HttpContext = {
  app: App
  origins: Origins
  page: Page
  vitals: Vitals
  limited: boolean
  monotonic: () => number
}

/** A request with what the server found out about it. */
export type Incoming = {
  request: Request
  path: string
  /** The peer's address; behind a trusted proxy the one that it forwards. */
  address: string
  /** Turns the request into a socket of this account; false if it is not an upgrade. */
  upgrade(account: Authenticated['account'], resume: Resume | null): boolean
  /** It may take so many seconds until something is sent. */
  patience(seconds: number): void
}

/** `response` is undefined once the request has become a socket, `origin` null where the host is unknown. */
export type Answered = { response: Response | undefined; origin: string | null; route: HttpRoute | null }

type Handler = (incoming: Incoming, origin: string) => Response | undefined | Promise<Response | undefined>

/** 20 a second from one address: a class that comes in at once must get through. */
const GUESTS = { perSecond: 20, burst: 3000 }
/** Nobody opens more invitations from one address than a whole class that is sent one. */
const LINKS = { perSecond: 5, burst: 300 }
/** A person's devices and tabs; each greeting reads the store. */
const OPENINGS = { perSecond: 5, burst: 100 }
const SOCKETS_PER_USER = 100

const TOO_MANY_JOIN = 'Too many people join from here just now.'
const TOO_MANY_LINKS = 'Too many invitations were opened from here just now.'
const TOO_MANY_SOCKETS = 'This person has opened too many connections.'

/** Answers a request, or undefined once it has become a socket. Only names of the registry can be mounted. */
export const createHttp = (context: HttpContext): ((incoming: Incoming) => Promise<Answered>) => {
  const handlers = mount(context)
  return async incoming => {
    const origin = originOf(incoming.request, context.origins)
    const route = routeOf(incoming.request.method, incoming.path)
    if (route === null) return { response: lost(incoming.request), origin, route }
    // Probes come by whatever name the machine has.
    if (origin === null && !PROBES.has(route)) return { response: unknownHost(incoming.request), origin, route }
    return { response: await handlers[route](incoming, origin ?? ''), origin, route }
  }
}

const mount = ({
  app,
  page: built,
  vitals,
  limited,
  monotonic,
}: HttpContext): { readonly [R in HttpRoute]: Handler } => {
  const guests = new TokenBuckets(GUESTS, monotonic)
  const links = new TokenBuckets(LINKS, monotonic)
  const openings = new TokenBuckets(OPENINGS, monotonic)
  const { accounts } = app
  const files = app.files && createFileDoor({ files: app.files, readings: vitals.hub.readings, limited, monotonic })
  /** Somebody's, known by their session. By cookie only from our own page, unless it only reads. */
  const filed = async (way: 'read' | 'upload', incoming: Incoming, origin: string): Promise<Response> => {
    const { request } = incoming
    if (isForeign(request, origin)) return foreign()
    const known = await authenticate(request, accounts)
    if (!known) return signedOut()
    if (way === 'upload' && known.by === 'cookie' && !isFromOwnPage(request, origin)) return foreign()
    return files === null ? notFound() : files[way](known.account, incoming)
  }
  /** Seconds until somebody may open another socket. */
  const mayOpen = (user: string): number => {
    if (!limited) return 0
    return vitals.hub.socketsOf(user) < SOCKETS_PER_USER ? openings.take(user) : 1
  }
  return {
    'POST /auth/guest': ({ request, address }, origin) => {
      if (isForeign(request, origin)) return foreign()
      const wait = limited ? guests.take(networkOf(address)) : 0
      if (wait > 0) return refusedResponse(rateLimited(wait, TOO_MANY_JOIN))
      return guest(request, accounts, { origin, network: networkOf(address), isHere: isFromHere(request, address) })
    },
    'POST /auth/invitation': ({ request, address }, origin) => {
      if (isForeign(request, origin)) return foreign()
      const wait = limited ? links.take(networkOf(address)) : 0
      return wait > 0 ? refusedResponse(rateLimited(wait, TOO_MANY_LINKS)) : invitation(request, accounts)
    },
    'POST /auth/sign-in': ({ request, address }, origin) =>
      isForeign(request, origin) ? foreign() : signIn(request, app, { origin, address }),
    'POST /auth/credentials': ({ request, address }, origin) =>
      isForeign(request, origin) ? foreign() : changeCredentials(request, app, { origin, address }),
    'GET /auth/ways': () => ways(app),
    'GET /auth/provider/*': ({ request, path, address }, origin) => comeBack(request, app, { origin, address, path }),
    'GET /sign-in': ({ request }) => page(request, built),
    'GET /auth/session': ({ request }) => session(request, accounts),
    'POST /auth/signout': ({ request }, origin) =>
      isForeign(request, origin) ? foreign() : signout(request, accounts, origin),
    'GET /ws': (incoming, origin) => socket(incoming, accounts, origin, mayOpen),
    'GET /healthz': () => new Response('ok\n'),
    'GET /readyz': () => readyz(vitals),
    'GET /metrics': async ({ request, address }) =>
      (await mayOperate(request, address, accounts)) ? metrics(vitals) : notFound(),
    'GET /': ({ request }) => page(request, built),
    'GET /c/*': ({ request }) => page(request, built),
    'GET /invite/*': ({ request }) => page(request, built),
    'GET /settings': ({ request }) => page(request, built),
    'GET /owner/*': ({ request, path }) => askOwnership(request, path, accounts),
    'POST /owner/*': ({ request, path, address }, origin) =>
      isForeign(request, origin)
        ? foreign()
        : takeOwnership(request, path, accounts, { origin, network: networkOf(address) }),
    'GET /assets/*': ({ request, path }) => asset(request, path, built),
    'POST /files': (incoming, origin) => filed('upload', incoming, origin),
    'PATCH /files/*': (incoming, origin) => filed('upload', incoming, origin),
    'DELETE /files/*': (incoming, origin) => filed('upload', incoming, origin),
    'GET /files/*': (incoming, origin) => filed('read', incoming, origin),
    'GET /worker.js': ({ request, path }) => asset(request, path, built),
  }
}

const PROBES: ReadonlySet<HttpRoute> = new Set<HttpRoute>(['GET /healthz', 'GET /readyz', 'GET /metrics'])

const routeOf = (method: string, path: string): HttpRoute | null => {
  const name = `${method === 'HEAD' ? 'GET' : method} ${path}`
  if (EXACT.has(name)) return name as HttpRoute
  return PREFIXES.find(route => name.startsWith(route.slice(0, -1))) ?? null
}

const PREFIXES: readonly HttpRoute[] = [
  ...(['GET /c/*', 'GET /invite/*', 'GET /assets/*', 'GET /owner/*', 'POST /owner/*', 'GET /auth/provider/*'] as const),
  ...(['GET /files/*', 'PATCH /files/*', 'DELETE /files/*'] as const),
]

const EXACT: ReadonlySet<string> = new Set<HttpRoute>([
  'POST /auth/guest',
  'POST /auth/sign-in',
  'POST /auth/credentials',
  'GET /auth/ways',
  'GET /sign-in',
  'GET /settings',
  'POST /auth/invitation',
  'GET /auth/session',
  'POST /auth/signout',
  'POST /files',
  'GET /ws',
  'GET /healthz',
  'GET /readyz',
  'GET /metrics',
  'GET /',
  'GET /worker.js',
])

/** By cookie only from our own page: browsers send cookies for anybody's (S-09). By token from anywhere. */
const socket = async (
  incoming: Incoming,
  accounts: Accounts,
  origin: string,
  mayOpen: (user: string) => number,
): Promise<Response | undefined> => {
  const { request } = incoming
  const given = tokenOf(request)
  if (given?.by !== 'bearer' && isForeign(request, origin)) return foreign()
  if (given?.by === 'cookie' && !isFromOwnPage(request, origin)) return foreign()
  const known = await authenticate(request, accounts)
  if (!known) return signedOut()
  const wait = isUpgrade(request) ? mayOpen(known.account.user) : 0
  if (wait > 0) return refusedResponse(rateLimited(wait, TOO_MANY_SOCKETS))
  if (isUpgrade(request) && incoming.upgrade(known.account, resumeIn(request.url))) {
    void accounts.saw(known.account, networkOf(incoming.address))
    return undefined
  }
  return errorResponse(426, 'upgrade_required', 'This address speaks WebSocket.')
}

/** `?epoch=…&own=<rev>` [SYNC-6]; whatever else there may be is as if there were nothing. */
const resumeIn = (url: string): Resume | null => {
  const [, asked = ''] = url.split('?')
  const fields = new URLSearchParams(asked)
  const [epoch, own] = [fields.get('epoch'), Number(fields.get('own') ?? Number.NaN)]
  return epoch !== null && Number.isSafeInteger(own) && own >= 0 ? { epoch, own } : null
}

/** What RFC 6455 asks of the request, and Bun does not look at. */
const isUpgrade = ({ headers }: Request): boolean =>
  /\bupgrade\b/i.test(headers.get('connection') ?? '') &&
  !headers.has('transfer-encoding') &&
  Number(headers.get('content-length') ?? 0) === 0

/** A browser names the page that it sends a request for; programs name none. */
const isForeign = (request: Request, origin: string): boolean =>
  request.headers.has('origin') && !isFromOwnPage(request, origin)

const mayOperate = async (request: Request, address: string, accounts: Accounts): Promise<boolean> => {
  if (request.headers.has('authorization')) return (await authenticate(request, accounts)) !== null
  return isLoopback(address) && !request.headers.has('x-forwarded-for')
}

const isLoopback = (address: string): boolean => /^(127\.|::1$|::ffff:127\.)/.test(address)

/** Headers by which a proxy tells that it speaks for somebody else. */
const FORWARDING = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via']

/** Whether a request comes from the machine itself, by its own name, and not through a proxy that stands there. */
const isFromHere = ({ headers }: Request, address: string): boolean => {
  const name = (headers.get('host') ?? '').replace(/:\d+$/, '').replace(/^\[|\]$/g, '')
  const isOwnName = name === 'localhost' || isLoopback(name)
  return isOwnName && isLoopback(address) && !FORWARDING.some(header => headers.has(header))
}

const foreign = (): Response =>
  errorResponse(403, 'foreign_origin', 'This request comes from the page of another site.')

/** Whoever asks for a page gets one to read; programs get the code. */
const unknownHost = (request: Request): Response => {
  const message = `This server does not know the name ${JSON.stringify(request.headers.get('host') ?? '')}. Its operator can allow it with FLACK_URL.`
  return wantsPage(request)
    ? errorPage(421, { title: 'Unknown address', message })
    : errorResponse(421, 'unknown_host', message)
}

const lost = (request: Request): Response => (wantsPage(request) ? errorPage(404, NOTHING_HERE) : notFound())

const NOTHING_HERE = {
  title: 'Not found',
  message: 'There is nothing at this address. It may have a mistake.',
  wayOn: { href: '/', text: 'Go to the channels' },
}

const wantsPage = (request: Request): boolean => (request.headers.get('accept') ?? '').includes('text/html')
