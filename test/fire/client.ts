import { Held } from './held.ts'
import { keyOf, type Message, type Recorded } from './history.ts'
import { type Door, Lane, type Outcome } from './outbox.ts'
import type { Recorder } from './recorder.ts'
import { FireSocket } from './socket.ts'
import { type Answer, type Bag, bag, bags, type Change, change, count, messagesIn, text } from './wire.ts'

/** How many of the newest messages a view recorded during a run holds; at rest it is recorded whole. */
const windowSize = 300

export type FireClientOptions = {
  /** Display name, unique in the workspace; also the client's name in the history. */
  name: string
  /** Where the server is now: asked at each attempt to connect. */
  url: () => string
  recorder: Recorder
  /** Numbers in [0, 1), seeded: the jitter of the back-off. */
  random: () => number
}

/** A headless client, written from docs/protocol.md alone, that records all it does and sees. */
export class FireClient implements Door {
  author = ''
  readonly name: string
  private readonly options: FireClientOptions
  private readonly held = new Map<string, Held>()
  private readonly lanes = new Map<string, Lane>()
  private readonly places = new Map<string, number>()
  private readonly syncing = new Set<string>()
  private readonly heads = new Map<string, number>()
  private socket: FireSocket | null = null
  private token = ''
  private epoch = ''
  private posts = 0
  private stopped = false
  private onHello = (): void => {}
  open = false

  constructor(options: FireClientOptions) {
    this.options = options
    this.name = options.name
  }

  /**
   * Signs in by name and connects; from here on it reconnects by itself until `stop`. Resolves at
   * the first hello. Throws if the name is refused.
   */
  async start(): Promise<void> {
    const response = await fetch(`${this.options.url()}/auth/guest`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: this.name }),
    })
    const body = bag(await response.json())
    if (response.status !== 200) throw new Error(`${this.name} could not sign in: ${JSON.stringify(body)}`)
    this.author = text(bag(body.user).id)
    this.token = text(body.token)
    const greeted = Promise.withResolvers<void>()
    this.onHello = greeted.resolve
    this.connect()
    await greeted.promise
  }

  /** Creates the channel if nobody has, takes a seat, and holds it live; returns its id. Throws at a refusal. */
  async join(name: string): Promise<string> {
    await this.ask({ do: 'channel.create', name })
    const answer = await this.ask({ do: 'channel.join', channel: `#${name}` })
    if (!('ok' in answer)) throw new Error(`${this.name} could not join #${name}: ${JSON.stringify(answer)}`)
    const channel = text(answer.ok.channel)
    const who = { client: this.name, author: this.author, channel }
    this.lanes.set(channel, new Lane(who, this.options.recorder, this))
    this.held.set(channel, new Held())
    await this.sync(channel)
    return channel
  }

  /** Posts through the outbox; resolves at the acknowledgement, however many connections that takes, or the refusal. */
  post(channel: string, words: string): Promise<Outcome> {
    return this.lane(channel).post(`${this.name}-${++this.posts}`, words)
  }

  /** Reads the newest page and records what was there; nothing is recorded if the connection goes. */
  async read(channel: string): Promise<void> {
    const { recorder } = this.options
    const asked = recorder.now()
    const answer = await this.ask({ do: 'history', channel })
    if (!('ok' in answer)) return
    const seqs = messagesIn(bags(answer.ok.rows)).map(({ seq }) => seq)
    recorder.record({
      kind: 'read',
      t: recorder.now(),
      asked,
      client: this.name,
      author: this.author,
      channel,
      seqs,
    })
  }

  /** Edits or (with null) deletes an own message; resolves when that is acknowledged, or refused because it is deleted. */
  async change(channel: string, seq: number, words: string | null): Promise<void> {
    const said = words === null ? { do: 'message.delete' } : { do: 'message.edit', text: words }
    this.note({ kind: 'act', channel, seq, text: words, phase: 'invoke' })
    const ok = await this.insist({ ...said, channel, seq })
    const rev = words === null ? 0 : count(ok?.rev ?? 0)
    if (ok !== null) this.note({ kind: 'act', channel, seq, text: words, phase: 'ok', rev })
  }

  /** Puts an emoji on a message or takes it back; resolves when that is acknowledged, or refused because it is deleted. */
  async react(channel: string, seq: number, name: string, on: boolean): Promise<void> {
    const act = { kind: 'react', author: this.author, channel, seq, name, on } as const
    this.note({ ...act, phase: 'invoke' })
    const ok = await this.insist({ do: on ? 'reaction.add' : 'reaction.remove', channel, seq, name })
    if (ok !== null) this.note({ ...act, phase: 'ok' })
  }

  /** Asks until there is an answer, with one clientId; null where the message is gone, or the client has stopped. */
  private async insist(command: Bag): Promise<Bag | null> {
    const clientId = `${this.name}-${++this.posts}`
    while (!this.stopped) {
      const answer = await this.ask({ ...command, clientId })
      if ('ok' in answer) return answer.ok
      // Deleted before, by this very client: its view may lag behind while hints are lost. Or never stored, though it was
      // acknowledged, and its number is another's by now: that is for the checker to say.
      if ('refused' in answer && ['message_not_found', 'not_author'].includes(answer.refused.code)) return null
      if ('refused' in answer) await pause(answer.refused)
      await Bun.sleep(20 + this.options.random() * 30)
    }
    return null
  }

  /** Lets go of what is held of a channel and takes it anew, as after a restore (SYNC-3). */
  async forget(channel: string): Promise<void> {
    const held = this.held.get(channel)
    if (held === undefined || !this.open || this.syncing.has(channel)) return
    this.syncing.add(channel)
    const known = held.rev
    const answer = await this.ask({ do: 'sync', epoch: 'another', stream: channel, since: 0 })
    if ('ok' in answer) this.takeReset(channel, held, change(answer.ok))
    this.syncing.delete(channel)
    // What came while that was read is asked for again.
    this.heads.set(channel, Math.max(known, held.rev, this.heads.get(channel) ?? 0))
    if (known > held.rev) await this.sync(channel)
  }

  /** Everything that one's own stream says of marks and mentions; null if the connection goes. */
  async ownRows(): Promise<{ marks: Bag[]; mentions: Bag[] } | null> {
    const rows: Bag[] = []
    for (let since = 0, more = true; more; ) {
      const answer = await this.ask({ do: 'sync', epoch: this.epoch, stream: this.author, since })
      if (!('ok' in answer) || answer.ok.reset === true) return null
      const page = change(answer.ok)
      rows.push(...page.rows.filter(({ gone }) => gone !== true))
      since = page.rev
      more = answer.ok.more === true
    }
    const of = (kind: string) => rows.filter(({ row }) => row === kind)
    return { marks: of('mark'), mentions: of('mention') }
  }

  /** Marks everything that is held of the channel as read. */
  async mark(channel: string): Promise<void> {
    const newest = this.view(channel).at(-1)
    if (newest !== undefined) await this.ask({ do: 'read.mark', channel, seq: newest.seq })
  }

  /** What the client shows of the channel now. */
  view(channel: string): readonly Message[] {
    return this.held.get(channel)?.messages ?? []
  }

  /** Records what the client shows of each channel. */
  show(rest: boolean): void {
    const { recorder } = this.options
    for (const [channel, { messages, reactions }] of this.held) {
      const shown = rest ? { messages: [...messages], reactions } : { messages: messages.slice(-windowSize) }
      recorder.record({ kind: 'view', t: recorder.now(), client: this.name, channel, rest, ...shown })
    }
  }

  /** The outbox, lane by lane: what is waiting, in flight, acknowledged. */
  get outbox(): readonly Lane[] {
    return [...this.lanes.values()]
  }

  /** Cuts the connection; the client reconnects by itself. */
  cut(): void {
    this.socket?.cut()
  }

  /** Ends the connection for good. */
  stop(): void {
    this.stopped = true
    this.socket?.cut()
  }

  /** Asks the server, over the connection that there is now. */
  ask(command: Bag): Promise<Answer> {
    return this.socket?.ask(command) ?? Promise.resolve({ lost: 'not connected' })
  }

  private connect(): void {
    if (this.stopped) return
    this.socket = new FireSocket(this.options.url(), this.token, {
      frame: frame => this.hear(frame),
      closed: () => this.closed(),
    })
  }

  private closed(): void {
    if (this.open) this.show(false)
    this.open = false
    this.heads.clear()
    setTimeout(() => this.connect(), 10 + this.options.random() * 50)
  }

  private hear(frame: Bag): void {
    if (frame.hello !== undefined) this.greeted(bag(frame.hello))
    else if (frame.digest !== undefined) this.compare(bag(frame.digest))
    else if (frame.stream !== undefined) this.apply(change(frame))
  }

  private greeted(hello: Bag): void {
    const epoch = text(hello.epoch)
    const known = this.epoch === '' || this.epoch === epoch
    this.epoch = epoch
    this.open = true
    if (!known) this.dropAll()
    this.apply(change(bag(hello.mine)))
    for (const [channel, { rev: held }] of this.held) {
      const rev = bag(hello.streams)[channel]
      if (rev !== undefined) this.note({ kind: 'head', channel, rev: count(rev), held })
    }
    this.compare(bag(hello.streams))
    for (const lane of this.lanes.values()) lane.flush()
    this.onHello()
  }

  /** SYNC-7: what lies between the held rev and a head above it is asked for. */
  private compare(heads: Bag): void {
    for (const [channel, held] of this.held) {
      const head = heads[channel]
      if (head === undefined || count(head) <= held.rev) continue
      this.heads.set(channel, Math.max(count(head), this.heads.get(channel) ?? 0))
      void this.sync(channel)
    }
  }

  private apply(frame: Change): void {
    if (frame.stream === this.author) this.takePlaces(frame)
    const held = this.held.get(frame.stream)
    if (held?.apply(frame, message => this.arrived(frame.stream, message)) !== 'hole') return
    this.heads.set(frame.stream, Math.max(frame.rev, this.heads.get(frame.stream) ?? 0))
    void this.sync(frame.stream)
  }

  private takePlaces({ rows }: Change): void {
    for (const row of rows) {
      if (row.row !== 'place') continue
      const channel = text(row.channel)
      const rev = count(row.rev)
      if (rev <= (this.places.get(channel) ?? 0)) continue
      this.places.set(channel, rev)
      this.note({ kind: 'cursor', channel, seq: count(row.read) })
    }
  }

  /** Asks for what is missing until the client holds every head that it was told of on this connection. */
  private async sync(channel: string): Promise<void> {
    const held = this.held.get(channel)
    if (held === undefined || this.syncing.has(channel)) return
    this.syncing.add(channel)
    let more = true
    while (more && this.open) more = (await this.resume(channel, held)) || held.rev < (this.heads.get(channel) ?? 0)
    this.syncing.delete(channel)
  }

  /** One resume, page by page; records it whole. Returns whether it has to be tried again. */
  private async resume(channel: string, held: Held): Promise<boolean> {
    const since = held.rev
    const messages: Message[] = []
    let rev = since
    for (let more = true; more; ) {
      const answer = await this.ask({ do: 'sync', epoch: this.epoch, stream: channel, since: rev, ...newestOf(held) })
      if ('lost' in answer) return false
      if ('refused' in answer) return await pause(answer.refused)
      const page = change(answer.ok)
      if (answer.ok.reset === true) return this.takeReset(channel, held, page)
      messages.push(...messagesIn(page.rows))
      held.apply(page, message => this.arrived(channel, message))
      rev = page.rev
      more = answer.ok.more === true
    }
    this.note({ kind: 'resume', channel, since, rev, messages })
    return false
  }

  private takeReset(channel: string, held: Held, page: Change): false {
    this.note({ kind: 'reset', channel })
    held.reset(page, message => this.arrived(channel, message))
    return false
  }

  private dropAll(): void {
    this.places.clear()
    for (const channel of this.held.keys()) {
      this.note({ kind: 'reset', channel })
      this.held.set(channel, new Held())
    }
  }

  private arrived(channel: string, message: Message): void {
    this.note({ kind: 'arrival', channel, seq: message.seq, key: keyOf(message) })
  }

  private note(moment: Noted): void {
    this.options.recorder.record({ t: this.options.recorder.now(), client: this.name, ...moment })
  }

  private lane(channel: string): Lane {
    const lane = this.lanes.get(channel)
    if (lane === undefined) throw new Error(`${this.name} has no seat in ${channel}`)
    return lane
  }
}

type Noted = Mine<Exclude<Recorded, { kind: 'given' | 'probe' | 'send' }>>
type Mine<Each> = Each extends Recorded ? Omit<Each, 't' | 'client'> : never

/** SYNC-5: the newest message that is held, for the server to recognise. */
const newestOf = ({ messages }: Held): Bag => {
  const newest = messages.at(-1)
  return newest === undefined ? {} : { newest: { seq: newest.seq, ts: newest.ts } }
}

const pause = async ({ code, retryAfter }: { code: string; retryAfter: number }): Promise<true> => {
  if (retryAfter === 0) throw new Error(`sync was refused: ${code}`)
  await Bun.sleep(retryAfter * 1000)
  return true
}
