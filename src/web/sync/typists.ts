import { type ReadonlySignal, type Signal, signal } from '@preact/signals'

/** A typing signal is repeated while somebody types; without another one it fades. */
const FADES_AFTER_MS = 5_000

/** Who is typing where. */
export class Typists {
  readonly #signals = new Map<string, Signal<readonly string[]>>()
  readonly #fading = new Map<string, () => void>()
  readonly #setTimer: (run: () => void, ms: number) => () => void

  constructor(setTimer: (run: () => void, ms: number) => () => void) {
    this.#setTimer = setTimer
  }

  in(channel: string): ReadonlySignal<readonly string[]> {
    return this.#in(channel)
  }

  heard(channel: string, user: string): void {
    this.#stopTimer(channel, user)
    this.#fading.set(
      keyOf(channel, user),
      this.#setTimer(() => this.stopped(channel, user), FADES_AFTER_MS),
    )
    const typing = this.#in(channel)
    if (!typing.peek().includes(user)) typing.value = [...typing.peek(), user]
  }

  /** Their message is here, or nothing came for a while. */
  stopped(channel: string, user: string): void {
    if (!this.#fading.has(keyOf(channel, user))) return
    this.#stopTimer(channel, user)
    const typing = this.#in(channel)
    typing.value = typing.peek().filter(other => other !== user)
  }

  clear(): void {
    for (const stopTimer of this.#fading.values()) stopTimer()
    this.#fading.clear()
    for (const typing of this.#signals.values()) typing.value = []
  }

  #in(channel: string): Signal<readonly string[]> {
    const known = this.#signals.get(channel)
    if (known !== undefined) return known
    const fresh = signal<readonly string[]>([])
    this.#signals.set(channel, fresh)
    return fresh
  }

  #stopTimer(channel: string, user: string): void {
    this.#fading.get(keyOf(channel, user))?.()
    this.#fading.delete(keyOf(channel, user))
  }
}

const keyOf = (channel: string, user: string): string => `${channel}/${user}`
