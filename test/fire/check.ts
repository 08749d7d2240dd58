import { changesKept } from './check-acts.ts'
import { ownRowsKept, reactionsKept } from './check-beside.ts'
import { gapless, inOrder, noDuplicates } from './check-order.ts'
import { durable, nothingInvented, realTimeOrder } from './check-sends.ts'
import { monotonicReads } from './check-session.ts'
import { agreement, honestResume, liveness } from './check-views.ts'
import type { FinalRead, Recorded, Violation } from './history.ts'
import { byChannel, type ChannelRun } from './run.ts'

/** Which violations of the rules K1 to K8, K11, K12, EDIT, ROWS, OWN and MENTION does a run show? Pure: the same history, the same answer. */
export const check = (history: readonly Recorded[], finals: readonly FinalRead[]): Violation[] =>
  byChannel(history, finals).flatMap(run => rules.flatMap(rule => rule(run)))

const rules: readonly ((run: ChannelRun) => Violation[])[] = [
  durable,
  nothingInvented,
  noDuplicates,
  gapless,
  inOrder,
  realTimeOrder,
  monotonicReads,
  agreement,
  honestResume,
  liveness,
  changesKept,
  reactionsKept,
  ownRowsKept,
]
