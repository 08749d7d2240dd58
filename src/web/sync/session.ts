import { type Signal, signal } from '@preact/signals'
import type { Client, Environment, SessionState, Unsent } from './api.ts'
import type { Me, Remembered } from './remembered.ts'

/** What a session's beginning and end mean to the rest of the client. */
export interface SessionEffects {
  /** Somebody is signed in: show what is cached, if this browser remembered them; connect. */
  begin(me: Me, isRemembered: boolean): void
  /** What was written and did not get away, as it is at the moment of the call. */
  unsent(): Promise<readonly Unsent[]>
  /** Nobody is signed in: stop, and forget the local copy, unless it is another person's by now (`isOthers`). */
  end(isOthers: boolean): Promise<void>
}

/** Who is signed in here. Browsers hide why a socket was refused, so the server is asked where there is doubt. */
export class Session {
  readonly state: Signal<SessionState> = signal({ phase: 'starting' })
  readonly #environment: Environment
  readonly #remembered: Remembered
  readonly #effects: SessionEffects
  #asking = false
  /** The question to the server, while somebody signs out here. */
  #signingOut: Promise<void> | null = null

  constructor(environment: Environment, remembered: Remembered, effects: SessionEffects) {
    this.#environment = environment
    this.#remembered = remembered
    this.#effects = effects
  }

  /** Begins as the person whom this browser remembers, without asking. The server is asked only where it has none. */
  async start(): Promise<void> {
    const remembered = this.#remembered.user()
    const known = remembered ?? (await this.#environment.whoAmI())
    if (this.state.peek().phase !== 'starting') return
    if (typeof known === 'object') this.#enter(known, remembered !== null)
    else this.state.value = { phase: 'signed-out', rememberedName: this.#remembered.name() }
  }

  async join(name: string, invitation?: string): ReturnType<Client['join']> {
    // A sign-out may still be under way. Its answer deletes the cookie, and must not delete that of the new session.
    await this.#signingOut?.catch(() => {})
    const answer = await this.#environment.signIn(name, invitation)
    if ('refused' in answer) return answer
    this.#enter(answer, false)
    this.#environment.broadcast.post({ signedIn: answer })
    return { ok: true }
  }

  /**
   * Follows somebody who joined in another tab, unless unsent texts of the person before are here to be copied. Who it is
   * comes with the news: another tab's localStorage may not have reached this process yet, and nobody tells a second time.
   */
  follow(other: Me): void {
    const state = this.state.peek()
    if (state.phase === 'signed-out' && state.unsent === undefined) this.#enter(other, true)
  }

  async signOut(): Promise<void> {
    const before = this.state.peek()
    this.#signingOut = Promise.resolve().then(this.#environment.signOut)
    try {
      await this.#signingOut
    } finally {
      this.#signingOut = null
    }
    const now = this.state.peek()
    // Unless `ended` has done so already: the socket may tell of the end before this answer comes.
    if (before.phase === 'signed-in' && now.phase === 'signed-in' && now.id === before.id) await this.#leaveEverywhere()
  }

  /** Somebody signed out, here or in another tab: the next one at this browser finds no trace but the name. */
  async leave(): Promise<void> {
    const state = this.state.peek()
    if (state.phase === 'signed-in') await this.#end(state.id)
    // The server told this tab before the other one did, so unsent texts may be on the screen: they go now.
    else if (state.phase === 'signed-out' && state.reason === 'ended')
      this.state.value = { phase: 'signed-out', rememberedName: state.rememberedName }
  }

  /** The socket says that the session has ended. While somebody signs out here, that is what they asked for. */
  async ended(): Promise<void> {
    const state = this.state.peek()
    if (this.#signingOut !== null) await this.#leaveEverywhere()
    else if (state.phase === 'signed-in') await this.#end(state.id, 'ended')
  }

  /** The socket closed before hello: asks whether the session is gone, or only the server away. */
  async doubt(): Promise<void> {
    if (this.#asking) return
    this.#asking = true
    const answer = await this.#environment.whoAmI()
    this.#asking = false
    const state = this.state.peek()
    if (answer === 'away' || state.phase !== 'signed-in') return
    if (answer === 'signed-out') await this.ended()
    else if (answer.id !== state.id) await this.#giveWayTo(answer)
  }

  /** Takes the name that hello brings. False where hello is for another person: then the former is signed out. */
  confirm(me: Me): boolean {
    const state = this.state.peek()
    if (state.phase !== 'signed-in') return false
    if (state.id !== me.id) {
      void this.#giveWayTo(me)
      return false
    }
    if (state.name === me.name) return true
    this.#remembered.setUser(me)
    this.state.value = { phase: 'signed-in', ...me }
    return true
  }

  async #leaveEverywhere(): Promise<void> {
    this.#environment.broadcast.post({ signedOut: true })
    await this.leave()
  }

  async #giveWayTo(me: Me): Promise<void> {
    await this.ended()
    if (this.state.peek().phase === 'signed-out') this.#enter(me, false)
  }

  async #end(me: string, reason?: 'ended'): Promise<void> {
    const rememberedName = this.#remembered.name()
    const other = this.#remembered.user()
    const isOthers = other !== null && other.id !== me
    const ended = { phase: 'signed-out' as const, rememberedName, ...(reason && { reason }) }
    if (reason && !isOthers) void this.#showUnsent(ended)
    if (!isOthers) this.#remembered.forget()
    this.state.value = ended
    await this.#effects.end(isOthers)
    // A tab that slept through it: somebody else has signed in at this browser.
    if (isOthers && this.state.peek().phase === 'signed-out') this.#enter(other, true)
  }

  /** Reads the unsent texts before they are cleared. Shows them only if nobody signed in or out meanwhile. */
  async #showUnsent(ended: Extract<SessionState, { phase: 'signed-out' }>): Promise<void> {
    const unsent = await this.#effects.unsent()
    if (unsent.length > 0 && this.state.peek() === ended) this.state.value = { ...ended, unsent }
  }

  #enter(me: Me, isRemembered: boolean): void {
    this.#remembered.setUser(me)
    this.state.value = { phase: 'signed-in', id: me.id, name: me.name }
    this.#effects.begin(me, isRemembered)
  }
}
