import type { Actor, App } from '#app/app.ts'
import type { HelloFacts, Resume } from '#app/hello.ts'
import { isCommand, isQuery } from '#app/inbound.ts'
import { hasOwnRate } from '#app/limits.ts'
import type { Log } from '#app/log.ts'
import { rateLimited, unavailable } from '#app/refused.ts'
import { TokenBucket } from '#app/token-bucket.ts'
import { parseInbound } from '#protocol/codec.ts'
import type { Inbound, Query } from '#protocol/commands.ts'
import { SILENCE_MS, WATCHES_PER_SOCKET } from '#protocol/limits.ts'
import type { Refusal } from '#protocol/refusals.ts'
import { PROTOCOL } from '#protocol/version.ts'
import { okText, refusedText, signalText } from './frame-text.ts'
import { type Hub, type Listener, SLOW_BYTES } from './hub.ts'
import { Paced } from './paced.ts'
import type { Shares } from './shares.ts'
import { closes, type Socket } from './socket.ts'

/** What all sessions of a server share. */
export type SessionContext = Shares & {
  app: App
  hub: Hub
  log: Log
  build: string
  /** Milliseconds of a clock that never goes back. */
  monotonic: () => number
  limited: boolean
}

type State = 'greeting' | 'live' | 'closed'
/** What is not answered in the same tick. */
type Waiting = Exclude<Inbound, { do: 'presence' | 'ping' }>
type Reply = { ok: object; duplicate?: true } | { refused: Refusal }
/** With the streams whose content it is of (HUB-6). */
type Read<T> = { ok: T; of?: readonly string[] } | { refused: Refusal; of?: never }

const CALLS = { perSecond: 50, burst: 200 }
const INVALID = { perSecond: 20 / 60, burst: 20 }
/** Frames that a client may send before it was greeted. */
const EARLY = 64
/** While more bytes than this wait, no further question is answered: with an answer on top it stays below `SLOW_BYTES`. */
const ROOM_BYTES = 64 * 1024
/** Questions that may wait for their turn. */
const QUESTIONS = 256
const NONE: readonly string[] = []
const NO_WATCHES: readonly Watch[] = []

/** A channel that is heard without a seat, unless `isSeated`; `heads` are those of the channel and of the own stream from before it was allowed. */
type Watch = { channel: string; heads: ReadonlyMap<string, number>; isSeated: boolean }

/** Whose a socket is, and what its client says to hold. */
export type Opening = Actor & { resume?: Resume | null }

/** One socket's conversation: greets it, parses what it says, and ends every command at the app's one door. */
export class Session implements Listener {
  // The session itself is the hub's listener and the app's actor: separate objects would be ten thousand more of each.
  readonly user: string
  readonly session: string
  readonly socket: Socket
  /** A number by which what every socket gets now and then (its digest, say) is spread evenly over time. */
  readonly slot: number
  #context: SessionContext
  #state: State = 'greeting'
  #heard: number
  // Null until they are needed: most sockets are idle, and there are many.
  #early: string[] | null = null
  /** What its client holds of the own stream, until it is greeted. */
  #resume: Resume | null
  #calls: TokenBucket | null = null
  #invalid: TokenBucket | null = null
  #watched: readonly Watch[] = NO_WATCHES
  #questions: Paced | null = null
  /** Bytes that waited a moment ago, and when some of them last left. */
  #waiting = 0
  #moved: number

  constructor(context: SessionContext, { user, session, resume = null }: Opening, socket: Socket, slot: number) {
    this.#resume = resume
    this.slot = slot
    this.#context = context
    this.user = user
    this.session = session
    this.socket = socket
    this.#heard = context.monotonic()
    this.#moved = this.#heard
  }

  /** Before that nothing may be sent: the greeting comes first. */
  get isGreeted(): boolean {
    return this.#state === 'live'
  }

  /** Reads what the greeting says, and in one tick subscribes and sends it (HUB-2, SYNC-6). */
  greet(): Promise<void> {
    return this.#context.hub.readings.track(() => this.#greet())
  }

  async #greet(): Promise<void> {
    const { app, hub, build } = this.#context
    try {
      const { hello, told, heads, ended } = await this.#facts()
      if (this.#state === 'closed') return
      if (ended) return this.socket.close(...closes.ended)
      if (app.fence.isStale()) return this.socket.close(...closes.restart)
      hub.enter(this, heads)
      // What was published while we read was not heard: announcing the hub's heads makes the client ask for it.
      const streams = Object.fromEntries([...told].map(([stream, head]) => [stream, Math.max(head, hub.head(stream))]))
      this.socket.send(JSON.stringify({ hello: { protocol: PROTOCOL, build, streams, ...hello } }))
      this.#state = 'live'
      for (const text of this.#early ?? NONE) this.#take(text)
      this.#early = null
      this.#resume = null
    } catch (error) {
      this.#context.log.warn('socket.greeting_failed', { user: this.user, error: String(error) })
      this.socket.close(...closes.restart)
    }
  }

  /** Reads again if somebody's seats or sessions changed while we read (HUB-2). */
  async #facts(): Promise<HelloFacts> {
    const { app, hub } = this.#context
    const facts = await app.ask.hello(this, this.#resume)
    return hub.outdates(facts.heads) && this.#state !== 'closed' ? this.#facts() : facts
  }

  watchesSince(channel: string, stream: string, rev: number): boolean {
    return this.#watched.some(each => each.channel === channel && (each.heads.get(stream) ?? -1) >= rev)
  }

  /** The other end is there, whatever it says. */
  alive(): void {
    this.#heard = this.#context.monotonic()
  }

  message(text: string): void {
    this.alive()
    if (this.#state === 'live') this.#take(text)
    else this.#hold(text)
  }

  #hold(text: string): void {
    this.#early ??= []
    if (this.#early.push(text) > EARLY) this.socket.close(...closes.broken)
  }

  endWatch(stream: string): boolean {
    const isWatched = this.#watched.some(each => each.channel === stream)
    if (isWatched) this.#watched = this.#watched.filter(each => each.channel !== stream)
    return isWatched
  }

  closed(): void {
    this.#state = 'closed'
    this.#questions?.clear()
    this.#context.hub.leave(this)
  }

  /** Some of the waiting bytes have left, so the next question may be answered. */
  drained(): void {
    this.#questions?.go()
  }

  /** Called once a second: closes what is silent, too slow, or does not read at all. */
  watchdog(): void {
    const { socket } = this
    const now = this.#context.monotonic()
    const waiting = socket.getBufferedAmount()
    if (waiting === 0 || waiting < this.#waiting) this.#moved = now
    this.#waiting = waiting
    if (now - this.#heard > SILENCE_MS) socket.close(...closes.silent)
    else if (waiting > SLOW_BYTES || now - this.#moved > SILENCE_MS) socket.close(...closes.slow)
    else this.#questions?.go()
  }

  #take(text: string): void {
    const parsed = parseInbound(text)
    if ('refused' in parsed) {
      if (parsed.refused.code === 'invalid_frame') this.#refuseFrame(parsed.refused)
      else this.#reply(parsed.id, this.#limited() ?? parsed)
    } else if (parsed.said.do === 'ping') {
      this.#send(parsed.id === null ? signalText({ pong: true }) : okText(parsed.id, {}))
    } else {
      // A command with a limit of its own is counted in `app.run` instead.
      const limited = hasOwnRate(parsed.said.do) ? null : this.#limited()
      if (limited) this.#reply(parsed.id, limited)
      // Subscribes and answers in one tick, so that a signal that comes after the answer is newer (PRESENCE-1).
      else if (parsed.said.do === 'presence') this.#reply(parsed.id, this.#attend(parsed.said.users))
      else if (isQuery(parsed.said)) this.#question(parsed.id, parsed.said)
      else void this.#answer(parsed.id, parsed.said)
    }
  }

  #question(id: number | null, said: Query): void {
    this.#questions ??= new Paced(
      () => this.socket.getBufferedAmount() <= ROOM_BYTES,
      answer => this.#context.turns.take(this.user, answer),
    )
    if (this.#questions.waiting < QUESTIONS) this.#questions.add(() => this.#answer(id, said))
    else this.#refuse(id, rateLimited(1))
  }

  #refuseFrame(refused: Refusal): void {
    this.#refuse(null, refused)
    this.#invalid ??= new TokenBucket(INVALID, this.#heard)
    if (this.#invalid.take(INVALID, this.#heard) > 0) this.socket.close(...closes.broken)
  }

  #limited(): Reply | null {
    const { limited, calls } = this.#context
    if (!limited) return null
    this.#calls ??= new TokenBucket(CALLS, this.#heard)
    const wait = this.#calls.take(CALLS, this.#heard) || calls.take(this.user)
    return wait > 0 ? { refused: rateLimited(wait) } : null
  }

  async #answer(id: number | null, said: Waiting): Promise<void> {
    try {
      if (isQuery(said))
        await this.#read(
          () => this.#context.app.ask.query(this, said),
          answer => this.#reply(id, answer),
        )
      else if (said.do === 'watch')
        await this.#read(
          () => this.#watchable(said.channel),
          found => this.#reply(id, this.#watch(found)),
        )
      else this.#reply(id, await this.#carryOut(said))
    } catch (error) {
      this.#context.log.error('command.failed', { command: said.do, user: this.user, error: String(error) })
      this.#refuse(id, unavailable)
    }
  }

  #reply(id: number | null, reply: Reply): void {
    if ('refused' in reply) this.#refuse(id, reply.refused)
    else this.#send(okText(id, reply.duplicate ? { ...reply.ok, duplicate: true } : reply.ok))
  }

  #refuse(id: number | null, refused: Refusal): void {
    this.#context.app.metrics.refusals.add([refused.code])
    this.#send(refusedText(id, refused))
  }

  #send(text: string): void {
    if (this.#state !== 'live' || this.#context.app.fence.isStale()) return
    // A write costs more than all of our work for a message: corked, the answer to a post leaves together with its row.
    this.socket.cork(() => this.socket.send(text))
  }

  #read<T>(ask: () => Promise<Read<T>>, handOver: (answer: Read<T>) => void): Promise<void> {
    return this.#context.hub.readings.read(this.user, ask, handOver)
  }

  async #carryOut(said: Exclude<Waiting, Query | { do: 'watch' }>): Promise<Reply> {
    const { app } = this.#context
    if (isCommand(said)) return app.run(this, said)
    switch (said.do) {
      case 'typing':
        return app.signals.typing(this, said.channel)
      case 'unwatch':
        return this.#unwatch(said.channel)
    }
  }

  #attend(users: readonly string[]): Reply {
    const { app, hub } = this.#context
    hub.attend(this, users)
    return { ok: { online: users.filter(user => app.presence.isOnline(user)) } }
  }

  async #watchable(ref: string): Promise<Read<Watch>> {
    const { app, hub } = this.#context
    const { ask } = app
    const named = await ask.channel(this, 'read', ref)
    if ('refused' in named) return named
    const heads = await ask.heads([named.ok.id, this.user])
    // Asked once more: whatever ended up to these heads, a seat in a private channel say, does not end this watch any more.
    const found = await ask.channel(this, 'read', named.ok.id)
    if ('refused' in found) return found
    const seat = await ask.channel(this, 'mark', named.ok.id)
    if (hub.outdates(heads)) return this.#watchable(named.ok.id)
    return { ok: { channel: found.ok.id, heads, isSeated: 'ok' in seat }, of: [found.ok.id] }
  }

  /**
   * Hears a channel without a seat. Counts, subscribes and answers in one tick (HUB-2), so that requests which arrive
   * together cannot exceed the limit.
   */
  #watch(found: Read<Watch>): Reply {
    if ('refused' in found) return found
    const { hub } = this.#context
    const { channel, heads, isSeated } = found.ok
    const others = this.#watched.filter(each => each.channel !== channel)
    if (others.length >= WATCHES_PER_SOCKET) return tooManyWatches
    // Who has a seat hears the channel by that, and loses it with that, not where watches end (HUB-3).
    this.#watched = isSeated ? others : [...others, found.ok]
    const head = heads.get(channel) ?? 0
    hub.hear(this, channel, head)
    return { ok: { stream: channel, rev: Math.max(head, hub.head(channel)) } }
  }

  /** Somebody with a seat goes on hearing the channel. Reads again if a seat changed while we read (HUB-2). */
  async #unwatch(ref: string): Promise<Reply> {
    const { app, hub } = this.#context
    const found = await app.ask.channel(this, 'read', ref)
    if ('refused' in found) return found
    const { id } = found.ok
    const heads = await app.ask.heads([id])
    const seat = await app.ask.channel(this, 'mark', id)
    if (hub.outdates(heads)) return this.#unwatch(id)
    this.#watched = this.#watched.filter(each => each.channel !== id)
    if ('refused' in seat) hub.unhear(this, id)
    return { ok: {} }
  }
}

const tooManyWatches: Reply = {
  refused: { code: 'too_many_watches', message: `A connection watches at most ${WATCHES_PER_SOCKET} channels.` },
}
