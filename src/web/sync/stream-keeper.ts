import type { Answers } from '#protocol/commands.ts'
import type { Change, Hello, PlaceFacts } from '#protocol/frames.ts'
import { PLACES_PER_QUESTION } from '#protocol/limits.ts'
import { DIRECTORY, isChannel, kindOf } from '#protocol/streams.ts'
import type { Environment } from './api.ts'
import type { Question } from './asking.ts'
import { pageOf } from './held-messages.ts'
import type { Replica } from './replica.ts'

/**
 * Keeps the replica's streams complete: applies what continues them, asks for what is missing, and starts a stream
 * afresh where the server says so. One question per stream is under way at a time.
 */
export class StreamKeeper {
  readonly #replica: Replica
  readonly #question: Question
  readonly #restart: () => void
  readonly #setTimer: Environment['setTimer']
  readonly #pulls = new Map<string, Promise<void>>()
  /** The newest rev heard of while a question was under way. */
  readonly #heard = new Map<string, number>()
  /** Streams that this connection brings changes of. */
  #following = new Set<string>()
  /** While the places are paged through: channels that were met meanwhile and that no page has named yet. */
  #unnamed: Set<string> | null = null
  /** Channels with a seat of which nothing is known yet but their id. */
  readonly #undescribed = new Set<string>()
  /** Of the own stream only what is held whole is asked for, until its head is reached: everything else belongs to pages (OWN). */
  #ownIsWhole = false
  /** Whether the connection was opened with what is held of the own stream. */
  #asked = false
  /** Counts connections: what an older one answers is not applied. */
  #era = 0

  constructor(replica: Replica, question: Question, restart: () => void, setTimer: Environment['setTimer']) {
    this.#replica = replica
    this.#question = question
    this.#restart = restart
    this.#setTimer = setTimer
  }

  /** Whether changes of the channel arrive by themselves. */
  isFollowing(stream: string): boolean {
    return this.#following.has(stream)
  }

  /** What the next greeting may go on from; null where nothing of the own stream is held. */
  resume(): { epoch: string; own: number } | null {
    const { epoch, me, revs } = this.#replica
    const own = (me === null ? undefined : revs.get(me)) ?? 0
    this.#asked = epoch !== null && own > 0 && !this.#ownIsWhole
    return epoch === null || !this.#asked ? null : { epoch, own }
  }

  /** [SYNC-6] A fresh connection. What is held is resumed, what is not held starts at the heads that hello names. */
  greet(hello: Hello): void {
    const replica = this.#replica
    this.#begin()
    this.#following = new Set(Object.keys(hello.streams))
    if (hello.more) this.#unnamed = new Set()
    replica.change(() => {
      this.#takeOwn(hello)
      const factsAt = new Map(hello.places.map(facts => [facts.channel, facts.rev]))
      for (const [stream, head] of Object.entries(hello.streams)) {
        if (isChannel(stream)) this.#meetChannel(stream, head, factsAt.get(stream) ?? head)
        else this.#meetHead(stream, head)
      }
      this.#takeFacts(hello.places)
    })
    replica.people.askAgain()
    if (hello.more) void this.#nameAll()
  }

  lost(): void {
    this.#begin()
  }

  /** [SYNC-1] */
  change(change: Change): void {
    const held = this.#replica.revs.get(change.stream)
    if (!this.#following.has(change.stream)) this.#unnamed?.add(change.stream)
    if (held === undefined) this.#adopt(change)
    else if (change.since > held) void this.pull(change.stream, change.rev)
    else if (change.rev > held) this.#replica.take(change.stream, change.rows, change.rev)
  }

  /** [SYNC-7] The heads of what this connection follows: a difference means that something went missing. */
  digest(heads: Readonly<Record<string, number>>): void {
    for (const [stream, head] of Object.entries(heads)) {
      const held = this.#replica.revs.get(stream)
      if (held === undefined) this.#start(stream, head)
      else if (held !== head) void this.pull(stream, head)
    }
  }

  /** A watch: from `head` on changes arrive; what is held is brought up to it. */
  async watched(channel: string, head: number): Promise<void> {
    this.#following.add(channel)
    if (this.#replica.revs.has(channel)) return this.pull(channel, head)
    this.#replica.revs.set(channel, head)
  }

  /** A seat, taken just now from somewhere: changes arrive, from a head that nobody named. */
  async seated(channel: string): Promise<void> {
    if (this.#unnamed !== null) return void this.#unnamed.add(channel)
    this.#following.add(channel)
    if (this.#replica.revs.has(channel)) return this.pull(channel)
    return this.#askHeads(channel)
  }

  unfollow(channel: string): void {
    this.#following.delete(channel)
  }

  /** Asks for everything after what is held; `head` is the rev that is known to exist. */
  pull(stream: string, head = 0): Promise<void> {
    this.#heard.set(stream, Math.max(head, this.#heard.get(stream) ?? 0))
    const running = this.#pulls.get(stream)
    if (running !== undefined) return running
    const pulls = this.#pulls
    const started = this.#pullAll(stream).finally(() => pulls.get(stream) === started && pulls.delete(stream))
    pulls.set(stream, started)
    return started
  }

  #begin(): void {
    const replica = this.#replica
    replica.change(() => {
      for (const { id, held } of replica.all()) if (held !== null) replica.touch(id).setBehind(true)
    })
    this.#era++
    this.#pulls.clear()
    this.#heard.clear()
    this.#following.clear()
    this.#unnamed = null
  }

  #takeOwn({ me, mine, streams, epoch }: Hello): void {
    const replica = this.#replica
    if (replica.epoch !== epoch || replica.me !== me.id) replica.dropAll()
    replica.epoch = epoch
    replica.me = me.id
    const held = replica.revs.get(me.id) ?? -1
    const head = streams[me.id] ?? mine.rev
    // A greeting since rev 0 brings only rows that are held whole. What else has changed it does not say.
    const isAnew = held > head || (mine.since === 0 && (this.#asked || held <= 0 || this.#ownIsWhole))
    if (isAnew && held > 0) replica.drop(me.id)
    if (mine.since === 0 && !isAnew) replica.take(me.id, mine.rows, held)
    else if ((replica.revs.get(me.id) ?? -1) < mine.rev) replica.take(me.id, mine.rows, mine.rev)
    this.#ownIsWhole = isAnew && mine.rev < head
  }

  /** A channel without messages here starts at the rev of its facts, which may be older than the `head` of hello. */
  #meetChannel(channel: string, head: number, factsAt: number): void {
    if (this.#replica.at(channel).held === null) {
      if (head < (this.#replica.revs.get(channel) ?? 0)) this.#replica.touch(channel).counts.drop()
      this.#replica.revs.set(channel, Math.min(factsAt, head))
    }
    this.#meetHead(channel, head)
  }

  #meetHead(stream: string, head: number): void {
    const held = this.#replica.revs.get(stream)
    if (held === undefined) this.#start(stream, head)
    else if (held !== head) void this.pull(stream, head)
    else this.#caughtUp(stream)
  }

  #caughtUp(stream: string): void {
    const replica = this.#replica
    if (stream === replica.me && this.#ownIsWhole) {
      this.#ownIsWhole = false
      replica.voidMarks()
    }
    if (isChannel(stream)) replica.change(() => replica.touch(stream).setBehind(false))
  }

  #takeFacts(places: readonly PlaceFacts[]): void {
    this.#replica.change(() => {
      for (const facts of places) this.#replica.touch(facts.channel).putFacts(facts)
    })
  }

  /**
   * Nothing of the stream is held. The directory and the workspace are held whole, people and messages only as far as
   * they were met.
   */
  #start(stream: string, head: number): void {
    const isWhole = stream === DIRECTORY || kindOf(stream) === 'workspace'
    this.#replica.revs.set(stream, isWhole ? 0 : head)
    // All channels there are may be much: it comes after what this connection is asked for at once, the screen.
    if (isWhole) this.#setTimer(() => void this.pull(stream, head), 0)
    else if (isChannel(stream)) void this.#askHeads(stream)
  }

  /** The first change of a channel that was joined elsewhere. */
  #adopt(change: Change): void {
    this.#following.add(change.stream)
    this.#replica.take(change.stream, change.rows, change.rev)
    if (isChannel(change.stream)) void this.#askHeads(change.stream)
  }

  async #askHeads(channel: string): Promise<void> {
    if (this.#unnamed !== null) return void this.#unnamed.add(channel)
    if (!this.#replica.at(channel).isDescribed) return this.#askFacts(channel)
    const answer = await this.#question('history', { channel, limit: 1 })
    const newest = 'ok' in answer ? answer.ok.rows.at(-1) : undefined
    if (newest !== undefined) this.#replica.change(() => this.#replica.touch(channel).putMessage(newest))
  }

  /** [ROOM] What a channel is that stands in no directory is told with one's place alone. Many are asked for together. */
  async #askFacts(channel: string): Promise<void> {
    this.#undescribed.add(channel)
    await new Promise<void>(resolve => void this.#setTimer(resolve, 0))
    const channels = [...this.#undescribed].slice(0, PLACES_PER_QUESTION)
    for (const one of channels) this.#undescribed.delete(one)
    if (channels.length === 0) return
    const answer = await this.#question('places', { channels })
    if ('ok' in answer) this.#takeFacts(answer.ok.places)
  }

  async #pullAll(stream: string): Promise<void> {
    const era = this.#era
    for (let more = true; more; ) {
      this.#heard.delete(stream)
      const { epoch } = this.#replica
      if (epoch === null) return
      const since = this.#replica.revs.get(stream) ?? 0
      const whole = stream === this.#replica.me && this.#ownIsWhole ? { whole: true } : {}
      const fields = { epoch, stream, since, ...whole, ...this.#newestHeld(stream) }
      const outcome = await this.#question('sync', fields)
      if (!('ok' in outcome) || era !== this.#era) return
      const answer = outcome.ok
      if (answer.epoch !== undefined && answer.epoch !== this.#replica.epoch) return this.#restart()
      const goesOn = answer.reset ? this.#reset(answer, since) : this.#continue(answer)
      more = goesOn || (this.#heard.get(stream) ?? 0) > (this.#replica.revs.get(stream) ?? 0)
    }
    this.#caughtUp(stream)
  }

  /** [SYNC-5] */
  #newestHeld(stream: string): { newest?: { seq: number; ts: string } } {
    if (!isChannel(stream)) return {}
    const newest = this.#replica.at(stream).held?.newest(1)[0]
    return newest === undefined ? {} : { newest: { seq: newest.seq, ts: newest.ts } }
  }

  #continue({ stream, since, rev, rows, more }: Answers['sync']): boolean {
    const held = this.#replica.revs.get(stream) ?? 0
    if (since <= held && rev > held) this.#replica.take(stream, inOrder(rows), rev)
    return more
  }

  /** [SYNC-3] The rows of a reset are taken as the stream's only ones. */
  #reset(answer: Answers['sync'], since: number): boolean {
    const { stream, rev, rows, more } = answer
    const replica = this.#replica
    if (stream === DIRECTORY && since > 0) {
      replica.drop(stream)
      replica.revs.set(stream, 0)
      return true
    }
    replica.change(() => {
      const isHeld = isChannel(stream) && replica.at(stream).held !== null
      replica.drop(stream)
      if (stream === replica.me) this.#ownIsWhole = true
      if (isHeld) this.#takeNewestPage(answer)
      replica.take(stream, inOrder(rows), rev)
    })
    return more && !isChannel(stream)
  }

  #takeNewestPage({ stream, rows, from, to, more }: Answers['sync']): void {
    const channel = this.#replica.touch(stream)
    const load = channel.startLoad()
    const messages = inOrder(rows).flatMap(row => (row.row === 'message' ? row : []))
    const beside = rows.flatMap(row =>
      row.row === 'reaction' || row.row === 'file' || row.row === 'preview' ? row : [],
    )
    channel.takePage(load, pageOf({ rows: messages, beside, from, to, more }))
    channel.endLoad(load)
    // A reset of a channel says nothing of my own marks.
    channel.marksFrom = 0
    this.#replica.marksAreMissing()
  }

  /**
   * [SYNC-6] The places that hello had no room for: a few large pages, and only what they do not name is asked for one
   * by one.
   */
  async #nameAll(): Promise<void> {
    const era = this.#era
    for (let after: string | undefined, more = true; more; ) {
      const answer = await this.#question('places', after === undefined ? {} : { after })
      if (era !== this.#era) return
      const { places, more: goesOn } = 'ok' in answer ? answer.ok : { places: [], more: false }
      this.#replica.change(() => {
        for (const facts of places) this.#name(facts)
      })
      after = places.at(-1)?.channel
      more = goesOn && after !== undefined
    }
    const unnamed = this.#unnamed ?? []
    this.#unnamed = null
    for (const channel of unnamed) {
      this.#following.add(channel)
      void this.#askHeads(channel)
    }
  }

  /** Takes the facts of a channel. Where the channel changed since hello, its newer rev is kept. */
  #name(facts: PlaceFacts): void {
    const { channel, rev } = facts
    const hasMoved = this.#unnamed?.delete(channel) === true && this.#replica.revs.has(channel)
    if (!hasMoved && !this.#following.has(channel)) this.#meetChannel(channel, rev, rev)
    this.#following.add(channel)
    this.#replica.touch(channel).putFacts(facts)
  }
}

/** Messages by seq, so that each continues the one before; what else there is first. */
const inOrder = (rows: Answers['sync']['rows']): Answers['sync']['rows'] =>
  [...rows].sort((a, b) => seqOf(a) - seqOf(b))

const seqOf = (row: Answers['sync']['rows'][number]): number => (row.row === 'message' ? row.seq : 0)
