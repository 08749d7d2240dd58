import type { Connection, Environment, OutboxView } from './api.ts'
import type { Socket } from './socket.ts'

/** How often a page that is older than the server looks whether it may be replaced. */
const LOOK_MS = 2_000
/** A page that cannot be had is tried again after this. */
const AGAIN_MS = 60_000

/** Replaces the page by that of the server's build, as soon as nobody would notice: nothing unsent, nothing being typed. */
export class Updater {
  readonly #environment: Environment
  readonly #socket: Pick<Socket, 'connection' | 'build'>
  readonly #outbox: OutboxView
  #stopTimer: (() => void) | null = null
  #prepared: { build: string; at: number; ready: Promise<boolean> } | null = null

  constructor(environment: Environment, socket: Pick<Socket, 'connection' | 'build'>, outbox: OutboxView) {
    this.#environment = environment
    this.#socket = socket
    this.#outbox = outbox
  }

  /** Returns how to stop. */
  start(): () => void {
    const stopListening = this.#socket.connection.subscribe(connection => {
      if (isStale(connection)) this.#stopTimer ??= this.#environment.setTimer(() => void this.#look(), 0)
    })
    return () => {
      stopListening()
      this.#stopTimer?.()
    }
  }

  /** Replaces the page now, because somebody asked for it. */
  async renew(): Promise<void> {
    const { build } = this.#socket
    if (build === null) return
    await this.#prepare(build)
    this.#environment.page.reload(build)
  }

  async #look(): Promise<void> {
    const { build } = this.#socket
    const { page } = this.#environment
    const ready = build !== null && this.#isStale && (await this.#prepare(build))
    if (ready && this.#isStale && page.mayReload(build) && this.#outbox.idle.peek() && !page.isBusy())
      page.reload(build)
    this.#stopTimer = this.#isStale ? this.#environment.setTimer(() => void this.#look(), LOOK_MS) : null
  }

  get #isStale(): boolean {
    return isStale(this.#socket.connection.peek())
  }

  /** Once per build, also while the page may not be left yet: then whoever reloads it has the new one at once. */
  #prepare(build: string): Promise<boolean> {
    const now = this.#environment.now()
    if (this.#prepared?.build !== build || now - this.#prepared.at > AGAIN_MS) {
      this.#prepared = { build, at: now, ready: this.#environment.page.prepare().catch(() => false) }
    }
    return this.#prepared.ready
  }
}

const isStale = (connection: Connection): boolean => connection.phase === 'live' && connection.stale
