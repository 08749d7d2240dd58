import type { Keep } from './decision.ts'
import type { SeatRecord } from './records.ts'

/** Something to be done later, or outside the store. */
export type Job = {
  kind: string
  /** Names this piece of work for ever: wanted twice under one key, it is done once. */
  key: string
  /** Milliseconds since 1970: not before. */
  due: number
  /** What its kind needs to know; never a text of a message, which may be deleted meanwhile. */
  data?: string
}

/** The row that makes a job, for the decision that wants it: the job is there if and only if the decision is kept (JOB). */
export const jobRow = ({ kind, key, due, data = '' }: Job): Keep => ({
  table: 'jobs',
  row: { key, kind, data, due, attempts: 0, owner: '', until: 0, fault: null, dead: null },
})

/** All deletions within this time share one scrub. With the delay of the runner it comes within a minute. */
const SCRUB_MS = 30_000

/**
 * [EDIT] What was deleted goes from the file as well. All deletions of half a minute want the same job, so that one
 * checkpoint serves them.
 */
export const scrubJob = (now: number): Keep => {
  const due = (Math.floor(now / SCRUB_MS) + 1) * SCRUB_MS
  return jobRow({ kind: 'scrub', key: `scrub ${due}`, due })
}

/**
 * Where an admin of a channel goes, a job looks whether one is left: who is next cannot be known before the streams are
 * locked, of which the heir's is one.
 */
export const inheritJobs = (seat: SeatRecord | null, now: number): Keep[] =>
  seat?.admin === 1
    ? [jobRow({ kind: 'inherit', key: `inherit ${seat.channel} ${seat.rev}`, due: now, data: seat.channel })]
    : []
