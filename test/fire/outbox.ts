import type { Send } from './history.ts'
import type { Recorder } from './recorder.ts'
import { type Answer, type Bag, count, text } from './wire.ts'

type Entry = { clientId: string; text: string; attempts: number; settle: (outcome: Outcome) => void }

/** How a post ended: stored, or refused for good. */
export type Outcome = { seq: number; ts: string; duplicate: boolean } | { refused: string }

/** The way to the server: whether a socket has had its hello, and how to ask over it. */
export type Door = { readonly open: boolean; ask: (command: Bag) => Promise<Answer> }

/** Refusals that are worth another try. After `unavailable` nobody knows whether the message is stored. */
const retryable = ['rate_limited', 'unavailable']

/** The unacknowledged posts of one client in one channel: one in flight, in order, sent again until answered. */
export class Lane {
  /** Posts whose acknowledgement told of an earlier attempt: its commit was there, and its answer never came. */
  readonly duplicates = new Set<string>()
  acknowledged = 0
  /** Milliseconds from the sending of the post that was acknowledged last to its acknowledgement. */
  took = 0
  private sentAt = 0
  private inFlight = false
  private readonly entries: Entry[] = []
  private readonly door: Door
  private readonly recorder: Recorder
  private readonly who: { client: string; author: string; channel: string }

  constructor(who: Lane['who'], recorder: Recorder, door: Door) {
    this.who = who
    this.recorder = recorder
    this.door = door
  }

  /** The post that is in flight for the first time, if any. */
  get firstAttempt(): string | null {
    const entry = this.entries[0]
    return entry !== undefined && this.inFlight && entry.attempts === 1 ? entry.clientId : null
  }

  /** Puts a post at the end; resolves when it is acknowledged or finally refused. */
  post(clientId: string, words: string): Promise<Outcome> {
    return new Promise(settle => {
      this.entries.push({ clientId, text: words, attempts: 0, settle })
      this.flush()
    })
  }

  /** Sends the first entry, unless one is in flight; called when there is something new and when connected again. */
  flush(): void {
    const entry = this.entries[0]
    if (entry === undefined || this.inFlight || !this.door.open) return
    this.inFlight = true
    entry.attempts++
    this.sentAt = performance.now()
    this.note(entry, { phase: 'invoke', text: entry.text })
    const command = { do: 'message.post', channel: this.who.channel, clientId: entry.clientId, text: entry.text }
    void this.door.ask(command).then(answer => this.answered(entry, answer))
  }

  private answered(entry: Entry, answer: Answer): void {
    this.inFlight = false
    if ('lost' in answer) this.note(entry, { phase: 'info', why: answer.lost })
    else if ('ok' in answer) this.kept(entry, answer.ok)
    else this.refused(entry, answer.refused)
  }

  private refused(entry: Entry, { code, retryAfter }: { code: string; retryAfter: number }): void {
    this.note(entry, code === 'unavailable' ? { phase: 'info', why: code } : { phase: 'fail', code })
    if (retryable.includes(code)) setTimeout(() => this.flush(), retryAfter * 1000)
    else this.leave(entry, { refused: code })
  }

  private kept(entry: Entry, ok: Bag): void {
    const outcome = { seq: count(ok.seq), ts: text(ok.ts), duplicate: ok.duplicate === true }
    this.note(entry, { phase: 'ok', ...outcome })
    this.acknowledged++
    this.took = performance.now() - this.sentAt
    if (outcome.duplicate) this.duplicates.add(entry.clientId)
    this.leave(entry, outcome)
  }

  private leave(entry: Entry, outcome: Outcome): void {
    this.entries.shift()
    entry.settle(outcome)
    this.flush()
  }

  private note(entry: Entry, what: Phase): void {
    this.recorder.record({ kind: 'send', t: this.recorder.now(), ...this.who, clientId: entry.clientId, ...what })
  }
}

type Phase = Send extends infer Each
  ? Each extends Send
    ? Omit<Each, 'kind' | 't' | 'client' | 'author' | 'channel' | 'clientId'>
    : never
  : never
