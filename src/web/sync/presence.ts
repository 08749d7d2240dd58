import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { PRESENCE_PER_SOCKET } from '#protocol/limits.ts'
import type { Environment } from './api.ts'
import type { Question } from './asking.ts'

/** Scrolling names many people one after another: they are asked for together. */
const COLLECT_MS = 300
/** A signal may be lost: so often it is asked anew. */
const AGAIN_MS = 4 * 60_000

/** Who of the people on the screen is online. Nobody is, as far as this client knows, while it is not connected. */
export class Presence {
  readonly #signals = new Map<string, Signal<boolean>>()
  readonly #question: Question
  readonly #setTimer: Environment['setTimer']
  #shown: readonly string[] = []
  /** Counts lists: the answer to an older one is not looked at. */
  #list = 0
  #stopTimer: () => void = () => {}

  constructor(question: Question, setTimer: Environment['setTimer']) {
    this.#question = question
    this.#setTimer = setTimer
  }

  online(user: string): ReadonlySignal<boolean> {
    return this.#of(user)
  }

  /** The people on the screen; those that are most wanted first. */
  showing(users: readonly string[]): void {
    const next = [...new Set(users)].slice(0, PRESENCE_PER_SOCKET)
    if (next.length === this.#shown.length && next.every(user => this.#shown.includes(user))) return
    this.#shown = next
    this.#askIn(COLLECT_MS)
  }

  heard(user: string, online: boolean): void {
    if (this.#shown.includes(user)) this.#of(user).value = online
  }

  /** A new connection knows nothing of what was asked on the one before. */
  resume(): void {
    if (this.#shown.length > 0) this.#askIn(0)
  }

  lost(): void {
    this.#list++
    this.#stopTimer()
    this.#put([])
  }

  #askIn(ms: number): void {
    this.#stopTimer()
    this.#stopTimer = this.#setTimer(() => void this.#ask(), ms)
  }

  async #ask(): Promise<void> {
    const list = ++this.#list
    this.#askIn(AGAIN_MS)
    const outcome = await this.#question('presence', { users: [...this.#shown] })
    if (list === this.#list && 'ok' in outcome) this.#put(outcome.ok.online)
  }

  #put(online: readonly string[]): void {
    const there = new Set(online)
    batch(() => {
      for (const user of there) this.#of(user)
      for (const [user, known] of this.#signals) known.value = there.has(user)
    })
  }

  #of(user: string): Signal<boolean> {
    const known = this.#signals.get(user)
    if (known !== undefined) return known
    const fresh = signal(false)
    this.#signals.set(user, fresh)
    return fresh
  }
}
