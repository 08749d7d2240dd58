import type { Answers, Fields } from '#protocol/commands.ts'
import { isRetryable, type Refusal } from '#protocol/refusals.ts'
import type { Ask, Environment } from './api.ts'
import type { Outcome, Socket } from './socket.ts'

/** How long somebody waits for an answer before being told that the server is away. */
const PATIENCE_MS = 10_000
/** Where a refusal that is worth another try does not say when, seconds. */
const DEFAULT_RETRY_AFTER = 1

/** Asks through one connection, `lost` once that is gone. After a refusal worth another try it waits and asks again. */
export type Question = <N extends keyof Answers>(name: N, fields: Fields<N>) => Promise<Outcome<N>>

export const sleep = (environment: Environment, ms: number): Promise<void> =>
  new Promise(resolve => {
    environment.setTimer(resolve, ms)
  })

/** Milliseconds until a refused command is worth another try; null where it never is. */
export const retryDelay = (refusal: Refusal): number | null =>
  isRetryable(refusal.code) ? (refusal.retryAfter ?? DEFAULT_RETRY_AFTER) * 1000 : null

/** For the replica's own needs. */
export const createQuestion =
  (environment: Environment, socket: Socket): Question =>
  async (name, fields) => {
    const era = socket.era
    while (socket.era === era) {
      const outcome = await socket.request(name, fields)
      const delay = 'refused' in outcome ? retryDelay(outcome.refused) : null
      if (delay === null) return outcome
      await sleep(environment, delay)
    }
    return { lost: true }
  }

/**
 * For people: waits for a connection, and sends again what a lost connection left open (a command that changes
 * something carries one clientId, so it happens once). Without an answer in time it is refused as `unavailable`.
 * Aborting `signal` withdraws a command that was not sent; one that was sent may have happened, so its answer counts.
 */
export const createAsk = (environment: Environment, socket: Socket): Ask => {
  const askUntil = async <N extends keyof Answers>(
    late: Promise<'late'>,
    name: N,
    fields: Fields<N>,
    signal: AbortSignal | undefined,
  ) => {
    const asked = isDurable(name) ? { clientId: environment.newClientId(), ...fields } : fields
    let wasSent = false
    for (;;) {
      if (!wasSent && signal?.aborted) return { refused: notSent }
      wasSent ||= socket.isLive
      const outcome: Outcome<N> | 'late' = await Promise.race([late, socket.request(name, asked)])
      if (outcome !== 'late' && !('lost' in outcome)) return outcome
      if (outcome === 'late' || (await Promise.race([late, untilLive(socket)])) === 'late')
        return { refused: wasSent ? unanswered : notSent }
    }
  }
  return (name, fields, signal) => {
    let stopTimer = () => {}
    const late = new Promise<'late'>(resolve => {
      stopTimer = environment.setTimer(() => resolve('late'), PATIENCE_MS)
    })
    return askUntil(late, name, fields, signal).finally(stopTimer)
  }
}

const unanswered: Refusal = {
  code: 'unavailable',
  reason: 'unanswered',
  message: 'The server does not answer. It may have happened.',
}
const notSent: Refusal = {
  code: 'unavailable',
  reason: 'not_sent',
  message: 'There is no connection, so nothing was done. Please try again.',
}

const isDurable = (name: string): boolean => name.includes('.')

const untilLive = (socket: Socket): Promise<void> =>
  new Promise(resolve => {
    let stop: (() => void) | null = null
    stop = socket.connection.subscribe(({ phase }) => {
      if (phase !== 'live') return
      resolve()
      queueMicrotask(() => stop?.())
    })
  })
