import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { type Foreign, parseAnswer, parseServerFrame } from '#protocol/codec.ts'
import type { Answers, Fields } from '#protocol/commands.ts'
import type { Change, Hello, Now, ServerFrame } from '#protocol/frames.ts'
import { HEARTBEAT_MS, SILENCE_MS } from '#protocol/limits.ts'
import type { Refusal } from '#protocol/refusals.ts'
import type { Connection, Environment } from './api.ts'
import { backOff } from './back-off.ts'

/** An accepted connection that says nothing is given up after this long. */
const HELLO_MS = 15_000
/** After a wake-up a connection must prove within this time that it is alive. */
const PROOF_MS = 5_000
/** After a frame sent this lately a digest calls for no ping: the next digest still comes in time for one. */
const LATELY_MS = (SILENCE_MS - HEARTBEAT_MS) / 2
/** A connection that lived this long starts the back-off afresh. */
const STEADY_MS = 10_000
/**
 * The most failures that count after a connection that got as far as hello: the server is there, so the next try comes
 * within 8 s; it may also be falling over again and again, so everybody's tries stay spread.
 */
const MOST_AFTER_HELLO = 4

const SESSION_ENDED = 4001
/** Closes that say that this client misbehaved: nothing is gained by coming back soon. */
const BROKEN = [1008, 1009]
const GIVEN_UP = 4000

/** What came of a command: `lost` means that it may or may not have happened. */
export type Outcome<N extends keyof Answers> = { ok: Answers[N] } | { refused: Refusal } | { lost: true }

export interface Hearing {
  /** What is held of the own stream, for the next greeting to go on from. */
  resume(): { epoch: string; own: number } | null
  hello(hello: Hello): void
  change(change: Change): void
  signal(now: Now): void
  digest(heads: Readonly<Record<string, number>>): void
  /** The connection is gone; every open question has been answered `lost`. */
  lost(): void
  /** It closed before hello: the server is away, or there is no session. It will be tried again until `stop`. */
  refusedEarly(): void
  /** The server ended the session. */
  ended(): void
}

type Answer = { ok: Record<string, unknown> } | { refused: Refusal } | { lost: true }
type Line = ReturnType<Environment['connect']>

/** One connection that is kept up: reconnects with back-off, keeps the heartbeat, matches answers by id. */
export class Socket {
  readonly #connection: Signal<Connection> = signal({ phase: 'connecting' })
  readonly #environment: Environment
  readonly #hearing: Hearing
  readonly #open = new Map<number, (answer: Answer) => void>()
  /** Counts connections that reached hello. */
  era = 0
  #line: Line | null = null
  /** Build of the server; null before the first hello. */
  build: string | null = null
  /** Build of this page. */
  #own: string | null
  #failures = 0
  #nextId = 1
  #liveSince = 0
  #spokeAt = 0
  #stopBeat: () => void = () => {}
  #stopSilence: () => void = () => {}
  #stopRetry: () => void = () => {}
  #stopped = true

  constructor(environment: Environment, hearing: Hearing) {
    this.#environment = environment
    this.#hearing = hearing
    this.#own = environment.page.build
  }

  get connection(): ReadonlySignal<Connection> {
    return this.#connection
  }

  get isLive(): boolean {
    return this.#connection.peek().phase === 'live'
  }

  start(): void {
    if (!this.#stopped) return
    this.#stopped = false
    this.#failures = 0
    this.#connect()
  }

  stop(): void {
    this.#stopped = true
    this.#stopRetry()
    this.#drop()
    this.#connection.value = { phase: 'connecting' }
  }

  /** The person or the network is back: try now, or make sure that the connection is alive. */
  wake(): void {
    const phase = this.#connection.peek().phase
    if (this.#stopped || phase === 'connecting') return
    // What failed before says nothing about now.
    this.#failures = 0
    if (phase === 'lost') {
      this.#stopRetry()
      this.#connect()
    } else {
      this.#ping()
      this.#expectSomething(PROOF_MS)
    }
  }

  /** Gives the connection up and opens another: what is held turned out to belong to another past. */
  restart(): void {
    if (this.#line !== null) this.#giveUp()
  }

  /** Sends a command now; without a connection it is `lost` at once. */
  request<N extends keyof Answers>(name: N, fields: Fields<N>): Promise<Outcome<N>> {
    if (this.#line === null || !this.isLive) return Promise.resolve({ lost: true })
    const id = this.#nextId++
    const answered = new Promise<Outcome<N>>(resolve => {
      this.#open.set(id, answer => resolve('ok' in answer ? readAnswer(name, answer.ok) : answer))
    })
    this.#send(JSON.stringify({ ...fields, id, do: name }))
    return answered
  }

  #connect(): void {
    this.#connection.value = { phase: 'connecting' }
    const line = this.#environment.connect(
      {
        message: text => {
          if (this.#line === line) this.#receive(text)
        },
        close: code => {
          if (this.#line === line) this.#closed(code)
        },
      },
      this.#hearing.resume(),
    )
    this.#line = line
    this.#expectSomething(HELLO_MS)
  }

  #receive(text: string): void {
    if (this.isLive) this.#expectSomething(SILENCE_MS)
    const frame = parseServerFrame(text)
    if (frame !== null) this.#hear(frame)
  }

  #hear(frame: ServerFrame | Foreign): void {
    if ('hello' in frame) this.#greet(frame.hello)
    else if ('foreign' in frame) this.#meet(frame.foreign.build)
    else if ('stream' in frame) this.#hearing.change(frame)
    else if ('now' in frame) this.#hearing.signal(frame.now)
    else if ('digest' in frame) this.#hearDigest(frame.digest)
    else if (frame.re !== null)
      this.#settle(frame.re, 'ok' in frame ? { ok: frame.ok } : { refused: frame.refused as Refusal })
  }

  /** A hidden page's timers may run once a minute, but frames arrive in time: a digest sets off the ping instead. */
  #hearDigest(heads: Readonly<Record<string, number>>): void {
    this.#hearing.digest(heads)
    if (Math.abs(this.#environment.now() - this.#spokeAt) > LATELY_MS) this.#ping()
  }

  #settle(id: number, answer: Answer): void {
    const settle = this.#open.get(id)
    this.#open.delete(id)
    settle?.(answer)
  }

  #greet(hello: Hello): void {
    this.build = hello.build
    this.#own ??= hello.build
    this.era++
    this.#liveSince = this.#environment.now()
    this.#connection.value = { phase: 'live', stale: this.#own !== hello.build }
    this.#expectSomething(SILENCE_MS)
    this.#beatLater()
    this.#hearing.hello(hello)
  }

  /** A server that this page does not understand: nothing of it is taken but its build, so that the page is replaced. */
  #meet(build: string): void {
    this.build = build
    this.#connection.value = { phase: 'live', stale: true }
    this.#expectSomething(SILENCE_MS)
    this.#beatLater()
  }

  #ping(): void {
    this.#send('{"do":"ping"}')
    this.#beatLater()
  }

  #beatLater(): void {
    this.#stopBeat()
    this.#stopBeat = this.#environment.setTimer(() => this.#ping(), HEARTBEAT_MS)
  }

  #send(text: string): void {
    this.#spokeAt = this.#environment.now()
    this.#line?.send(text)
  }

  /** A browser that lost its network leaves the socket open and silent. */
  #expectSomething(within: number): void {
    this.#stopSilence()
    this.#stopSilence = this.#environment.setTimer(() => this.#giveUp(), within)
  }

  #giveUp(): void {
    this.#line?.close(GIVEN_UP)
    this.#closed(GIVEN_UP)
  }

  #closed(code: number): void {
    const wasLive = this.isLive
    this.#failures = BROKEN.includes(code) ? Number.POSITIVE_INFINITY : this.#failuresWith(wasLive)
    this.#drop()
    if (code === SESSION_ENDED) {
      this.stop()
      this.#hearing.ended()
    } else {
      this.#retryLater()
      if (!wasLive) this.#hearing.refusedEarly()
    }
  }

  #failuresWith(wasLive: boolean): number {
    if (!wasLive) return this.#failures + 1
    const steady = this.#environment.now() - this.#liveSince >= STEADY_MS
    return steady ? 0 : Math.min(this.#failures + 1, MOST_AFTER_HELLO)
  }

  #retryLater(): void {
    const wait = backOff(this.#failures, this.#environment.random())
    this.#connection.value = { phase: 'lost', retryAt: this.#environment.now() + wait }
    this.#stopRetry = this.#environment.setTimer(() => this.#connect(), wait)
  }

  #drop(): void {
    const line = this.#line
    this.#line = null
    this.#stopSilence()
    this.#stopBeat()
    if (line === null) return
    line.close()
    for (const settle of this.#open.values()) settle({ lost: true })
    this.#open.clear()
    this.#hearing.lost()
  }
}

const readAnswer = <N extends keyof Answers>(name: N, ok: Record<string, unknown>): Outcome<N> => {
  const answer = parseAnswer(name, ok)
  return answer ? { ok: answer } : { refused: { code: 'invalid', message: 'The answer could not be read.' } }
}
