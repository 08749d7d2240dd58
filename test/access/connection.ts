import { patience } from '../support/pace.ts'
import { until } from '../support/wait.ts'

/** A frame as it came: an object of anything. */
export type Frame = Record<string, unknown>

/** The tests are typed with the browser's WebSocket, which has no headers. */
const BunWebSocket = WebSocket as unknown as new (url: string, options: Bun.WebSocketOptions) => Bun.WebSocket

/** One socket to the server that keeps whatever it hears, and may say whatever it likes. */
export class Connection {
  /** Everything heard but digests, which come when they come. */
  readonly frames: Frame[] = []
  /** Null while it is open. */
  closed: { code: number; reason: string } | null = null
  /** What was said before it opened is sent as soon as it does. */
  readonly opened: Promise<void>
  #socket: Bun.WebSocket
  #ids = 1000
  #waiting = new Set<Waiting>()

  /** `query` as it stands behind the address, `?…`. */
  constructor(url: string, token: string, headers: Record<string, string> = {}, query = '') {
    this.#socket = new BunWebSocket(`${url.replace(/^http/, 'ws')}/ws${query}`, {
      headers: { authorization: `Bearer ${token}`, ...headers },
    })
    const { promise, resolve } = Promise.withResolvers<void>()
    this.opened = promise
    this.#socket.onopen = () => resolve()
    this.#socket.onmessage = ({ data }) => {
      const frame: Frame = JSON.parse(String(data))
      if ('digest' in frame) return
      this.frames.push(frame)
      for (const { hear } of [...this.#waiting]) hear(frame)
    }
    this.#socket.onclose = ({ code, reason }) => {
      this.closed = { code, reason }
      for (const { end } of [...this.#waiting]) end()
      resolve()
    }
  }

  /** A socket that was greeted. Throws if it was refused. */
  static async greeted(
    url: string,
    token: string,
    headers: Record<string, string> = {},
    query = '',
  ): Promise<Connection> {
    const connection = new Connection(url, token, headers, query)
    await connection.hears(frame => 'hello' in frame, 'the greeting')
    return connection
  }

  /** Sends a text frame as it is, or a binary one. */
  raw(frame: string | Uint8Array): void {
    this.#socket.send(frame)
  }

  say(frame: object): void {
    this.raw(JSON.stringify(frame))
  }

  /** Sends a command under an id of its own and answers what comes back for it: `{ok}` or `{refused}`. */
  async ask(command: object): Promise<Answer> {
    const id = this.#ids++
    this.say({ ...command, id })
    return this.answerTo(id)
  }

  async answerTo(id: number): Promise<Answer> {
    return (await this.hears(frame => frame.re === id, `the answer to command ${id}`)) as Answer
  }

  /** The first frame so far or to come that fits. Throws when the socket closes before, or after 10 s. */
  hears(fits: (frame: Frame) => boolean, what: string): Promise<Frame> {
    const found = this.frames.find(fits)
    if (found) return Promise.resolve(found)
    return new Promise((resolve, reject) => {
      const give = (why: string) => () => settle(() => reject(new Error(`${why} before ${what} came.`)))
      const timer = setTimeout(give('too long passed'), patience(10_000))
      const waiting: Waiting = {
        hear: frame => fits(frame) && settle(() => resolve(frame)),
        end: () => give(`The socket closed (${this.closed?.code})`)(),
      }
      const settle = (finish: () => void) => {
        clearTimeout(timer)
        this.#waiting.delete(waiting)
        finish()
      }
      this.#waiting.add(waiting)
      if (this.closed) waiting.end()
    })
  }

  /** When this returns, everything that the server had sent before has been heard. */
  async settled(): Promise<void> {
    await this.ask({ do: 'ping' })
  }

  async ends(): Promise<number> {
    return (await until(() => this.closed, { what: 'the end of the socket' })).code
  }

  close(): void {
    this.#socket.terminate()
  }
}

type Waiting = { hear(frame: Frame): void; end(): void }

export type Answer = {
  re: number | null
  ok?: Record<string, unknown>
  refused?: { code: string; message: string; retryAfter?: number }
}

/** `ok`, or the code of the refusal. */
export const codeOf = (answer: Answer): string => answer.refused?.code ?? 'ok'
