import { emptied, emptiedScope } from '#domain/emptied.ts'
import { jobRow, scrubJob } from '#domain/job.ts'
import type { Store } from '#store/store.ts'
import type { Failed } from '../failure.ts'
import type { Work } from '../followers/follower.ts'
import { type JobKind, Jobs } from './jobs.ts'

type Parts = { store: Store; failed?: Failed }

/** Seats of a deleted channel that one commit ends. */
const SEATS = 500

/**
 * [HUB-3] A channel was deleted: ends a part of its seats and places, and asks for the next part; when none are left, what
 * was said there goes from the store, and then from the disk.
 */
const empty = async (store: Store, channel: string, part: number, due: number): Promise<Work> => {
  const users = (await store.seatsAfter(channel, '', SEATS)).map(({ user }) => user)
  if (users.length > 0) {
    const next = jobRow({ kind: 'empty', key: `empty ${channel} ${part + 1}`, due, data: channel })
    return {
      scope: emptiedScope(channel, users),
      decide: (facts, now) => ({ writes: emptied(facts, channel, users, now), keeps: [next] }),
    }
  }
  while ((await store.eraseContent(channel)) > 0);
  return { scope: { streams: [], facts: [] }, decide: (_, now) => ({ writes: [], keeps: [scrubJob(now)] }) }
}

/** All kinds of jobs that Flack has, for one node. */
export const createJobs = ({ store, failed = () => {} }: Parts, node: string): Jobs => {
  const kinds: Record<string, JobKind> = {
    /** [EDIT] What was deleted goes from the disk. */
    scrub: async () => {
      await store.scrub()
      return null
    },
    empty: job => empty(store, job.data, Number(job.key.split(' ').at(-1)), job.due),
  }
  return new Jobs({
    store,
    node,
    kinds,
    failed: ({ key }, error, dead) => failed({ job: key, dead, error }),
  })
}
