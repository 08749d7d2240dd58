import { keyOf, type Message, type Violation } from './history.ts'
import { type ChannelRun, only } from './run.ts'

/** K3: no final read and no view shows a message twice. */
export const noDuplicates = (run: ChannelRun): Violation[] => [
  ...twice(run.final).map(key => ({ rule: 'K3' as const, what: `${run.channel}: ${key} is stored twice` })),
  ...only(run, 'view').flatMap(view =>
    twice(view.messages).map(key => ({
      rule: 'K3' as const,
      what: `${run.channel}: ${view.client} shows ${key} twice`,
    })),
  ),
]

const twice = (messages: readonly Message[]): string[] => {
  const seen = new Set<string>()
  const again = new Set<string>()
  for (const key of messages.map(keyOf)) (seen.has(key) ? again : seen).add(key)
  return [...again]
}

/** K4: a channel's seqs are 1, 2, 3 … and its ts rise strictly with them. */
export const gapless = (run: ChannelRun): Violation[] =>
  run.final.flatMap((message, index) => {
    const before = run.final[index - 1]
    const expected = (before?.seq ?? 0) + 1
    if (message.seq !== expected) {
      return [{ rule: 'K4', what: `${run.channel}: ${message.seq} stands where ${expected} should` }]
    }
    if (before !== undefined && micros(message) <= micros(before)) {
      return [{ rule: 'K4', what: `${run.channel}: ts ${message.ts} of ${message.seq} is not after ${before.ts}` }]
    }
    return []
  })

/** Microseconds: below 2^53 until the year 2255. */
const micros = (message: Message): number => Number(message.ts.replace('.', ''))

/** K5: every view is a contiguous run of the final order. */
export const inOrder = (run: ChannelRun): Violation[] => {
  const order = once(run.final)
  const place = new Map(order.map((key, index) => [key, index]))
  return only(run, 'view').flatMap(view => {
    const keys = once(view.messages)
    const start = place.get(keys[0] ?? '') ?? 0
    const odd = keys.find((key, index) => order[start + index] !== key)
    if (odd === undefined) return []
    const seq = view.messages.find(message => keyOf(message) === odd)?.seq
    return [{ rule: 'K5', what: `${run.channel}: ${view.client} shows ${odd} (${seq}) out of the final order` }]
  })
}

const once = (messages: readonly Message[]): string[] => [...new Set(messages.map(keyOf))]
