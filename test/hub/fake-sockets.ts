import type { Fanout, Socket } from '#edge/socket.ts'

/** A socket that keeps what it is sent. `waiting` are the bytes that it pretends not to have sent on yet. */
export class FakeSocket implements Socket {
  readonly texts: string[] = []
  waiting = 0
  /** The code with which the server closed it, or `terminated`. */
  ended: number | 'terminated' | null = null
  hear: (text: string) => void = () => {}
  readonly #sockets: FakeSockets

  constructor(sockets: FakeSockets) {
    this.#sockets = sockets
  }

  send(text: string): void {
    if (this.ended !== null) return
    this.texts.push(text)
    this.hear(text)
  }

  cork(send: () => void): void {
    send()
  }

  subscribe(topic: string): void {
    if (this.ended === null) this.#sockets.topic(topic).add(this)
  }

  unsubscribe(topic: string): void {
    this.#sockets.topic(topic).delete(this)
  }

  get subscriptions(): string[] {
    return this.#sockets.topicsOf(this)
  }

  getBufferedAmount(): number {
    return this.waiting
  }

  close(code: number): void {
    this.#end(code)
  }

  terminate(): void {
    this.#end('terminated')
  }

  #end(how: number | 'terminated'): void {
    this.ended ??= how
    for (const topic of this.subscriptions) this.unsubscribe(topic)
  }
}

/** Topics as Bun has them. */
export class FakeSockets implements Fanout {
  readonly #topics = new Map<string, Set<FakeSocket>>()

  publish(topic: string, text: string): void {
    for (const socket of this.topic(topic)) socket.send(text)
  }

  subscribers(topic: string): number {
    return this.topic(topic).size
  }

  topic(name: string): Set<FakeSocket> {
    const known = this.#topics.get(name) ?? new Set()
    this.#topics.set(name, known)
    return known
  }

  topicsOf(socket: FakeSocket): string[] {
    return [...this.#topics].filter(([, sockets]) => sockets.has(socket)).map(([name]) => name)
  }
}
