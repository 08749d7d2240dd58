import { PAGE_MESSAGES } from '#protocol/limits.ts'
import type { Environment } from './api.ts'
import type { Question } from './asking.ts'
import type { Cache } from './cache.ts'
import { newestOf } from './coverage.ts'
import { pageOf } from './held-messages.ts'
import type { Replica } from './replica.ts'
import type { Socket } from './socket.ts'
import type { StreamKeeper } from './stream-keeper.ts'
import { Trimmer } from './trimmer.ts'

/** Half of what the server allows, so that a second window of old replies never meets the limit. */
const WATCHES = 8
/** Asked for first: what fills a screen shows before the rest of its page has come over a slow line. */
const FIRST_MESSAGES = 30
/** So many pages are loaded on the way to one message, before it counts as not to be found. */
const REACH_PAGES = 50
/** With a connection the local copy is waited for no longer than this: the network has it all, too. */
const COPY_MS = 300

/** After a greeting the local copies wait for so long: what is on the screen comes first. */
const COPIES_MS = 3_000

interface PagesParts {
  replica: Replica
  streams: StreamKeeper
  question: Question
  socket: Socket
  cache: Cache
  setTimer: Environment['setTimer']
}

/** Fills conversations: the cached copy, the newest page, older ones; and watches the channels without a seat. */
export class Pages {
  readonly #replica: Replica
  readonly #streams: StreamKeeper
  readonly #question: Question
  readonly #socket: Socket
  readonly #cache: Cache
  readonly #setTimer: Environment['setTimer']
  readonly #trimmer: Trimmer
  readonly #running = new Map<string, Promise<void>>()
  readonly #copying = new Map<string, Promise<void>>()
  readonly #loadingOlder = new Map<string, Promise<void>>()
  /** Channels whose held messages were compared with the store on this connection [SYNC-5]. */
  readonly #verified = new Set<string>()
  #watched: string[] = []
  /** Watched channels that the last digest did not name. */
  readonly #unheard = new Set<string>()
  #stopTimer: () => void = () => {}
  #current: string | null = null

  constructor(parts: PagesParts) {
    this.#replica = parts.replica
    this.#streams = parts.streams
    this.#question = parts.question
    this.#socket = parts.socket
    this.#cache = parts.cache
    this.#setTimer = parts.setTimer
    this.#trimmer = new Trimmer(parts.setTimer, parts.replica, gone => this.#letGo(gone))
  }

  /** Shows a channel; asking again for one that is shown is cheap. Ends when it has what can be had now. */
  open(channel: string): Promise<void> {
    this.#current = channel
    this.#trimmer.shows(channel)
    return this.#ensure(channel)
  }

  /** Reads the local copy of a channel that may be opened next. */
  prepare(channel: string): void {
    if (this.#replica.at(channel).held === null) void this.#copy(channel)
  }

  /** A new connection: what is on the screen is brought up to date first. */
  resume(): void {
    this.#verified.clear()
    this.#unheard.clear()
    this.#watched = []
    if (this.#current !== null) void this.#ensure(this.#current)
    this.#stopTimer()
    this.#stopTimer = this.#setTimer(() => void this.#lookThroughCopies(), COPIES_MS)
  }

  /**
   * [EDIT] What was deleted meanwhile must not stay on this device: copies that nobody has opened are looked through, one
   * after another. They stay as of their rev: what else they miss comes with the next opening.
   */
  async #lookThroughCopies(): Promise<void> {
    const { era } = this.#socket
    for (const { key, rev } of await this.#cache.behind()) {
      for (let since = rev, more = true; more; ) {
        const epoch = this.#replica.epoch ?? ''
        const outcome = await this.#question('sync', { epoch, stream: key, since })
        if (!('ok' in outcome) || this.#socket.era !== era || this.#replica.at(key).held !== null) break
        const { reset, rows } = outcome.ok
        if (reset) this.#cache.drop(key)
        else for (const row of rows) if (row.row === 'message' && row.deleted) this.#cache.scrub(key, row)
        since = outcome.ok.rev
        more = !reset && outcome.ok.more
        if (!reset && !more) this.#cache.lookedThrough(key, since)
      }
    }
  }

  /**
   * [SYNC-7] What this connection hears, as the server says. A watch that it does not name twice in a row has ended there
   * without a word, for whatever reason: it is begun again.
   */
  digest(heads: Readonly<Record<string, number>>): void {
    for (const channel of this.#watched) {
      if (channel in heads) this.#unheard.delete(channel)
      else if (!this.#unheard.delete(channel)) this.#unheard.add(channel)
      else this.#watchAgain(channel)
    }
  }

  #watchAgain(channel: string): void {
    this.#streams.unfollow(channel)
    this.#watched = this.#watched.filter(other => other !== channel)
    this.#verified.delete(channel)
    if (channel === this.#current) void this.#ensure(channel)
  }

  /** The own seat in a channel came or went, here or elsewhere. */
  async seatMoved(channel: string, joined: boolean): Promise<void> {
    if (!this.#socket.isLive) return
    if (joined && !this.#streams.isFollowing(channel)) await this.#streams.seated(channel)
    if (joined) return
    this.#streams.unfollow(channel)
    this.#watched = this.#watched.filter(other => other !== channel)
    this.#verified.delete(channel)
    if (this.#current !== channel) return
    await this.#ensure(channel)
    // Again: the first call may have joined an attempt from before the seat went, which began no watch.
    await this.#ensure(channel)
  }

  /** [ROOM] A channel that was taken away: its copy goes from this device at once. What one wrote and did not send stays. */
  async hide(channel: string): Promise<void> {
    this.#cache.drop(channel)
    this.#replica.drop(channel)
    await this.seatMoved(channel, false)
  }

  /** [OWN] My marks on what is on the screen are not known any more. */
  askMarks(): void {
    if (this.#current !== null && this.#socket.isLive) void this.#refreshMarks(this.#current)
  }

  /** [OWN] Brings my marks in a channel up to date where they are not followed, as in a copy that was just opened. */
  async #refreshMarks(id: string): Promise<void> {
    const channel = this.#replica.at(id)
    const since = channel.marksFrom
    const [from, to] = (channel.held && newestOf(channel.held.coverage)) ?? [1, 0]
    if (since === null || from > to) return
    for (let start = from, more = true; more; ) {
      const outcome = await this.#question('own', { channel: id, from: start, to, since })
      if (!('ok' in outcome)) return
      const { rows } = outcome.ok
      this.#replica.change(() => {
        for (const row of rows) this.#replica.touch(id).putBeside(row)
      })
      more = outcome.ok.more && rows.length > 0
      start = (rows.at(-1)?.seq ?? to) + 1
    }
    if (channel.marksFrom === since) channel.marksFrom = null
  }

  /** Loads the page before the oldest message that is shown. */
  older(channel: string, limit = PAGE_MESSAGES): Promise<void> {
    const running = this.#loadingOlder.get(channel)
    if (running !== undefined) return running
    const started = this.#loadOlder(channel, limit).finally(() => this.#loadingOlder.delete(channel))
    this.#loadingOlder.set(channel, started)
    return started
  }

  /** Loads pages until `seq` is held; false where the connection went away on the way to it. */
  async reach(channel: string, seq: number): Promise<boolean> {
    const { era } = this.#socket
    for (let pages = 0; pages < REACH_PAGES; pages++) {
      const before = this.#oldest(channel)
      if (before === null || before <= seq) return true
      await this.older(channel)
      if (this.#oldest(channel) === before) return this.#socket.isLive && this.#socket.era === era
    }
    return true
  }

  forget(): void {
    this.#trimmer.forget()
    this.#stopTimer()
    this.#current = null
    this.#verified.clear()
    this.#watched = []
  }

  #ensure(channel: string): Promise<void> {
    const key = this.#keyOf(channel)
    const running = this.#running.get(key)
    if (running !== undefined) return running
    const started = this.#fill(channel, key).finally(() => this.#running.delete(key))
    this.#running.set(key, started)
    return started
  }

  /** One attempt for each connection, and one without. */
  #keyOf(channel: string): string {
    return `${this.#socket.era} ${this.#socket.isLive} ${channel}`
  }

  async #fill(id: string, key: string): Promise<void> {
    if (this.#replica.at(id).held === null) await this.#fromCopy(id)
    // A connection came or went meanwhile: goes on with the attempt that belongs to it, or begins that.
    if (key !== this.#keyOf(id)) return this.#ensure(id)
    if (!this.#socket.isLive || !(await this.#follow(id))) return
    const isHeld = this.#replica.at(id).held !== null
    if (isHeld) void this.#refreshMarks(id)
    if (isHeld && !this.#verified.has(id)) await this.#streams.pull(id)
    if (isHeld) await this.#learnAbout(id)
    if (isHeld || (await this.#loadNewest(id))) this.#verified.add(id)
  }

  /**
   * What a channel is about comes with its place or its newest page. A copy has neither: it may be of a channel that was
   * only watched when it was made, and joined since.
   */
  async #learnAbout(id: string): Promise<void> {
    const { isTold, aboutRev } = this.#replica.at(id)
    if (isTold || aboutRev > 0) return
    const outcome = await this.#question('history', { channel: id, limit: 1 })
    const about = 'ok' in outcome ? outcome.ok.about : undefined
    if (about !== undefined) this.#replica.change(() => this.#replica.putAbout(about))
  }

  #fromCopy(id: string): Promise<void> {
    const copied = this.#copy(id)
    if (!this.#socket.isLive) return copied
    return Promise.race([copied, new Promise<void>(resolve => void this.#setTimer(resolve, COPY_MS))])
  }

  #copy(id: string): Promise<void> {
    const running = this.#copying.get(id)
    if (running !== undefined) return running
    const started = this.#cache.loadChannel(id).finally(() => this.#copying.delete(id))
    this.#copying.set(id, started)
    return started
  }

  /** These channels go from memory. When they come back they have to be compared with the store again. */
  #letGo(channels: readonly string[]): void {
    this.#cache.flush()
    for (const channel of channels) this.#verified.delete(channel)
  }

  async #follow(channel: string): Promise<boolean> {
    if (this.#streams.isFollowing(channel)) return true
    this.#makeRoomToWatch()
    const outcome = await this.#question('watch', { channel })
    if ('refused' in outcome) this.#replica.change(() => this.#replica.touch(channel).setMissing())
    if (!('ok' in outcome)) return false
    this.#watched.push(channel)
    await this.#streams.watched(channel, outcome.ok.rev)
    this.#verified.add(channel)
    return true
  }

  #makeRoomToWatch(): void {
    const oldest = this.#watched.length < WATCHES ? undefined : this.#watched.shift()
    if (oldest === undefined || this.#replica.at(oldest).joined) return
    this.#streams.unfollow(oldest)
    this.#verified.delete(oldest)
    void this.#question('unwatch', { channel: oldest })
  }

  async #loadOlder(id: string, limit: number): Promise<void> {
    const before = this.#oldest(id)
    if (before !== null && before > 1) await this.#load(id, { before, limit })
  }

  /** Seq of the oldest message that is shown; null where nothing is, or nothing is older. */
  #oldest(id: string): number | null {
    const { held } = this.#replica.at(id)
    return held?.mayHaveOlder ? (newestOf(held.coverage)?.[0] ?? null) : null
  }

  async #loadNewest(id: string): Promise<boolean> {
    const came = await this.#load(id, { limit: FIRST_MESSAGES })
    if (came) void this.older(id, PAGE_MESSAGES - FIRST_MESSAGES)
    return came
  }

  /** Whether a page came. */
  async #load(id: string, range: { before?: number; limit?: number }): Promise<boolean> {
    const replica = this.#replica
    const load = replica.at(id).startLoad()
    const outcome = await this.#question('history', { channel: id, ...range })
    replica.change(() => {
      const channel = replica.touch(id)
      if ('ok' in outcome) {
        for (const user of outcome.ok.users) replica.people.put(user)
        if (outcome.ok.about !== undefined) replica.putAbout(outcome.ok.about)
        channel.takePage(load, pageOf(outcome.ok))
      }
      channel.endLoad(load)
      if ('refused' in outcome) channel.setMissing()
    })
    return 'ok' in outcome
  }
}
