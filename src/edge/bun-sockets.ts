import type { WebSocketHandler } from 'bun'
import { FRAME_BYTES } from '#protocol/limits.ts'
import { type Opening, Session, type SessionContext } from './session.ts'
import { closes } from './socket.ts'

/** What a socket of Bun's carries: whose it is, and once it is open its session, which says the same. */
export type SocketData = Opening | Session

/** Above this Bun drops frames silently unless told to close, so it is told (SLOW). */
const BACKPRESSURE_BYTES = 1024 * 1024
/** Clients may name any code; as labels only these are kept. */
const KNOWN = new Set<number>([1000, 1001, 1005, 1006, 1009, ...Object.values(closes).map(([code]) => code)])
/** So long after one portion of sockets the next one is told to come back. */
const PORTION_MS = 100
const SMALLEST_PORTION = 50

/** Bun's half of the sockets: each gets a session, which is in `sessions` while it is open. */
export const socketHandler = (context: SessionContext, sessions: Set<Session>): WebSocketHandler<SocketData> => {
  let slots = 0
  return {
    maxPayloadLength: FRAME_BYTES,
    backpressureLimit: BACKPRESSURE_BYTES,
    closeOnBackpressureLimit: true,
    perMessageDeflate: false,
    sendPings: false,
    // Off: Bun's timer counts what we send as well, `watchdog` only what the client sends.
    idleTimeout: 0,
    open: ws => {
      const session = new Session(context, ws.data, ws, slots++)
      ws.data = session
      sessions.add(session)
      context.app.metrics.opened.add()
      void session.greet()
    },
    message: ({ data }, message) => {
      if (data instanceof Session) data.message(typeof message === 'string' ? message : '')
    },
    // Many libraries send pings by themselves, and their programs count on that as a sign of life.
    ping: ({ data }) => {
      if (data instanceof Session) data.alive()
    },
    drain: ({ data }) => {
      if (data instanceof Session) data.drained()
    },
    close: ({ data }, code) => {
      if (data instanceof Session) {
        data.closed()
        sessions.delete(data)
      }
      context.app.metrics.closed.add([KNOWN.has(code) ? code : 'other'])
      context.log.debug('socket.closed', { user: data.user, code })
    },
  }
}

/** Tells all sockets to come back, few at a time, so that they do not all come at once; within `spread` milliseconds. */
export const drain = async (
  sessions: readonly Pick<Session, 'socket'>[],
  spread: number,
  pause: (ms: number) => Promise<void> = Bun.sleep,
): Promise<void> => {
  const portion = Math.max(SMALLEST_PORTION, Math.ceil(sessions.length / (spread / PORTION_MS)))
  for (let at = 0; at < sessions.length; at += portion) {
    for (const { socket } of sessions.slice(at, at + portion)) socket.close(...closes.restart)
    if (at + portion < sessions.length) await pause(PORTION_MS)
  }
}
