import { type Signal, signal } from '@preact/signals'
import type { Client, Environment, SessionState } from './api.ts'
import type { Me, Remembered } from './remembered.ts'

/** What a session's beginning and end mean to the rest of the client. */
export interface SessionEffects {
  /** Somebody is signed in: show what is cached, connect. */
  begin(me: Me): void
  /** Nobody is: stop, and forget the local copy, unless it is somebody else's by now. */
  end(isOthers: boolean): Promise<void>
}

/** Who is signed in here. Browsers hide why a socket was refused, so the server is asked where there is doubt. */
export class Session {
  readonly state: Signal<SessionState> = signal({ phase: 'starting' })
  readonly #environment: Environment
  readonly #remembered: Remembered
  readonly #effects: SessionEffects
  #asking = false

  constructor(environment: Environment, remembered: Remembered, effects: SessionEffects) {
    this.#environment = environment
    this.#remembered = remembered
    this.#effects = effects
  }

  /** Who was here is taken at their word; a stranger to this browser may still have a session. */
  async start(): Promise<void> {
    const known = this.#remembered.user() ?? (await this.#environment.whoAmI())
    if (this.state.peek().phase !== 'starting') return
    if (typeof known === 'object') this.#enter(known)
    else this.state.value = { phase: 'signed-out', rememberedName: this.#remembered.name() }
  }

  async join(name: string): ReturnType<Client['join']> {
    const answer = await this.#environment.signIn(name)
    if ('refused' in answer) return answer
    this.#enter(answer)
    return { ok: true }
  }

  async signOut(): Promise<void> {
    await this.#environment.signOut()
    this.#environment.broadcast.post({ signedOut: true })
    await this.leave()
  }

  /** The session is over, here or by the server's word. */
  async leave(reason?: 'ended'): Promise<void> {
    const state = this.state.peek()
    if (state.phase !== 'signed-in') return
    const rememberedName = this.#remembered.name()
    const other = this.#remembered.user()
    const isOthers = other !== null && other.id !== state.id
    if (!isOthers) this.#remembered.forget()
    this.state.value = { phase: 'signed-out', rememberedName, ...(reason && { reason }) }
    await this.#effects.end(isOthers)
    // A tab that slept through it: somebody else has signed in at this browser.
    if (isOthers && this.state.peek().phase === 'signed-out') this.#enter(other)
  }

  /** The socket was refused before it spoke. */
  async doubt(): Promise<void> {
    if (this.#asking) return
    this.#asking = true
    const answer = await this.#environment.whoAmI()
    this.#asking = false
    const state = this.state.peek()
    if (answer === 'away' || state.phase !== 'signed-in') return
    if (answer === 'signed-out' || answer.id !== state.id) await this.leave('ended')
    if (typeof answer === 'object' && this.state.peek().phase === 'signed-out') this.#enter(answer)
  }

  /** The server says who this is, and under which name now. */
  confirm(me: Me): void {
    const state = this.state.peek()
    if (state.phase !== 'signed-in' || (state.id === me.id && state.name === me.name)) return
    this.#remembered.setUser(me)
    this.state.value = { phase: 'signed-in', ...me }
  }

  #enter(me: Me): void {
    this.#remembered.setUser(me)
    this.state.value = { phase: 'signed-in', id: me.id, name: me.name }
    this.#effects.begin(me)
  }
}
