import { Held } from '../fire/held.ts'
import type { Message } from '../fire/history.ts'
import { type Answer, answer, type Bag, bag, change, count, text } from '../fire/wire.ts'
import { until } from '../support/wait.ts'
import type { ForeignPeer } from './foreign-peer.ts'

export type Acknowledged = { clientId: string; seq: number; duplicate: boolean }

/** Holds one channel over connections of a foreign library, as docs/protocol.md says, and keeps all that it saw. */
export class ForeignSession {
  readonly acknowledged: Acknowledged[] = []
  /** Messages in the order in which they came, each time that one came as a new line. */
  readonly arrived: Message[] = []
  /** How many of them the answers to `sync` have brought. */
  synced = 0
  resets = 0
  private readonly connect: (hear: (frame: Bag) => void) => ForeignPeer
  private readonly held = new Held()
  private readonly waiting = new Map<number, (answer: Answer) => void>()
  private peer: ForeignPeer | null = null
  private hello: Bag | null = null
  private channel = ''
  private ids = 0
  private syncing = false
  /** The newest change that was heard of. */
  private head = 0

  constructor(connect: ForeignSession['connect']) {
    this.connect = connect
  }

  /** Connects and waits for the hello; fetches what it missed of the channel that it holds. */
  async open(): Promise<void> {
    this.hello = null
    this.peer = this.connect(frame => this.hear(frame))
    const hello = await until(() => this.hello, { what: 'the hello' })
    const head = bag(hello.streams)[this.channel]
    if (head !== undefined) await this.syncTo(count(head))
  }

  async join(name: string): Promise<void> {
    this.channel = text((await this.must({ do: 'channel.join', channel: `#${name}` })).channel)
    await this.syncTo(0)
  }

  /** Posts until it is acknowledged, however often the server asks to wait. */
  async post(clientId: string): Promise<void> {
    const { seq, duplicate } = await this.must(this.message(clientId))
    this.acknowledged.push({ clientId, seq: count(seq), duplicate: duplicate === true })
  }

  /** Posts, takes no notice of the answer, and dies as soon as it is heard elsewhere. */
  async postAndDie(clientId: string, heard: () => Promise<unknown>): Promise<void> {
    this.peer?.send({ ...this.message(clientId), id: ++this.ids })
    await heard()
    await this.peer?.kill()
  }

  ping = async (): Promise<void> => this.peer?.ping()

  /** Resolves, once it holds the channel up to this message, to the code of the closed connection. */
  async closeAt(seq: number): Promise<unknown> {
    await until(() => this.held.messages.some(held => held.seq === seq), { what: `message ${seq}` })
    return this.peer?.close()
  }

  private message = (clientId: string): Bag => ({
    do: 'message.post',
    channel: this.channel,
    clientId,
    text: `${clientId} – “naïve” 🦜`,
  })

  private hear(frame: Bag): void {
    if (frame.hello !== undefined) this.hello = bag(frame.hello)
    else if (frame.re !== undefined) this.waiting.get(count(frame.re))?.(answer(frame))
    else if (frame.stream === this.channel) {
      const applied = this.held.apply(change(frame), message => this.arrived.push(message))
      if (applied === 'hole') void this.syncTo(count(frame.rev))
    }
  }

  /** SYNC-1, one at a time. */
  private async syncTo(head: number): Promise<void> {
    this.head = Math.max(this.head, head)
    if (this.syncing) return
    this.syncing = true
    const before = this.arrived.length
    let more = true
    while (more || this.held.rev < this.head) {
      const { epoch } = this.hello ?? {}
      const page = await this.must({ do: 'sync', epoch, stream: this.channel, since: this.held.rev })
      more = page.more === true && page.reset !== true
      this.take(page)
    }
    this.synced += this.arrived.length - before
    this.syncing = false
  }

  private take(page: Bag): void {
    const arrived = (message: Message) => this.arrived.push(message)
    if (page.reset !== true) this.held.apply(change(page), arrived)
    else {
      this.resets++
      this.held.reset(change(page), arrived)
    }
  }

  /** What is acknowledged; asks again where the server asks to wait. Throws at other refusals. */
  private async must(command: Bag): Promise<Bag> {
    for (;;) {
      const id = ++this.ids
      const answered = new Promise<Answer>(resolve => this.waiting.set(id, resolve))
      this.peer?.send({ ...command, id })
      const outcome = await answered
      if ('ok' in outcome) return outcome.ok
      if (!('refused' in outcome) || outcome.refused.code !== 'rate_limited') throw new Error(JSON.stringify(outcome))
      await Bun.sleep(outcome.refused.retryAfter * 1000)
    }
  }
}
