import { BenchError } from './bench.ts'
import type { Running } from './running.ts'
import type { Person } from './wire.ts'

type Answer = { ok?: Record<string, unknown>; refused?: { code: string } }

/** One connection that asks and counts what it hears, for loads that the generator has no words for. */
export class Speaker {
  /** Every change that was heard, as it came; nobody keeps them unless `isListening`. */
  readonly heard: string[] = []
  isListening = false
  /** Resolves with the first change that is heard. */
  readonly spokenTo: Promise<void>
  #isSpokenTo = () => {}
  #socket: WebSocket
  #waiting = new Map<number, (answer: Answer) => void>()
  #id = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
    this.spokenTo = new Promise(resolve => {
      this.#isSpokenTo = resolve
    })
    socket.onmessage = ({ data }) => this.#hear(String(data))
  }

  static open({ port }: Running, { token }: Person): Promise<Speaker> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, { headers: { authorization: `Bearer ${token}` } })
    const speaker = new Speaker(socket)
    return new Promise((resolve, reject) => {
      speaker.#waiting.set(0, () => resolve(speaker))
      socket.onerror = () => reject(new BenchError('A connection could not be opened.'))
    })
  }

  /** Resolves with the answer. Throws `BenchError` where it is refused. */
  async ask(name: string, fields: object): Promise<Record<string, unknown>> {
    const id = ++this.#id
    const answered = new Promise<Answer>(resolve => this.#waiting.set(id, resolve))
    this.#socket.send(JSON.stringify({ ...fields, id, do: name }))
    const { ok, refused } = await answered
    if (!ok) throw new BenchError(`${name} was refused: ${refused?.code}`)
    return ok
  }

  close(): void {
    this.#socket.close()
  }

  #hear(text: string): void {
    if (text.startsWith('{"stream"')) {
      this.#isSpokenTo()
      if (this.isListening) this.heard.push(text)
      return
    }
    const frame = JSON.parse(text) as { hello?: object; re?: number } & Answer
    const id = frame.hello ? 0 : frame.re
    if (id === undefined) return
    this.#waiting.get(id)?.(frame)
    this.#waiting.delete(id)
  }
}
