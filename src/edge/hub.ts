import type { App, Frame, Grant, Signal } from '#app/app.ts'
import type { Clock } from '#app/clock.ts'
import type { Log } from '#app/log.ts'
import { isChannel, kindOf, PEOPLE } from '#protocol/streams.ts'
import { changeText, digestText, isPresenceTopic, presenceTopic, signalText } from './frame-text.ts'
import { Hole } from './hole.ts'
import { Readings } from './readings.ts'
import { grantsIn } from './repair.ts'
import { closes, type Fanout, type Socket } from './socket.ts'

/** A live socket and whose it is. */
export type Listener = {
  readonly user: string
  readonly session: string
  readonly socket: Socket
  /** Whether it watches a channel since it was known what `stream` said up to `rev`. */
  watchesSince(channel: string, stream: string, rev: number): boolean
  /** Ends its watch of a stream, which it hears without a seat; false where there is none (HUB-3). */
  endWatch(stream: string): boolean
}

/** Where a stream is on this node, in revs. */
type Topic = {
  /** Up to which rev changes were taken; `UNHEARD` until the first frame or answer says. */
  head: number
  /** The rev that its listeners were told; commits without rows move only `head`. */
  told: number
  /** The newest rev that a hint or the store named; above `head`, something is missing. */
  heard: number
  /** The newest by which somebody gained or lost a stream. */
  granted: number
  /** Who lost access by its frames and has not got it back: users (of a channel's topic) or channels (of a user's). */
  off: Set<string> | null
  /** Reads what is missing from the store; null as long as nothing ever was. */
  hole: Hole | null
  idle: number
}

const UNHEARD = -1
const LABELS = { change: ['change'], signal: ['signal'] } as const

type Changed = Awaited<ReturnType<App['ask']['changed']>>
/** A topic without listeners is forgotten after so many rounds of `check`. */
const FORGET_AFTER = 2
/** A socket with more waiting bytes than this is too slow (SLOW). */
export const SLOW_BYTES = 512 * 1024

/** From streams to sockets: delivers frames in order of rev, finds holes and fills them from the store (HUB-1 to HUB-3). */
export class Hub {
  /** Every answer with a channel's content goes through these: nobody gets one of a channel that they lost (HUB-6). */
  readonly readings = new Readings()
  #topics = new Map<string, Topic>()
  #listeners = new Map<string, readonly Listener[]>()
  #app: App
  #fanout: Fanout
  #log: Log
  #clock: Clock

  constructor(app: App, fanout: Fanout, log: Log, clock: Clock) {
    this.#app = app
    this.#fanout = fanout
    this.#log = log
    this.#clock = clock
    app.fence.follow({ look: () => this.#look(), letGo: () => this.letGo() })
    app.listen(hint => ('frame' in hint ? this.deliver(hint.frame) : this.#signal(hint.signal)))
  }

  get sockets(): number {
    return this.all().length
  }

  socketsOf(user: string): number {
    return this.#listeners.get(user)?.length ?? 0
  }

  all(): Listener[] {
    return [...this.#listeners.values()].flat()
  }

  /** The newest rev of a stream that this node has taken. */
  head(stream: string): number {
    return Math.max(0, this.#topics.get(stream)?.head ?? 0)
  }

  /** Whether somebody gained or lost one of these streams after their heads were read: then read again (HUB-2). */
  outdates(heads: ReadonlyMap<string, number>): boolean {
    return [...heads].some(([stream, head]) => (this.#topics.get(stream)?.granted ?? 0) > head)
  }

  /** Subscribes a new listener to streams whose heads were just read, in the same tick in which it is greeted (HUB-2). */
  enter(listener: Listener, heads: ReadonlyMap<string, number>): void {
    this.#listeners.set(listener.user, [...(this.#listeners.get(listener.user) ?? []), listener])
    this.#app.presence.enter(listener.user)
    for (const [stream, head] of heads) {
      if (!this.#isOff(listener.user, stream)) this.hear(listener, stream, head)
    }
  }

  leave(listener: Listener): void {
    const own = this.#listeners.get(listener.user)
    if (!own?.includes(listener)) return
    this.#app.presence.leave(listener.user)
    if (own.length === 1) this.#listeners.delete(listener.user)
    else
      this.#listeners.set(
        listener.user,
        own.filter(each => each !== listener),
      )
  }

  /**
   * Lets a listener hear a stream from now on. `head` is what was read of it, if anything was. A user's own stream needs
   * no topic, which would cost each socket about 350 bytes: its listeners are known by their user.
   */
  hear({ user, socket }: Listener, stream: string, head = UNHEARD): void {
    this.#topic(stream, head)
    if (stream !== user) socket.subscribe(stream)
  }

  /** The listener asked for this, so frames that are on their way may still arrive. */
  unhear({ socket }: Listener, stream: string): void {
    socket.unsubscribe(stream)
  }

  /** Lets a listener hear who of these people comes and goes, and of nobody else any more. */
  attend({ socket }: Listener, users: readonly string[]): void {
    const topics = new Set(users.map(presenceTopic))
    for (const topic of socket.subscriptions) {
      if (isPresenceTopic(topic) && !topics.delete(topic)) socket.unsubscribe(topic)
    }
    for (const topic of topics) socket.subscribe(topic)
  }

  /** Takes a frame from the bus: whoever loses access goes first, then it is published, unless something is missing. */
  deliver(frame: Frame): void {
    const topic = this.#topic(frame.stream, frame.since)
    if (frame.rev <= topic.head) return
    topic.heard = Math.max(topic.heard, frame.rev)
    const grants = frame.begins.length + frame.ends.length
    if (grants > 0) topic.granted = Math.max(topic.granted, frame.rev)
    for (const grant of frame.ends) this.#end(grant, frame, topic)
    const inOrder = frame.since <= topic.head
    if (inOrder) for (const grant of frame.begins) this.#begin(grant, frame.stream, topic)
    if (this.#audience(frame.stream) === 0 && (inOrder || (grants === 0 && !topic.off?.size))) {
      topic.head = frame.rev
      topic.told = frame.rev
    } else if (inOrder && frame.rows !== null) {
      topic.head = frame.rev
      if (frame.rows !== '[]') this.#publish(frame.stream, topic, frame.rows)
    } else {
      this.#repair(frame.stream, topic)
      // Rows that are too large for a hint are not lost: they are read from the store without a pause.
      if (frame.rows === null) topic.hole?.hurry()
    }
  }

  /**
   * Compares the heads with the store's and repairs what was missed; forgets streams that nobody hears any more. Throws
   * if something could not be repaired.
   */
  async check(): Promise<void> {
    const heard = [...this.#topics.keys()].filter(stream => !this.#forget(stream))
    const heads = [...(await this.#app.ask.heads(heard))]
    await Promise.all(heads.map(([stream, head]) => this.#reach(stream, head)))
  }

  /** Ends all sockets, and cuts off those that still have something waiting (HUB-4). */
  letGo(): void {
    const listeners = this.all()
    if (listeners.length > 0) this.#log.warn('hub.lease_lost', { sockets: listeners.length })
    for (const { socket } of listeners) letGo(socket)
  }

  /** Waits for greetings and answers under way: what they read may be from before a loss of access (HUB-4). */
  async #look(): Promise<void> {
    await this.readings.settled()
    await this.check()
  }

  async #reach(stream: string, head: number): Promise<void> {
    const topic = this.#topics.get(stream)
    if (!topic || head <= topic.head) return
    topic.heard = Math.max(topic.heard, head)
    if (topic.head === UNHEARD) return this.#start(stream, topic, head)
    const hole = this.#hole(stream, topic)
    // A read that is under way may have begun before the change was committed.
    await hole.settled()
    // Only up to `head`: while others write, a state in which nothing is missing may never come.
    while (topic.head < head) {
      const before = topic.head
      await hole.read().catch(error => this.#notRepaired(stream, error))
      if (topic.head === before) throw new Error(`The stream ${stream} could not be read.`)
    }
  }

  /** Tells a listener where its streams are, so that a silent gap cannot last (SYNC-7). */
  digest({ user, socket }: Listener): void {
    if (this.#app.fence.isStale()) return
    const heads = [user, ...socket.subscriptions].flatMap(stream => {
      const told = this.#topics.get(stream)?.told ?? UNHEARD
      return told === UNHEARD ? [] : [[stream, told] as const]
    })
    for (const text of digestText(heads)) socket.send(text)
  }

  #topic(stream: string, head: number): Topic {
    const known = this.#topics.get(stream)
    if (known) {
      if (known.head === UNHEARD) Object.assign(known, { head, told: head })
      return known
    }
    const topic: Topic = { head, told: head, heard: head, granted: 0, off: null, hole: null, idle: 0 }
    this.#topics.set(stream, topic)
    return topic
  }

  /** A stream of which no frame was heard yet: who subscribed to it meanwhile learns where it is, and asks for the rest. */
  #start(stream: string, topic: Topic, head: number): void {
    Object.assign(topic, { head, told: head })
    this.#publish(stream, topic, '[]')
  }

  /** A channel with somebody in `off` is not forgotten: the frame that lets them in again must not be missed. */
  #forget(stream: string): boolean {
    const topic = this.#topics.get(stream)
    if (!topic) return true
    const { off } = topic
    if (off && isChannel(stream)) for (const user of off) if (!this.#listeners.has(user)) off.delete(user)
    topic.idle = this.#audience(stream) + (off?.size ?? 0) > 0 ? 0 : topic.idle + 1
    if (topic.idle > FORGET_AFTER) this.#topics.delete(stream)
    return topic.idle > 0
  }

  #publish(stream: string, topic: Topic, rows: string): void {
    if (this.#app.fence.isStale()) this.letGo()
    else this.#send(stream, changeText(stream, topic.told, topic.head, rows), 'change')
    topic.told = topic.head
  }

  #signal({ about, now }: Signal): void {
    const topic = kindOf(about) === 'user' ? presenceTopic(about) : about
    if (this.#audience(topic) === 0 || this.#app.fence.isStale()) return
    this.#send(topic, signalText(now), 'signal')
  }

  /** To all who hear a topic; what it is counted as is `kind`. Signals of a channel go the way of its changes (SLOW). */
  #send(topic: string, text: string, kind: 'change' | 'signal'): void {
    const { frames, deliveries } = this.#app.metrics
    frames.add(LABELS[kind])
    deliveries.add(LABELS[kind], this.#audience(topic))
    const own = this.#listeners.get(topic)
    if (!own) this.#fanout.publish(topic, text)
    else for (const { socket } of own) socket.send(text)
  }

  /** How many sockets hear a topic. */
  #audience(topic: string): number {
    return this.#listeners.get(topic)?.length ?? this.#fanout.subscribers(topic)
  }

  #repair(stream: string, topic: Topic): void {
    const isOpen = () => topic.head < topic.heard
    this.#hole(stream, topic)
      .fill(isOpen)
      .catch(error => this.#notRepaired(stream, error))
  }

  #hole(stream: string, topic: Topic): Hole {
    topic.hole ??= new Hole(() => this.#readOn(stream, topic), this.#clock)
    return topic.hole
  }

  #notRepaired(stream: string, error: unknown): void {
    this.#log.warn('hub.repair_failed', { stream, error: String(error) })
  }

  /** Takes what comes after the head from the store. What the lost frames granted is read from their rows. */
  async #readOn(stream: string, topic: Topic): Promise<boolean> {
    const before = topic.head
    const changed = await this.#app.ask.changed(stream, before)
    // Frames have moved the head meanwhile, so this answer does not continue it any more.
    if (topic.head !== before) return false
    // A hint named a rev that does not exist: without this we would ask for it for ever.
    if (changed.rev <= before) topic.heard = before
    else this.#catchUp(stream, topic, changed)
    return changed.rev < changed.head
  }

  #catchUp(stream: string, topic: Topic, { rev, rows, head }: Changed): void {
    const { begins, ends } = grantsIn(stream, rows)
    if (begins.length + ends.length > 0) topic.granted = Math.max(topic.granted, rev)
    for (const { grant, rev } of ends) this.#end(grant, { stream, rev }, topic)
    for (const grant of begins) this.#begin(grant, stream, topic)
    topic.head = rev
    topic.heard = Math.max(topic.heard, head)
    this.#publish(stream, topic, JSON.stringify(rows))
  }

  #begin(grant: Grant, by: string, topic: Topic): void {
    if (!('stream' in grant)) return
    topic.off?.delete(by === grant.user ? grant.stream : grant.user)
    if (this.#isOff(grant.user, grant.stream)) return
    for (const listener of this.#listeners.get(grant.user) ?? []) {
      // From here on it hears the stream by the seat, and loses it with that.
      listener.endWatch(grant.stream)
      this.hear(listener, grant.stream)
    }
  }

  /** Takes away what a grant gave: `by` says which stream told that it ended, and with which rev. */
  #end(grant: Grant, by: { stream: string; rev: number }, topic: Topic): void {
    if ('session' in grant) {
      for (const listener of this.all()) if (listener.session === grant.session) this.#close(listener)
      return
    }
    if (!('user' in grant)) {
      this.#endForMany(grant)
      return
    }
    this.readings.lose(grant.user, grant.stream)
    if (grant.stream === PEOPLE) {
      for (const { socket } of this.#listeners.get(grant.user) ?? []) letGo(socket)
      return
    }
    const listeners = this.#listeners.get(grant.user)
    if (!listeners) return
    topic.off ??= new Set()
    topic.off.add(by.stream === grant.user ? grant.stream : grant.user)
    for (const listener of listeners) {
      // This node may hear late of a seat that was given up: a watch that was begun since then is not ended by it.
      if (!listener.watchesSince(grant.stream, by.stream, by.rev)) this.#silence(listener.socket, grant.stream)
    }
  }

  /** A channel became private: who watches it hears no more of it. It was deleted: nobody does. */
  #endForMany(grant: { watchers: string } | { everybody: string }): void {
    const isForAll = 'everybody' in grant
    const stream = isForAll ? grant.everybody : grant.watchers
    this.readings.loseAll(stream)
    for (const listener of this.all()) {
      const isWatching = listener.endWatch(stream)
      if (isWatching || (isForAll && listener.socket.subscriptions.includes(stream)))
        this.#silence(listener.socket, stream)
    }
  }

  /** From here on not one byte of the stream may reach a socket, so one with bytes still waiting is cut off. */
  #silence(socket: Socket, stream: string): void {
    socket.unsubscribe(stream)
    if (socket.getBufferedAmount() > 0) socket.terminate()
  }

  /**
   * The beginning and end of a seat are told on two streams, the channel's and the user's, whose frames come in any
   * order. One end is enough to keep somebody off; it takes both beginnings to let them in again.
   */
  #isOff(user: string, stream: string): boolean {
    return (this.#topics.get(stream)?.off?.has(user) || this.#topics.get(user)?.off?.has(stream)) ?? false
  }

  /** Waiting bytes of a session that has ended do not leave either. */
  #close({ socket }: Listener): void {
    if (socket.getBufferedAmount() > 0) socket.terminate()
    else socket.close(...closes.ended)
  }
}

/** Whoever may come back does so at once, and is greeted as what they are by then. */
const letGo = (socket: Socket): void => {
  if (socket.getBufferedAmount() > 0) socket.terminate()
  else socket.close(...closes.restart)
}
