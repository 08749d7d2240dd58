import type { Environment } from './api.ts'
import type { Replica } from './replica.ts'

/** A channel that is not on the screen keeps so many messages, enough to come back to. */
const MESSAGES = 300
/** So many channels keep any. Coming back to another one is a read from the local copy. */
const CHANNELS = 20
const LOOK_MS = 30_000

/** Keeps the memory of a page bounded that is open for days: what is neither on the screen nor unsent can be had again. */
export class Trimmer {
  readonly #setTimer: Environment['setTimer']
  readonly #replica: Replica
  /** Before something goes, it is told here. */
  readonly #onTrim: (gone: readonly string[]) => void
  /** Channels that were on the screen, the current one first. */
  #recent: string[] = []
  #stopTimer: (() => void) | null = null

  constructor(setTimer: Environment['setTimer'], replica: Replica, onTrim: (gone: readonly string[]) => void) {
    this.#setTimer = setTimer
    this.#replica = replica
    this.#onTrim = onTrim
  }

  shows(channel: string): void {
    this.#recent = [channel, ...this.#recent.filter(other => other !== channel)]
    this.#stopTimer ??= this.#setTimer(() => this.#trim(), LOOK_MS)
  }

  forget(): void {
    this.#recent = []
    this.#stopTimer?.()
    this.#stopTimer = null
  }

  #trim(): void {
    this.#stopTimer = this.#setTimer(() => this.#trim(), LOOK_MS)
    const kept = this.#recent.slice(0, CHANNELS + 1)
    this.#recent = kept
    const [current, ...others] = kept
    const held = [...this.#replica.all()].filter(({ id, held }) => held !== null && id !== current)
    const gone = held.filter(({ id }) => !others.includes(id)).map(({ id }) => id)
    const long = held.filter(channel => others.includes(channel.id) && (channel.held?.size ?? 0) > 2 * MESSAGES)
    if (gone.length === 0 && long.length === 0) return
    this.#onTrim(gone)
    this.#replica.change(() => {
      for (const id of gone) this.#replica.touch(id).trim(0)
      for (const { id } of long) this.#replica.touch(id).trim(MESSAGES)
    })
  }
}
