import { givenText, textsGiven } from './check-acts.ts'
import { keyOf, type Message, type Send, type Violation } from './history.ts'
import { type ChannelRun, groupBy, only } from './run.ts'

/** K1: every acknowledged send is in the final read, where its acknowledgement said. */
export const durable = (run: ChannelRun): Violation[] => {
  const stored = groupBy(run.final, keyOf)
  return [...sendsByKey(run)].flatMap(([key, sends]) => {
    const lost = sends.find(send => send.phase === 'ok' && !isStored(send, stored.get(key) ?? []))
    return lost?.phase === 'ok' ? [{ rule: 'K1', what: `${run.channel}: ${key} was acknowledged as ${lost.seq}` }] : []
  })
}

const isStored = (send: Send & { phase: 'ok' }, messages: readonly Message[]): boolean =>
  messages.some(message => message.seq === send.seq && message.ts === send.ts)

/** K2: every stored message was sent as it reads, by an attempt that was not refused. */
export const nothingInvented = (run: ChannelRun): Violation[] => {
  const sends = sendsByKey(run)
  const changed = textsGiven(run)
  const given = new Set(only(run, 'given').flatMap(({ messages }) => messages.map(keyOf)))
  return run.final.flatMap(message => {
    const key = keyOf(message)
    const why = given.has(key) ? null : invented(message, sends.get(key) ?? [], changed)
    return why === null ? [] : [{ rule: 'K2', what: `${run.channel}: ${key} (${message.seq}) ${why}` }]
  })
}

const invented = (message: Message, sends: readonly Send[], changed: ReadonlySet<string>): string | null => {
  const invokes = sends.filter(send => send.phase === 'invoke')
  const refused = sends.filter(send => send.phase === 'fail').length
  if (invokes.length === 0) return 'was sent by nobody'
  if (invokes.length === refused) return 'was refused, and is stored'
  if (changed.has(givenText(message.seq, message.text))) return null
  return invokes.some(send => send.text === message.text) ? null : 'has a text that nobody sent'
}

/** K6: what was acknowledged before another send began has the lower seq, and a sender's own order is kept. */
export const realTimeOrder = (run: ChannelRun): Violation[] => {
  const seqs = new Map(run.final.toReversed().map(message => [keyOf(message), message.seq]))
  const begun = new Set<string>()
  const lastOf = new Map<string, number>()
  let acknowledged = 0
  return only(run, 'send').flatMap(send => {
    const key = sendKey(send)
    if (send.phase === 'ok') acknowledged = Math.max(acknowledged, send.seq)
    if (send.phase !== 'invoke' || begun.has(key)) return []
    begun.add(key)
    const seq = seqs.get(key)
    if (seq === undefined) return []
    const earlier = Math.max(acknowledged, lastOf.get(send.client) ?? 0)
    lastOf.set(send.client, Math.max(seq, lastOf.get(send.client) ?? 0))
    return seq > earlier ? [] : [{ rule: 'K6', what: `${run.channel}: ${key} is ${seq}, sent after ${earlier}` }]
  })
}

const sendsByKey = (run: ChannelRun): Map<string, Send[]> => groupBy(only(run, 'send'), sendKey)

const sendKey = (send: Send): string => `${send.author} ${send.clientId}`
