import type { Bus, PresenceHint } from '#bus/bus.ts'
import { NodeList } from './node-list.ts'

/** How often `tick` is to be called. */
export const PRESENCE_TICK_MS = 250
/** Who comes back within this time was never away: a reload is not seen. */
const GRACE_MS = 1000
/**
 * Every second tick a node says that it lives; one that was not heard for so long is gone, and so are its people. Two of
 * its beats may be lost, and with the tick that finds it out all agree within two seconds.
 */
const BEAT_TICKS = 2
const SILENCE_MS = 1600
/** So long it is remembered which of its beats was the last, for late hints must not bring it back. */
const FORGET_MS = 60_000
/** Ids in one hint, which stays below 64 KiB (SIZE). */
const PORTION = 4000

type Hear = (user: string, online: boolean) => void

/**
 * Who is online, on this node or another: memory and bus only, never the database. Each node keeps the list of its own
 * people with a rev, tells the others what changed in it, and gives the whole to whoever missed something (PRESENCE).
 */
export class Presence {
  /** Sockets of people here; 0 while they are within their grace. */
  #sockets = new Map<string, number>()
  /** Who has no socket left, and since when; the longest gone first. */
  #leaving = new Map<string, number>()
  #others = new Map<string, NodeList>()
  #listeners = new Set<Hear>()
  #untold = { on: [] as string[], off: [] as string[] }
  #rev = 0
  #beat = 0
  #turn = 0
  #tickedAt: number
  #listWanted = false
  #node: string
  #bus: Bus
  #monotonic: () => number

  constructor(node: string, bus: Bus, monotonic: () => number) {
    this.#node = node
    this.#bus = bus
    this.#monotonic = monotonic
    this.#tickedAt = monotonic()
    bus.listen(hint => 'presence' in hint && this.#hear(hint.presence))
  }

  /** Hears who comes and goes. Returns how to stop. */
  listen(hear: Hear): () => void {
    this.#listeners.add(hear)
    return () => this.#listeners.delete(hear)
  }

  isOnline(user: string): boolean {
    if (this.#sockets.has(user)) return true
    for (const { users } of this.#others.values()) if (users.has(user)) return true
    return false
  }

  /** A socket of theirs is open on this node. */
  enter(user: string): void {
    const sockets = this.#sockets.get(user)
    const came = sockets === undefined && !this.isOnline(user)
    this.#sockets.set(user, (sockets ?? 0) + 1)
    if (sockets === 0) this.#leaving.delete(user)
    if (sockets === undefined) this.#untold.on.push(user)
    if (came) this.#tell(user, true)
  }

  /** One of them closed. */
  leave(user: string): void {
    const sockets = this.#sockets.get(user) ?? 0
    if (sockets === 0) return
    this.#sockets.set(user, sockets - 1)
    if (sockets === 1) this.#leaving.set(user, this.#monotonic())
  }

  /** Does what is due. */
  tick(): void {
    const now = this.#monotonic()
    this.#endGrace(now)
    this.#forgetSilent(now)
    this.#tickedAt = now
    this.#turn += 1
    const { on, off } = this.#untold
    this.#untold = { on: [], off: [] }
    // On a single node nobody else listens.
    if (this.#bus.lossy) this.#bus.publish([...this.#news(on, off), ...this.#list()].map(presence => ({ presence })))
  }

  #endGrace(now: number): void {
    for (const [user, since] of this.#leaving) {
      if (now - since < GRACE_MS) break
      this.#leaving.delete(user)
      this.#sockets.delete(user)
      this.#untold.off.push(user)
      if (!this.isOnline(user)) this.#tell(user, false)
    }
  }

  #forgetSilent(now: number): void {
    // Whoever slept themselves has not heard what was said meanwhile, and must not conclude anything from it.
    const slept = now - this.#tickedAt > SILENCE_MS / 2
    for (const [node, list] of this.#others) {
      if (slept) list.heardAt = now
      if (!list.isSilent(now, SILENCE_MS)) continue
      this.#tellGone(list.empty())
      if (list.isSilent(now, FORGET_MS)) this.#others.delete(node)
    }
  }

  /** What changed since the last tick, in as many hints as it takes; now and then, that nothing did. */
  #news(on: readonly string[], off: readonly string[]): PresenceHint[] {
    const changes = [
      ...portions(on).map(users => ({ on: users, off: [] })),
      ...portions(off).map(users => ({ on: [], off: users })),
    ]
    if (changes.length === 0 && this.#turn % BEAT_TICKS > 0) return []
    const base = { node: this.#node, beat: ++this.#beat }
    if (changes.length === 0) return [{ ...base, since: this.#rev, rev: this.#rev, on: [], off: [] }]
    return changes.map(change => ({ ...base, since: this.#rev, rev: ++this.#rev, ...change }))
  }

  #list(): PresenceHint[] {
    if (!this.#listWanted) return []
    this.#listWanted = false
    const whole = portions([...this.#sockets.keys()])
    const parts = Math.max(1, whole.length)
    return Array.from({ length: parts }, (_, part) => ({
      node: this.#node,
      rev: this.#rev,
      part,
      parts,
      users: whole[part] ?? [],
    }))
  }

  #hear(hint: PresenceHint): void {
    if ('asks' in hint) {
      if (hint.asks === this.#node) this.#listWanted = true
    } else if (hint.node !== this.#node) {
      const list = this.#others.get(hint.node)
      if ('beat' in hint) this.#hearNews(list ?? this.#meet(hint.node), hint)
      else if (list && !list.isSilent(this.#monotonic(), SILENCE_MS)) this.#replace(list, hint)
    }
  }

  #meet(node: string): NodeList {
    const list = new NodeList(this.#monotonic())
    this.#others.set(node, list)
    return list
  }

  #hearNews(list: NodeList, { node, beat, since, rev, on, off }: Extract<PresenceHint, { beat: number }>): void {
    // An old one says nothing about whether the node lives now.
    if (beat > list.beat) Object.assign(list, { beat, heardAt: this.#monotonic() })
    if (rev <= list.rev) return
    if (since > list.rev) {
      this.#bus.publish([{ presence: { asks: node } }])
      return
    }
    list.rev = rev
    for (const user of on) this.#come(list, user)
    for (const user of off) if (list.users.delete(user)) this.#tellGone([user])
  }

  #replace(list: NodeList, hint: Extract<PresenceHint, { part: number }>): void {
    const users = list.gather(hint)
    if (!users) return
    const gone = [...list.users].filter(user => !users.has(user))
    list.rev = hint.rev
    for (const user of users) this.#come(list, user)
    for (const user of gone) list.users.delete(user)
    this.#tellGone(gone)
  }

  #come(list: NodeList, user: string): void {
    const came = !this.isOnline(user)
    list.users.add(user)
    if (came) this.#tell(user, true)
  }

  #tellGone(users: Iterable<string>): void {
    for (const user of users) if (!this.isOnline(user)) this.#tell(user, false)
  }

  #tell(user: string, online: boolean): void {
    for (const hear of this.#listeners) hear(user, online)
  }
}

const portions = (users: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(users.length / PORTION) }, (_, index) =>
    users.slice(index * PORTION, (index + 1) * PORTION),
  )
