import type { Store } from '#store/store.ts'
import type { Failed } from '../failure.ts'
import { type JobKind, Jobs } from './jobs.ts'

type Parts = { store: Store; failed?: Failed }

/** All kinds of jobs that Flack has, for one node. */
export const createJobs = ({ store, failed = () => {} }: Parts, node: string): Jobs => {
  const kinds: Record<string, JobKind> = {
    /** [EDIT] What was deleted goes from the disk. */
    scrub: async () => {
      await store.scrub()
      return null
    },
  }
  return new Jobs({
    store,
    node,
    kinds,
    failed: ({ key }, error, dead) => failed({ job: key, dead, error }),
  })
}
