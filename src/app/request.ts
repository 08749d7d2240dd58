import type { IntentName, IntentOf } from '#domain/intent.ts'
import type { CommitRequest, Identity } from '#store/store.ts'
import { decidedBy } from './commands.ts'

type With<N extends IntentName> = Pick<CommitRequest<N>, 'once'> & {
  /** The id that was drawn for what it makes. */
  fresh?: string
  /** See `Circumstances`. */
  namesakes?: readonly string[]
}

/** What the store is asked to commit for an intent of somebody's. */
export const requestFor = <N extends IntentName>(
  { workspace, general }: Identity,
  actor: string,
  intent: IntentOf<N>,
  { once, fresh = '', namesakes = [] }: With<N> = {},
): CommitRequest<N> => {
  const { ends, scope, decide } = decidedBy<N>(intent.do)
  const around = { actor, workspace, general, fresh, namesakes }
  return {
    actor,
    command: intent.do,
    ...(once && { once }),
    ...(ends && { ends }),
    scope: scope(intent, { ...around, now: 0 }),
    decide: (facts, now) => decide(facts, intent, { ...around, now }),
  }
}
