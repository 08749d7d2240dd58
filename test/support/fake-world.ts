import type { Client, Environment, StoredValue } from '#web/sync/api.ts'
import { createClient } from '#web/sync/client.ts'
import { FakePage } from './fake-page.ts'
import { Scheduler } from './scheduler.ts'

type Frame = Record<string, unknown>
interface Asked extends Frame {
  id: number
  do: string
}

export const ME = 'U00000000ME'
export const BEA = 'U0000000BEA'
export const GENERAL = 'C0000GENERAL'
export const OTHER = 'C000000OTHER'
export const WORKSPACE = 'T0000000000'

/** The surroundings of a client in the hands of a test: its time, its storage, and the server's side of its lines. */
export class FakeWorld {
  readonly scheduler = new Scheduler(1_700_000_000_000)
  readonly lines: FakeLine[] = []
  readonly tables = new Map<string, Map<string, StoredValue>>()
  readonly memory = new Map<string, string>()
  storageFails = false
  readonly page = new FakePage()
  answerWhoAmI: Awaited<ReturnType<Environment['whoAmI']>> = 'away'
  readonly environment: Environment = this.#environment()
  #wake: () => void = () => {}
  #hide: () => void = () => {}
  readonly #locks = new Map<string, Promise<void>>()
  #ids = 0

  /** The newest line. */
  get line(): FakeLine {
    const line = this.lines.at(-1)
    if (line === undefined) throw new Error('Nobody has connected.')
    return line
  }

  /** A client whose person has been here before. */
  client(): Client {
    if (!this.memory.has('flack.user')) this.memory.set('flack.user', JSON.stringify({ id: ME, name: 'Me' }))
    return createClient(this.environment)
  }

  /** A client that has been greeted, holds #general with messages 1…`messages`, and shows it. */
  async settledClient(messages = 2): Promise<Client> {
    const client = this.client()
    await this.pass(1)
    this.line.greet({ seq: messages, rev: 10 + messages })
    client.open(GENERAL)
    await this.pass(10)
    this.line.answer('history', { rows: range(1, messages).map(seq => message(seq)), users: [], more: false })
    await this.pass(50)
    return client
  }

  pass(ms: number): Promise<void> {
    return this.scheduler.run(ms)
  }

  wake(): void {
    this.#wake()
  }

  hide(): void {
    this.#hide()
  }

  table(name: string): Map<string, StoredValue> {
    const known = this.tables.get(name) ?? new Map<string, StoredValue>()
    this.tables.set(name, known)
    return known
  }

  #environment(): Environment {
    return {
      now: () => this.scheduler.now,
      setTimer: (run, ms) => this.scheduler.after(ms, run),
      random: () => 0.5,
      newClientId: () => `id-${++this.#ids}`,
      connect: (handlers, resume) => {
        const line = new FakeLine(handlers, resume)
        this.lines.push(line)
        return line
      },
      signIn: async name => ({ id: ME, name }),
      signOut: async () => {},
      whoAmI: async () => this.answerWhoAmI,
      onWake: wake => {
        this.#wake = wake
        return () => {}
      },
      onHide: hide => {
        this.#hide = hide
        return () => {}
      },
      storage: {
        read: (name, key) => this.#stored(() => this.table(name).get(key) ?? null),
        readAll: name => this.#stored(() => [...this.table(name).values()]),
        write: (puts, deletes) =>
          this.#stored(() => {
            for (const { table, value } of puts) this.table(table).set(value.key, structuredClone(value))
            for (const { table, key } of deletes) this.table(table).delete(key)
          }),
        clear: tables =>
          this.#stored(() => {
            for (const name of tables ?? [...this.tables.keys()]) this.table(name).clear()
          }),
      },
      memory: {
        get: key => this.memory.get(key) ?? null,
        set: (key, value) => {
          this.memory.set(key, value)
          return true
        },
        remove: key => void this.memory.delete(key),
      },
      exclusively: (name, work) => {
        const done = (this.#locks.get(name) ?? Promise.resolve()).then(work)
        this.#locks.set(name, done)
        return done
      },
      broadcast: { post: () => {}, listen: () => () => {} },
      page: this.page,
    }
  }

  async #stored<T>(work: () => T): Promise<T> {
    if (this.storageFails) throw new Error('no storage')
    return work()
  }
}

/** The server's end of one connection. */
export class FakeLine {
  readonly sent: Frame[] = []
  closedWith: number | null = null
  readonly #handlers: Parameters<Environment['connect']>[0]
  readonly #answered = new Set<number>()

  /** What the client said to hold of the own stream. */
  readonly resume: Parameters<Environment['connect']>[1]

  constructor(...[handlers, resume]: Parameters<Environment['connect']>) {
    this.resume = resume
    this.#handlers = handlers
  }

  /** Whoever holds no list of all channels, or nothing of the workspace, gets it at once. */
  send(text: string): void {
    this.sent.push(JSON.parse(text))
    for (const whole of [directory, workspace])
      if (this.asked('sync').some(({ stream, since }) => stream === whole.stream && since === 0))
        this.answer('sync', whole)
  }

  /** The client closes. */
  close(code?: number): void {
    this.closedWith ??= code ?? 1005
  }

  say(frame: Frame): void {
    this.#handlers.message(JSON.stringify(frame))
  }

  /** The server closes, or the network does. */
  drop(code = 1006): void {
    this.#handlers.close(code)
  }

  /** What was asked by this name and is not answered yet, oldest first. */
  asked(name: string): Asked[] {
    return this.sent.flatMap(frame =>
      frame.do === name && !this.#answered.has(Number(frame.id)) ? (frame as Asked) : [],
    )
  }

  answer(name: string, ok: Frame): Asked {
    return this.#reply(name, { ok })
  }

  refuse(name: string, code: string, retryAfter?: number): Asked {
    return this.#reply(name, { refused: { code, message: code, ...(retryAfter !== undefined && { retryAfter }) } })
  }

  /** A change of a stream; `since` is one rev before by default. */
  change(stream: string, rev: number, rows: Frame[], since = rev - 1): void {
    this.say({ stream, since, rev, rows })
  }

  /** hello: a seat in #general, with `seq` messages at `rev`; another channel without a seat. */
  greet(
    facts: {
      seq?: number
      rev?: number
      epoch?: string
      build?: string
      own?: number
      people?: number
      seat?: boolean
      me?: { id: string; name: string }
    } = {},
  ): void {
    const {
      seq = 0,
      rev = 10,
      epoch = 'E1',
      build = 'b1',
      own = 2,
      people = 5,
      seat = true,
      me = { id: ME, name: 'Me' },
    } = facts
    const channel = { channel: GENERAL, kind: 'public', name: 'general', seq, posts: seq, rev, unread: 0, mentions: 0 }
    this.say({
      hello: {
        protocol: 1,
        build,
        epoch,
        workspace: WORKSPACE,
        me,
        general: GENERAL,
        streams: { [me.id]: own, [WORKSPACE]: 1, people, directory: 2, ...(seat && { [GENERAL]: rev }) },
        mine: this.#mine(me.id, epoch, own, seat),
        places: seat ? [channel] : [],
        more: false,
      },
    })
  }

  /** Goes on from what the client holds, where it can. */
  #mine(me: string, epoch: string, own: number, seat: boolean): Frame {
    const since = this.resume?.epoch === epoch && this.resume.own <= own ? this.resume.own : 0
    return { stream: me, since, rev: own, rows: seat && since < own ? [place(own)] : [] }
  }

  #reply(name: string, answer: Frame): Asked {
    const all = this.asked(name)
    const { stream } = (answer.ok ?? {}) as Frame
    const asked = all.find(each => name === 'sync' && each.stream === stream) ?? all[0]
    if (asked === undefined) throw new Error(`${name} was not asked. Asked: ${JSON.stringify(this.sent)}`)
    this.#answered.add(asked.id)
    this.say({ re: asked.id, ...answer })
    return asked
  }
}

const listing = (rev: number, id: string, name: string) => ({ row: 'listing', rev, id, name, created: 1 })

const directory = {
  stream: 'directory',
  since: 0,
  rev: 2,
  rows: [listing(1, GENERAL, 'general'), listing(2, OTHER, 'other')],
  more: false,
}

const workspace = {
  stream: WORKSPACE,
  since: 0,
  rev: 1,
  rows: [{ row: 'workspace', rev: 1, id: WORKSPACE, name: 'Test' }],
  more: false,
}

export const place = (rev: number, fields: Frame = {}): Frame => ({
  row: 'place',
  rev,
  channel: GENERAL,
  state: 'joined',
  read: 0,
  cursor: 0,
  ...fields,
})

export const message = (seq: number, fields: Frame = {}): Frame & { seq: number } => ({
  row: 'message',
  rev: 10 + seq,
  seq,
  ts: `1700000000.${String(seq).padStart(6, '0')}`,
  author: BEA,
  clientId: `bea-${seq}`,
  text: `text ${seq}`,
  post: seq,
  ...fields,
})

/** A reaction beside a message; of nobody: gone. */
export const reaction = (rev: number, seq: number, name: string, people: string[], count = people.length): Frame => ({
  row: 'reaction',
  rev,
  seq,
  name,
  count,
  people,
  first: rev,
  ...(count === 0 && { gone: true }),
})

/** My own reactions on a message; none: gone. */
export const mark = (rev: number, seq: number, names: string[]): Frame => ({
  row: 'mark',
  rev,
  channel: GENERAL,
  seq,
  names,
  ...(names.length === 0 && { gone: true }),
})

export const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)

/** What a conversation shows, echoes in brackets. */
export const shown = (client: Client, channel = GENERAL): string[] => {
  const { seqs, pending } = client.replica.timeline(channel).peek()
  const lines = seqs.map(seq => client.replica.message(channel, seq).peek()?.text ?? 'nothing')
  return [...lines, ...pending.map(({ text, state }) => `[${state.phase} ${text}]`)]
}
