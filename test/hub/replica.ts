import type { Change } from '#protocol/frames.ts'
import { type Row, rowKey } from '#protocol/rows.ts'
import { PROTOCOL } from '#protocol/version.ts'

type Message = {
  hello?: { protocol: number; epoch: string; streams: Record<string, number>; mine: Change }
  digest?: Record<string, number>
  re?: number
  ok?: Change & { more: boolean }
  stream?: string
  since?: number
  rev?: number
  rows?: Row[]
}

/** The smallest client that keeps to SYNC-1: all rows of the streams that it may hear, put if newer. */
export class Replica {
  readonly revs = new Map<string, number>()
  readonly rows = new Map<string, Map<string, Row>>()
  /** How often it had to ask. */
  syncs = 0
  readonly #me: string
  readonly #say: (text: string) => void
  readonly #asking = new Set<string>()
  #epoch = ''
  #ids = 0
  readonly #asked = new Map<number, string>()

  constructor(me: string, say: (text: string) => void) {
    this.#me = me
    this.#say = say
  }

  get settled(): boolean {
    return this.#asking.size === 0 && this.#epoch !== ''
  }

  hear(text: string): void {
    const message: Message = JSON.parse(text)
    if (message.hello) this.#greeted(message.hello)
    else if (message.digest) this.#compare(message.digest)
    else if (message.re !== undefined) this.#answered(message.re, message.ok)
    else if (message.stream !== undefined) this.#change(message as Change)
  }

  #greeted({ protocol, epoch, streams }: NonNullable<Message['hello']>): void {
    if (protocol !== PROTOCOL) throw new Error(`protocol ${protocol}`)
    this.#epoch = epoch
    for (const stream of Object.keys(streams)) this.revs.set(stream, 0)
    this.#compare(streams)
  }

  #compare(heads: Record<string, number>): void {
    for (const [stream, head] of Object.entries(heads)) if (head > this.#rev(stream)) this.#ask(stream)
  }

  #change({ stream, since, rev, rows }: Change): void {
    const mine = this.#rev(stream)
    if (rev <= mine) return
    if (since > mine) this.#ask(stream)
    else this.#take(stream, rev, rows)
  }

  #ask(stream: string): void {
    if (this.#asking.has(stream)) return
    this.#asking.add(stream)
    this.syncs += 1
    this.#asked.set(++this.#ids, stream)
    this.#say(JSON.stringify({ id: this.#ids, do: 'sync', epoch: this.#epoch, stream, since: this.#rev(stream) }))
  }

  #answered(id: number, answer: Message['ok']): void {
    const stream = this.#asked.get(id)
    // What a test itself asked over the same socket.
    if (stream === undefined) return
    this.#asking.delete(stream)
    if (!answer) throw new Error(`sync of ${stream} was refused`)
    if (answer.rev > this.#rev(stream)) this.#take(stream, answer.rev, answer.rows)
    if (answer.more) this.#ask(stream)
  }

  #take(stream: string, rev: number, rows: readonly Row[]): void {
    const held = this.rows.get(stream) ?? new Map<string, Row>()
    this.rows.set(stream, held)
    for (const row of rows) {
      const key = `${row.row} ${rowKey(row)}`
      if (row.rev > (held.get(key)?.rev ?? 0)) held.set(key, row)
    }
    this.revs.set(stream, rev)
    if (stream === this.#me) for (const row of rows) this.#seated(row)
  }

  /** A new seat: from now on frames come, and what was there before has to be asked for. */
  #seated(row: Row): void {
    if (row.row === 'place' && row.state === 'joined' && !this.revs.has(row.channel)) this.#ask(row.channel)
  }

  #rev(stream: string): number {
    return this.revs.get(stream) ?? 0
  }
}
