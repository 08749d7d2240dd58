import type { Server } from 'bun'
import type { App } from '#app/app.ts'
import type { Log } from '#app/log.ts'
import { unavailable } from '#app/refused.ts'
import { refusedResponse, secured } from './answers.ts'
import { drain, type SocketData, socketHandler } from './bun-sockets.ts'
import { watchEventLoop } from './health.ts'
import { startBeats } from './heartbeat.ts'
import { createHttp, type Incoming } from './http.ts'
import { Hub } from './hub.ts'
import type { Origins } from './origin.ts'
import type { Page } from './pages.ts'
import type { Session } from './session.ts'
import { createShares } from './shares.ts'
import { Unfinished } from './unfinished.ts'

export type EdgeOptions = {
  app: App
  log: Log
  page: Page
  host: string
  port: number
  origins: Origins
  dataDir: string
  limited: boolean
}

export type Edge = { url: string; stop(): Promise<void> }

type BunServer = Server<SocketData>

/** The largest portion of a file that comes at once; nobody sends us anything else that is larger than a name. */
const BODY_BYTES = { file: 64 * 1024 * 1024, other: 1024 * 1024 }
const IDLE_SECONDS = 15
/**
 * How long a stopping server takes to send its sockets away. Other nodes take the people in meanwhile (R-28); without
 * any, everybody is kept out until the server is back, so it makes haste.
 */
const SPREAD_MS = { amongNodes: 10_000, alone: 1000 }
/** What is asked when it stops may take so long. */
const FINISH_MS = 10_000

/** Starts Bun's server around the edge. Throws what `Bun.serve` throws where the port cannot be had. */
export const serve = ({ app, log, page, host, port, origins, dataDir, limited }: EdgeOptions): Edge => {
  const monotonic = () => performance.now()
  const sessions = new Set<Session>()
  const unfinished = new Unfinished()
  let stopping = false
  const fanout = fanoutOf(() => server)
  const hub = new Hub(app, fanout, log, { now: monotonic, after })
  const vitals = {
    app,
    hub,
    build: page.build,
    dataDir,
    limited,
    stopping: () => stopping,
    longestDelay: watchEventLoop(),
  }
  const shares = createShares(monotonic, run => setImmediate(run))
  const http = createHttp({ app, origins, page, vitals, limited, monotonic })

  const server: BunServer = Bun.serve<SocketData>({
    hostname: host,
    port,
    idleTimeout: IDLE_SECONDS,
    maxRequestBodySize: BODY_BYTES.file,
    websocket: socketHandler({ app, hub, log, build: page.build, monotonic, limited, ...shares }, sessions),
    fetch: async (request, self) => {
      const incoming = incomingOf(request, self, origins.trustProxy, () => !stopping)
      const { response, origin, route } = await answered(incoming)
      // Not the path: it names channels, and may be anything (S-31).
      app.metrics.http.add([route ?? 'none', response?.status ?? 101])
      log.debug('http', { route: route ?? 'none', status: response?.status ?? 101 })
      return response && secured(response, origin, page.scripts)
    },
    error: error => {
      app.metrics.http.add(['none', 503])
      log.error('http.failed', { error: String(error) })
      return secured(refusedResponse(unavailable), null, page.scripts)
    },
  })
  /** No socket is opened any more once it stops; what else was asked is answered to its end. */
  const answered = (incoming: Incoming) => {
    if (isTooLarge(incoming)) return { response: new Response(null, { status: 413 }), origin: null, route: null }
    if (stopping && incoming.path === '/ws')
      return { response: refusedResponse(unavailable), origin: null, route: null }
    return unfinished.track(http(incoming))
  }
  const stopBeats = startBeats(app, hub, sessions, every)

  const stop = async () => {
    stopping = true
    await drain([...sessions], app.lossy ? SPREAD_MS.amongNodes : SPREAD_MS.alone)
    await unfinished.ended(FINISH_MS)
    await server.stop(true)
    stopBeats()
    await Promise.all([app.followers.end(), app.jobs.end()])
    await app.fence.end()
  }
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${server.port}/`, stop }
}

/** The hub is made before the server that it publishes through. */
const fanoutOf = (server: () => BunServer) => ({
  publish: (topic: string, text: string) => void server().publish(topic, text),
  subscribers: (topic: string) => server().subscriberCount(topic),
})

const incomingOf = (request: Request, server: BunServer, trustProxy: boolean, open: () => boolean): Incoming => ({
  request,
  path: pathOf(request.url),
  address: addressOf(request, server, trustProxy),
  upgrade: ({ user, session }, resume) =>
    open() && server.upgrade(request, { data: { user, session, resume }, headers: NO_SUBPROTOCOL }),
  patience: seconds => server.timeout(request, seconds),
})

/** Bun would choose the first that the client offers, and we speak none (RFC 6455, 4.2.2). */
const NO_SUBPROTOCOL = { 'Sec-WebSocket-Protocol': '' }

/** Only files are large. What comes without saying how large it is, is read by handlers as far as they want it. */
const isTooLarge = ({ request, path }: Incoming): boolean =>
  !path.startsWith('/files') && Number(request.headers.get('content-length') ?? 0) > BODY_BYTES.other

/** The host in it is whatever the client says, and need not be one; a probe by HTTP/1.0 names none. */
const pathOf = (url: string): string => /^(?:https?:\/\/[^/?#]*)?([^?#]*)/.exec(url)?.[1] || '/'

const addressOf = (request: Request, server: BunServer, trustProxy: boolean): string => {
  const forwarded = trustProxy ? request.headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
  return forwarded || (server.requestIP(request)?.address ?? '')
}

const after = (ms: number, run: () => void): (() => void) => {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}

const every = (run: () => void, ms: number): (() => void) => {
  const timer = setInterval(run, ms)
  return () => clearInterval(timer)
}
