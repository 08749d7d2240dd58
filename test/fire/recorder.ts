import { writeFileSync } from 'node:fs'
import type { FinalRead, Recorded } from './history.ts'

/** Collects what the clients of one run did and saw. All of them record here, so there is one clock and one order. */
export type Recorder = {
  /** Milliseconds of the one monotonic clock. */
  now: () => number
  record: (moment: Recorded) => void
  history: readonly Recorded[]
  /** Writes the run as JSON lines, for a person who looks for the cause of a violation. */
  save: (path: string, finals: readonly FinalRead[]) => void
}

/** An empty recorder. */
export const recorder = (): Recorder => {
  const history: Recorded[] = []
  return {
    now: () => performance.now(),
    record: moment => void history.push(moment),
    history,
    save: (path, finals) => {
      const lines = [...history, ...finals.map(final => ({ kind: 'final', ...final }))]
      writeFileSync(path, lines.map(line => `${JSON.stringify(line)}\n`).join(''))
    },
  }
}
