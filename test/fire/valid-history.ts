import type { FinalRead, Message, Recorded, Send } from './history.ts'
import { keyOf } from './history.ts'

/** One thing that happens in a made-up run: who, and what; both are taken modulo what there is. */
export type Step = { who: number; what: number }

type Post = { clientId: string; text: string; stored: Message | null; resent: boolean }
type Client = {
  name: string
  author: string
  connected: boolean
  rev: number
  view: Message[]
  post: Post | null
  sent: number
}

const channel = 'C1'

/** A history that keeps every rule, whatever the steps are: a model of a right server and right clients. */
export const validHistory = (steps: readonly Step[]): { history: Recorded[]; finals: FinalRead[] } => {
  const world = new World()
  for (const { who, what } of steps) world.step(who, what)
  return world.finish()
}

class World {
  readonly history: Recorded[] = []
  readonly log: Message[] = []
  readonly clients: Client[] = [
    { name: 'ada', author: 'UA' },
    { name: 'ada on the phone', author: 'UA' },
    { name: 'bob', author: 'UB' },
  ].map(who => ({ ...who, connected: true, rev: 0, view: [], post: null, sent: 0 }))
  t = 0
  rev = 0

  step(who: number, what: number): void {
    const client = this.clients[who % this.clients.length]
    const act = this.acts[what % this.acts.length]
    if (client !== undefined) act?.(client)
  }

  finish(): { history: Recorded[]; finals: FinalRead[] } {
    for (const client of this.clients) this.connect(client)
    for (const client of this.clients) this.store(client)
    for (const client of this.clients) this.acknowledge(client)
    for (const client of this.clients) this.deliver(client)
    for (const client of this.clients) this.probe(client)
    for (const client of this.clients) this.deliver(client)
    for (const client of this.clients) this.show(client, true)
    const finals = [1, 2, 3].map(number => ({ reader: `reader ${number}`, channel, messages: [...this.log] }))
    return { history: this.history, finals }
  }

  private probe(client: Client): void {
    this.begin(client)
    this.store(client)
    this.acknowledge(client)
    const newest = this.log.at(-1)
    if (newest === undefined) return
    this.note({ kind: 'probe', channel, key: keyOf(newest), members: this.clients.map(member => member.name) })
  }

  private readonly acts: readonly ((client: Client) => void)[] = [
    client => this.begin(client),
    client => this.store(client),
    client => this.acknowledge(client),
    client => this.refuse(client),
    client => this.deliver(client),
    client => this.cut(client),
    client => this.connect(client),
    client => this.read(client),
    client => this.show(client, false),
    () => void this.rev++,
  ]

  private begin(client: Client): void {
    if (client.post !== null || !client.connected) return
    const clientId = `${client.name} ${++client.sent}`
    client.post = { clientId, text: `text of ${clientId}`, stored: null, resent: false }
    this.send(client, client.post, { phase: 'invoke', text: client.post.text })
  }

  /** Also after a cut: the server may have got the post all the same. */
  private store({ author, post }: Client): void {
    if (post === null || post.stored !== null) return
    const seq = this.log.length + 1
    const ts = `1700000000.${String(seq).padStart(6, '0')}`
    post.stored = { rev: ++this.rev, seq, ts, author, clientId: post.clientId, text: post.text, also: '{}' }
    this.log.push(post.stored)
  }

  private acknowledge(client: Client): void {
    const { post, connected } = client
    if (!post?.stored || !connected) return
    const { seq, ts } = post.stored
    this.send(client, post, { phase: 'ok', seq, ts, duplicate: post.resent })
    client.post = null
  }

  private refuse(client: Client): void {
    const { post, connected } = client
    if (post === null || post.stored !== null || post.resent || !connected) return
    this.send(client, post, { phase: 'fail', code: 'not_a_member' })
    client.post = null
  }

  private deliver(client: Client): void {
    if (!client.connected) return
    for (const message of this.log.filter(({ rev }) => rev > client.rev)) this.arrive(client, message)
    client.rev = this.rev
  }

  private cut(client: Client): void {
    if (!client.connected) return
    client.connected = false
    if (client.post !== null) this.send(client, client.post, { phase: 'info', why: 'cut' })
  }

  private connect(client: Client): void {
    if (client.connected) return
    const { rev: held } = client
    client.connected = true
    this.note({ kind: 'head', client: client.name, channel, rev: this.rev, held })
    const messages = this.log.filter(({ rev }) => rev > held)
    if (messages.length > 5) this.startAfresh(client)
    else {
      this.note({ kind: 'resume', client: client.name, channel, since: held, rev: this.rev, messages })
      this.deliver(client)
    }
    if (client.post === null) return
    client.post.resent = true
    this.send(client, client.post, { phase: 'invoke', text: client.post.text })
  }

  private startAfresh(client: Client): void {
    this.note({ kind: 'reset', client: client.name, channel })
    client.view = []
    for (const message of this.log.slice(-3)) this.arrive(client, message)
    client.rev = this.rev
  }

  private arrive(client: Client, message: Message): void {
    client.view.push(message)
    const { seq } = message
    this.note({ kind: 'arrival', client: client.name, channel, seq, key: keyOf(message) })
    this.note({ kind: 'cursor', client: client.name, channel, seq })
  }

  private read({ name: client, author, connected }: Client): void {
    const seqs = this.log.slice(-4).map(message => message.seq)
    if (connected) this.note({ kind: 'read', asked: this.t, client, author, channel, seqs })
  }

  private show({ name: client, view }: Client, rest: boolean): void {
    this.note({ kind: 'view', client, channel, rest, messages: [...view] })
  }

  private send(
    { name: client, author }: Client,
    { clientId }: Post,
    what: DistributiveOmit<Send, 'kind' | 't' | 'client' | 'author' | 'channel' | 'clientId'>,
  ): void {
    this.note({ kind: 'send', client, author, channel, clientId, ...what })
  }

  private note(moment: DistributiveOmit<Recorded, 't'>): void {
    this.history.push({ ...moment, t: ++this.t })
  }
}

type DistributiveOmit<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never
