import type { Recorded } from '../fire/history.ts'
import { until } from '../support/wait.ts'
import { arrive, type Stage, textsOf } from './stage.ts'

/** From when to when, milliseconds of the recorder's clock. */
export type Span = { from: number; to: number }

/** How many sends that began within these spans were acknowledged, and how many were not. */
export const sendsIn = (history: readonly Recorded[], spans: readonly Span[]): { kept: number; failed: number } => {
  const begun = new Set<string>()
  const sum = { kept: 0, failed: 0 }
  for (const each of history) {
    if (each.kind !== 'send') continue
    const attempt = `${each.client} ${each.channel} ${each.clientId}`
    if (each.phase === 'invoke') {
      if (spans.some(({ from, to }) => from <= each.t && each.t < to)) begun.add(attempt)
    } else if (begun.delete(attempt)) sum[each.phase === 'ok' ? 'kept' : 'failed'] += 1
  }
  return sum
}

/**
 * Somebody at one node who listens in a channel where only somebody at the other speaks: where people of both speak, a
 * node finds what it has not heard when it writes itself. `tell` says something and answers how long it took, milliseconds.
 */
export const openOneWay = async ({ one, two }: Stage): Promise<{ tell(): Promise<number> }> => {
  const [ada, bob] = [await arrive(one), await arrive(two)]
  const { ok } = await ada.socket.ask({ do: 'channel.create', name: 'one-way' })
  await bob.socket.ask({ do: 'channel.join', channel: ok?.channel })
  let posts = 0
  const tell = async () => {
    const text = `one way ${++posts}`
    // Who only listens is silent for too long.
    bob.socket.say({ do: 'ping' })
    const sent = performance.now()
    await ada.socket.ask({ do: 'message.post', channel: ok?.channel, clientId: text, text })
    await until(() => textsOf(bob.socket).includes(text), { what: 'what was said at the other node' })
    return performance.now() - sent
  }
  return { tell }
}

/** What 99 of a hundred do not exceed; NaN of nothing. */
export const p99 = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.99)] ?? Number.NaN
