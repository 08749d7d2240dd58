import type { Message, Reaction } from './history.ts'

/** A JSON object of which nothing is known yet. */
export type Bag = Readonly<Record<string, unknown>>

/** A change frame, and equally the answer to `sync`. */
export type Change = { stream: string; since: number; rev: number; rows: readonly Bag[] }

/** The answer to a command; `lost`: the connection went before one came. */
export type Answer = { ok: Bag } | { refused: { code: string; retryAfter: number } } | { lost: string }

/** The value as an object. Throws where docs/protocol.md promises one and there is none. */
export const bag = (value: unknown): Bag => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new OffProtocol('an object', value)
  return value as Bag
}

export const text = (value: unknown): string => {
  if (typeof value !== 'string') throw new OffProtocol('a string', value)
  return value
}

export const count = (value: unknown): number => {
  if (!Number.isSafeInteger(value)) throw new OffProtocol('a whole number', value)
  return value as number
}

export const bags = (value: unknown): Bag[] => {
  if (!Array.isArray(value)) throw new OffProtocol('a list', value)
  return value.map(bag)
}

/** Parses what all changes have in common. */
export const change = (frame: Bag): Change => ({
  stream: text(frame.stream),
  since: count(frame.since),
  rev: count(frame.rev),
  rows: bags(frame.rows),
})

/** Parses the part of an answer frame beside `re`. */
export const answer = (frame: Bag): Answer => {
  if (frame.ok !== undefined) return { ok: bag(frame.ok) }
  const { code, retryAfter } = bag(frame.refused)
  return { refused: { code: text(code), retryAfter: typeof retryAfter === 'number' ? retryAfter : 0 } }
}

/** The message rows among rows, in their order. */
export const messagesIn = (rows: readonly Bag[]): Message[] => rows.filter(({ row }) => row === 'message').map(message)

/** A reaction row; `gone` where nobody is left. */
export type ReactionSeen = Reaction & { gone: boolean }

/** The reaction rows among rows, in their order. */
export const reactionsIn = (rows: readonly Bag[]): ReactionSeen[] =>
  rows
    .filter(({ row }) => row === 'reaction')
    .map(({ rev, seq, name, count: many, people, gone }) => ({
      rev: count(rev),
      seq: count(seq),
      name: text(name),
      count: count(many),
      people: Array.isArray(people) ? people.map(text) : [],
      gone: gone === true,
    }))

const message = ({ row: _, rev, seq, ts, author, clientId, text: words, ...also }: Bag): Message => ({
  rev: count(rev),
  seq: count(seq),
  ts: text(ts),
  author: text(author),
  clientId: clientId === null || clientId === undefined ? null : text(clientId),
  text: text(words),
  also: JSON.stringify(Object.entries(also).toSorted(([a], [b]) => (a < b ? -1 : 1))),
})

/** The server sent something that docs/protocol.md does not describe. */
class OffProtocol extends Error {
  constructor(expected: string, got: unknown) {
    super(`docs/protocol.md promises ${expected}, and the server sent ${JSON.stringify(got)?.slice(0, 200)}`)
  }
}
