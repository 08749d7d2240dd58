import type { Scheduler } from '../support/scheduler.ts'
import type { Counters } from './counters.ts'
import type { Trace } from './trace.ts'

/** What the network does to its lines; all are probabilities per frame, delays in milliseconds. */
export interface Weather {
  delay: number
  /** A change from the server never arrives. No real socket does this; the client must survive it all the same [SYNC-7]. */
  lose: number
  /** A change arrives twice. */
  double: number
  /** The line is cut instead of delivering the answer to a post: it happened, and nobody knows. */
  cutAnswer: number
  cut: number
}

export const calm: Weather = { delay: 20, lose: 0, double: 0, cutAnswer: 0, cut: 0 }

/** What every line needs of the simulation. */
export interface Around {
  scheduler: Scheduler
  random: () => number
  weather: () => Weather
  trace: Trace
  counters: Counters
}

export interface End {
  message(text: string): void
  close(code: number): void
}

/** One connection: frames arrive in order, some time later, unless the weather says otherwise. */
export class Wire {
  readonly name: string
  /** A line that swallows everything and never says so: a browser that lost its network. */
  silent = false
  client: End | null = null
  server: End | null = null
  readonly #scheduler: Scheduler
  readonly #random: () => number
  readonly #weather: () => Weather
  readonly #trace: Trace
  readonly #counters: Counters
  readonly #last = { client: 0, server: 0 }
  #open = true

  constructor(name: string, { scheduler, random, weather, trace, counters }: Around) {
    this.name = name
    this.#scheduler = scheduler
    this.#random = random
    this.#weather = weather
    this.#trace = trace
    this.#counters = counters
  }

  get isOpen(): boolean {
    return this.#open
  }

  toServer(text: string): void {
    if (this.#random() < this.#weather().cut) this.cut(1006)
    else this.#carry('server', text)
  }

  toClient(text: string): void {
    const weather = this.#weather()
    const isChange = text.startsWith('{"stream"')
    const chance = this.#random()
    if (isChange && chance < weather.lose) this.#trace.add(this.#scheduler.now, `${this.name} lost ${text}`)
    else if (text.includes('"ok":{"seq":') && chance < weather.cutAnswer) this.cut(1006)
    else this.#carry('client', text)
    if (isChange && chance > 1 - weather.double) this.#carry('client', text)
  }

  /** Both ends learn of it, in their own time. */
  cut(code: number): void {
    if (!this.#open) return
    this.#open = false
    this.#trace.add(this.#scheduler.now, `${this.name} cut ${code}`)
    const { client, server } = this
    if (!this.silent) this.#scheduler.after(this.#delay(), () => client?.close(code))
    this.#scheduler.after(this.#delay(), () => server?.close(code))
  }

  #carry(to: 'client' | 'server', text: string): void {
    if (!this.#open) return
    const at = Math.max(this.#last[to] + 0.001, this.#scheduler.now + this.#delay())
    this.#last[to] = at
    this.#scheduler.after(at - this.#scheduler.now, () => {
      if (!this.#open || this.silent) return
      this.#trace.add(this.#scheduler.now, `${this.name} to ${to} ${text}`)
      if (to === 'client') this.#counters.toClient(this.name, text)
      else this.#counters.toServer(text)
      this[to]?.message(text)
    })
  }

  #delay(): number {
    return 1 + this.#random() * this.#weather().delay
  }
}
