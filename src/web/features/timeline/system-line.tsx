import { later } from '../../ui/later.tsx'
import type { Said } from './said.ts'

/** The words come behind the first screen; the line has its height without them. */
const words = later(() => import('./line-words.tsx').then(({ LineWords }) => LineWords))

/**
 * What happened to the channel, in one quiet line. `run`: this one and those that follow it and are told with it;
 * nothing for one that is told with an earlier one.
 */
export function SystemLine({ said, run }: { said: Said; run: readonly Said[] }) {
  if (run.length === 0) return <div data-seq={said.seq} />
  return (
    <p class="system-line" data-seq={said.seq}>
      <words.Later run={run} />
    </p>
  )
}

/** Who came, one after another, is told together: for each line those that it tells of, itself first. */
export const runsOf = (lines: readonly { said: Said }[]): ReadonlyMap<Said, readonly Said[]> => {
  const runs = new Map<Said, Said[]>()
  let last: Said[] | undefined
  for (const { said } of lines) {
    const [first] = last ?? []
    if (said.happened === null) last = undefined
    else if (last !== undefined && first !== undefined && isToldWith(first, said)) {
      last.push(said)
      runs.set(said, [])
    } else {
      last = [said]
      runs.set(said, last)
    }
  }
  return runs
}

const isToldWith = (first: Said, next: Said): boolean => {
  const [kind, other] = [first.happened?.kind, next.happened?.kind]
  if (kind !== other) return false
  if (kind === 'joined' || kind === 'left') return true
  if (first.author !== next.author) return false
  return kind === 'added' || (kind === 'deleted' && first.happened?.data.user === next.happened?.data.user)
}
