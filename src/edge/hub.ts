import type { App, Frame, Grant, Signal } from '#app/app.ts'
import type { Log } from '#app/log.ts'
import { changeText, digestText, signalText, signalTopic } from './frame-text.ts'
import { grantsIn } from './repair.ts'
import { closes, type Fanout, type Socket } from './socket.ts'

/** A live socket and whose it is. */
export type Listener = { readonly user: string; readonly session: string; readonly socket: Socket }

/** Where a stream is on this node. `told` is the rev up to which its topic was told: quiet commits move only the head. */
type Topic = { head: number; told: number; repairing: boolean; idle: number }

/** A topic without listeners is forgotten after so many rounds of `check`. */
const FORGET_AFTER = 2
/** A socket with more waiting bytes than this is too slow (SLOW). */
export const SLOW_BYTES = 512 * 1024

/** From streams to sockets: delivers frames in order of rev, finds holes and fills them from the store (HUB-1 to HUB-3). */
export class Hub {
  #topics = new Map<string, Topic>()
  #listeners = new Map<string, Set<Listener>>()
  #app: App
  #fanout: Fanout
  #log: Log

  constructor(app: App, fanout: Fanout, log: Log) {
    this.#app = app
    this.#fanout = fanout
    this.#log = log
    app.listen(hint => ('frame' in hint ? this.deliver(hint.frame) : this.#signal(hint.signal)))
  }

  get sockets(): number {
    return this.all().length
  }

  all(): Listener[] {
    return [...this.#listeners.values()].flatMap(each => [...each])
  }

  /** The newest rev of a stream that this node has heard of. */
  head(stream: string): number {
    return this.#topics.get(stream)?.head ?? 0
  }

  /** Subscribes a new listener to streams whose heads were just read, in the same tick in which it is greeted (HUB-2). */
  enter(listener: Listener, heads: ReadonlyMap<string, number>): void {
    const own = this.#listeners.get(listener.user) ?? new Set()
    this.#listeners.set(listener.user, own.add(listener))
    for (const [stream, head] of heads) this.hear(listener, stream, head)
  }

  leave(listener: Listener): void {
    const own = this.#listeners.get(listener.user)
    own?.delete(listener)
    if (own?.size === 0) this.#listeners.delete(listener.user)
  }

  /** Lets a listener hear a stream from now on. `head` is what was read of it, if anything was. */
  hear(listener: Listener, stream: string, head = 0): void {
    this.#topic(stream, head)
    listener.socket.subscribe(stream)
    if (stream.startsWith('C')) listener.socket.subscribe(signalTopic(stream))
  }

  /** From here on not one byte of the stream reaches the listener; one that still has some waiting is cut off (HUB-3). */
  unhear({ socket }: Listener, stream: string): void {
    socket.unsubscribe(stream)
    socket.unsubscribe(signalTopic(stream))
    if (socket.buffered() > 0) socket.terminate()
  }

  /** Takes a frame from the bus: whoever loses access goes first, then it is published, unless something is missing. */
  deliver(frame: Frame): void {
    for (const grant of frame.ends) this.#end(grant)
    for (const grant of frame.begins) this.#begin(grant)
    const topic = this.#topic(frame.stream, frame.since)
    if (frame.rev <= topic.head) return
    if (this.#fanout.subscribers(frame.stream) === 0) {
      topic.head = frame.rev
      topic.told = frame.rev
      return
    }
    if (frame.since > topic.head || frame.rows === null) {
      void this.#repair(frame.stream, topic)
      return
    }
    topic.head = frame.rev
    if (frame.rows !== '[]') this.#publish(frame.stream, topic, frame.rows)
  }

  /** Compares the heads with the store's and repairs what was missed; forgets streams that nobody hears any more. */
  async check(): Promise<void> {
    const heard = [...this.#topics.keys()].filter(stream => !this.#forget(stream))
    for (const [stream, head] of await this.#app.ask.heads(heard)) {
      const topic = this.#topics.get(stream)
      if (topic && head > topic.head) void this.#repair(stream, topic)
    }
  }

  /** Tells a listener where its streams are, so that a silent gap cannot last (SYNC-7). */
  digest({ socket }: Listener): void {
    const streams = socket.subscriptions().filter(topic => this.#topics.has(topic))
    for (const text of digestText(streams.map(stream => [stream, this.head(stream)]))) socket.send(text)
  }

  #topic(stream: string, head: number): Topic {
    const known = this.#topics.get(stream)
    if (known) return known
    const topic: Topic = { head, told: head, repairing: false, idle: 0 }
    this.#topics.set(stream, topic)
    return topic
  }

  #forget(stream: string): boolean {
    const topic = this.#topics.get(stream)
    if (!topic) return true
    topic.idle = this.#fanout.subscribers(stream) > 0 ? 0 : topic.idle + 1
    if (topic.idle > FORGET_AFTER) this.#topics.delete(stream)
    return topic.idle > 0
  }

  #publish(stream: string, topic: Topic, rows: string): void {
    this.#fanout.publish(stream, changeText(stream, topic.told, topic.head, rows))
    topic.told = topic.head
  }

  #signal({ channel, now }: Signal): void {
    this.#fanout.publish(signalTopic(channel), signalText(now))
  }

  /** One reader at a time per stream, until nothing is missing. What the lost frames granted is read from their rows. */
  async #repair(stream: string, topic: Topic): Promise<void> {
    if (topic.repairing) return
    topic.repairing = true
    try {
      for (let more = true; more; ) {
        const before = topic.head
        const changed = await this.#app.ask.changed(stream, before)
        more = changed.more || changed.rev < topic.head
        if (topic.head !== before || changed.rev <= before) continue
        const { begins, ends } = grantsIn(stream, changed.rows)
        for (const grant of ends) this.#end(grant)
        for (const grant of begins) this.#begin(grant)
        topic.head = changed.rev
        this.#publish(stream, topic, JSON.stringify(changed.rows))
      }
    } catch (error) {
      this.#log.warn('hub.repair_failed', { stream, error: String(error) })
    } finally {
      topic.repairing = false
    }
  }

  #begin(grant: Grant): void {
    if (!('stream' in grant)) return
    for (const listener of this.#listeners.get(grant.user) ?? []) this.hear(listener, grant.stream)
  }

  #end(grant: Grant): void {
    if ('stream' in grant) {
      for (const listener of this.#listeners.get(grant.user) ?? []) this.unhear(listener, grant.stream)
      return
    }
    for (const { session, socket } of this.all()) if (session === grant.session) socket.close(...closes.ended)
  }
}
