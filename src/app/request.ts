import type { IntentName, IntentOf } from '#domain/intent.ts'
import type { CommitRequest, Identity } from '#store/store.ts'
import { decidedBy } from './commands.ts'

type With<N extends IntentName> = Pick<CommitRequest<N>, 'once'> & {
  /** The id that was drawn for what it makes, and the hash of the secret that was. */
  fresh?: string
  hash?: string
  /** See `Circumstances`. */
  namesakes?: readonly string[]
  met?: readonly string[]
}

/** What the store is asked to commit for an intent of somebody's. */
export const requestFor = <N extends IntentName>(
  { general, workspace, bot }: Identity,
  actor: string,
  intent: IntentOf<N>,
  { once, fresh = '', hash = '', namesakes = [], met = [] }: With<N> = {},
): CommitRequest<N> => {
  const { ends, scope, decide } = decidedBy<N>(intent.do)
  const around = { actor, general, workspace, bot, fresh, hash, namesakes, met }
  return {
    actor,
    command: intent.do,
    ...(once && { once }),
    ...(ends && { ends }),
    scope: scope(intent, { ...around, now: 0 }),
    decide: (facts, now) => decide(facts, intent, { ...around, now }),
  }
}
