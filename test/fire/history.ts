/** A message row as somebody received it. `also` is the rest of the row as canonical JSON: what nobody may see differently. */
export type Message = {
  rev: number
  seq: number
  ts: string
  author: string
  clientId: string | null
  text: string
  also: string
}

/** A send is one attempt to post: `info` means that no answer came, so the message may or may not be stored. */
export type Send = { kind: 'send'; t: number; client: string; author: string; channel: string; clientId: string } & (
  | { phase: 'invoke'; text: string }
  | { phase: 'ok'; seq: number; ts: string; duplicate: boolean }
  | { phase: 'fail'; code: string }
  | { phase: 'info'; why: string }
)

/** An edit (`text` is the new one) or a deletion (null) of an own message: first asked for, and in the end acknowledged. */
export type Act = { kind: 'act'; t: number; client: string; channel: string; seq: number; text: string | null } & (
  | { phase: 'invoke' }
  | { phase: 'ok'; rev: number }
)

/** Somebody puts an emoji on a message (`on`) or takes it back: first asked for, and in the end acknowledged. */
export type React = {
  kind: 'react'
  t: number
  client: string
  author: string
  channel: string
  seq: number
  name: string
  on: boolean
  phase: 'invoke' | 'ok'
}

/** A reaction row that is not gone, as somebody received it. */
export type Reaction = { rev: number; seq: number; name: string; count: number; people: readonly string[] }

/** What somebody's own stream says of a channel after the run: their marks, and the messages that name them. */
export type Own = {
  kind: 'own'
  t: number
  client: string
  author: string
  channel: string
  marks: readonly { seq: number; name: string }[]
  mentions: readonly number[]
}

/** A message appeared at the live end of what a client holds for a channel. */
export type Arrival = { kind: 'arrival'; t: number; client: string; channel: string; seq: number; key: string }

/** A client dropped a channel because the server said `reset`, or because the epoch is another. */
export type Reset = { kind: 'reset'; t: number; client: string; channel: string }

/** A resume by rev that the server answered with rows (all its pages together), not with `reset`. */
export type Resume = {
  kind: 'resume'
  t: number
  client: string
  channel: string
  since: number
  rev: number
  messages: readonly Message[]
}

/** The head of a channel as a hello named it, beside the rev that the client held in that epoch. */
export type Head = { kind: 'head'; t: number; client: string; channel: string; rev: number; held: number }

/** A read of the newest page of a channel, asked for at `asked` and answered at `t`. */
export type Read = {
  kind: 'read'
  t: number
  asked: number
  client: string
  author: string
  channel: string
  seqs: readonly number[]
}

/** The read cursor of a person in a channel, as the person's client took it over. */
export type Cursor = { kind: 'cursor'; t: number; client: string; channel: string; seq: number }

/** What a client holds for a channel, in the order in which it shows it. `rest`: after the run, when nothing moves. */
export type View = {
  kind: 'view'
  t: number
  client: string
  channel: string
  rest: boolean
  messages: readonly Message[]
  /** What stands beside these, where that was looked at. */
  reactions?: readonly Reaction[]
}

/** A message acknowledged at `t`, after the faults, that must reach these clients. */
export type Probe = { kind: 'probe'; t: number; channel: string; key: string; members: readonly string[] }

/** Messages that a channel held before the run. */
export type Given = { kind: 'given'; t: number; channel: string; messages: readonly Message[] }

/** One moment of a run. Every `t` is milliseconds of one monotonic clock. */
export type Recorded = Send | Act | React | Own | Arrival | Reset | Resume | Head | Read | Cursor | View | Probe | Given

/** One channel, read from its start by a fresh reader after the run. */
export type FinalRead = {
  reader: string
  channel: string
  messages: readonly Message[]
  reactions?: readonly Reaction[]
}

export type Rule =
  | 'K1'
  | 'K2'
  | 'K3'
  | 'K4'
  | 'K5'
  | 'K6'
  | 'K7'
  | 'K8'
  | 'K11'
  | 'K12'
  | 'EDIT'
  | 'ROWS'
  | 'OWN'
  | 'MENTION'
export type Violation = { rule: Rule; what: string }

/** The identity of a message: who sent it, and that sender's id for it (seq where the server itself wrote it). */
export const keyOf = (message: Pick<Message, 'author' | 'clientId' | 'seq'>): string =>
  message.clientId === null ? `${message.author} #${message.seq}` : `${message.author} ${message.clientId}`
