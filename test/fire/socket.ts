import { type Answer, answer, type Bag, bag, count } from './wire.ts'

const pingMs = 20_000
const silenceMs = 35_000

/** The tests are typed with the browser's WebSocket, which has no headers. */
const BunWebSocket = WebSocket as unknown as new (url: string, options: Bun.WebSocketOptions) => Bun.WebSocket

/** Hears what is not an answer. `closed` comes once, also if the socket never opened. */
export type SocketEvents = { frame: (frame: Bag) => void; closed: () => void }

/** One connection: numbers commands, matches answers, keeps the heartbeat. */
export class FireSocket {
  private readonly socket: Bun.WebSocket
  private readonly waiting = new Map<number, (answer: Answer) => void>()
  private readonly heartbeat: Timer
  private commands = 0
  private heard = performance.now()
  private over = false
  private readonly events: SocketEvents

  constructor(url: string, token: string, events: SocketEvents) {
    this.events = events
    this.socket = new BunWebSocket(`${url.replace(/^http/, 'ws')}/ws`, {
      headers: { authorization: `Bearer ${token}` },
    })
    this.socket.onmessage = ({ data }) => this.hear(String(data))
    this.socket.onclose = () => this.end()
    this.socket.onerror = () => this.end()
    this.heartbeat = setInterval(() => this.beat(), pingMs / 2)
  }

  /** Sends a command, and waits for its answer or for the end of the connection. Never throws. */
  ask(command: Bag): Promise<Answer> {
    if (this.over || this.socket.readyState !== WebSocket.OPEN) return Promise.resolve({ lost: 'not connected' })
    const id = ++this.commands
    return new Promise(resolve => {
      this.waiting.set(id, resolve)
      this.socket.send(JSON.stringify({ id, ...command }))
    })
  }

  /** Drops the connection without a word, as a cut cable would. */
  cut(): void {
    this.socket.terminate()
    this.end()
  }

  private hear(data: string): void {
    if (this.over) return
    this.heard = performance.now()
    const frame = bag(JSON.parse(data))
    if (frame.re === undefined) this.events.frame(frame)
    else this.settle(count(frame.re), answer(frame))
  }

  private settle(id: number, answer: Answer): void {
    this.waiting.get(id)?.(answer)
    this.waiting.delete(id)
  }

  private beat(): void {
    if (performance.now() - this.heard > silenceMs) this.cut()
    else if (this.socket.readyState === WebSocket.OPEN) this.socket.send('{"do":"ping"}')
  }

  private end(): void {
    if (this.over) return
    this.over = true
    clearInterval(this.heartbeat)
    for (const resolve of this.waiting.values()) resolve({ lost: 'the connection ended' })
    this.waiting.clear()
    this.events.closed()
  }
}
