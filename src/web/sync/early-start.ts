/**
 * What the small script in front of the page has begun before the page's program was there: the question who is signed
 * in, and with somebody the connection. Both sides are here, since nothing else may know of it.
 */

/** The answer of `GET /auth/session`, not looked at yet, and the connection of whoever it names. */
interface Begun {
  session: unknown
  line: EarlyLine | null
}

export interface EarlyLine {
  socket: WebSocket
  /** Frames that came before the program did, in order. */
  heard: string[]
}

type Handlers = { message(text: string): void; close(code: number): void }

/** Where this browser remembers who was here. */
export const USER = 'flack.user'

/** Where it lies until the program takes it. Null inside: there was no answer. */
const place = globalThis as { flackBegun?: Promise<Begun | null> | undefined }

/** After this long the early question gives up; the program then asks again by itself. */
const PATIENCE_MS = 5_000

export const socketAddress = (): string => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`

/** For the script in front of the page. */
export const beginEarly = (): void => {
  place.flackBegun = begin().catch(() => null)
}

/** Once, and for the program: null where nothing was begun, or nothing came of it. */
export const takeBegun = async (): Promise<Begun | null> => {
  const begun = place.flackBegun
  place.flackBegun = undefined
  return (await begun) ?? null
}

/** Goes on with a connection as if it had been opened now; null where it is over by now. */
export const takeOver = ({ socket, heard }: EarlyLine, { message, close }: Handlers): WebSocket | null => {
  if (socket.readyState > WebSocket.OPEN) return null
  socket.onmessage = ({ data }) => message(String(data))
  socket.addEventListener('close', ({ code }) => close(code))
  // It has been silent since it was opened, and the next heartbeat may come too late.
  if (socket.readyState === WebSocket.OPEN) socket.send('{"do":"ping"}')
  // Not now: the caller ignores frames of a connection that this function has not returned to it yet.
  for (const text of heard) queueMicrotask(() => message(text))
  return socket
}

const begin = async (): Promise<Begun | null> => {
  const response = await fetch('/auth/session', { signal: AbortSignal.timeout(PATIENCE_MS) })
  if (!response.ok) throw new Error(response.statusText)
  const session = await response.json()
  return { session, line: session.user ? listen() : null }
}

const listen = (): EarlyLine => {
  const heard: string[] = []
  const socket = new WebSocket(socketAddress())
  socket.onmessage = ({ data }) => heard.push(String(data))
  return { socket, heard }
}
