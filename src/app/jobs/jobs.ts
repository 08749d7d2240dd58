import type { JobRecord } from '#domain/records.ts'
import type { CommitRequest, Lane, Store } from '#store/store.ts'
import type { Work } from '../followers/follower.ts'

/** How often `tick` is to be called: a job begins late by so much. */
export const JOBS_TICK_MS = 1000
/** A job that takes longer may be begun by somebody else. */
const LEASE_MS = 60_000
/** Jobs of a lane that one node works on at a time. */
const AT_ONCE = 4
/** A job that has failed waits four times as long each time, and after the last attempt for somebody to look at it. */
const RETRY_MS = { first: 1000, factor: 4, longest: 3_600_000 }
const ATTEMPTS = 10
const FAULT_CHARACTERS = 300

/**
 * A kind of job: does what is to be done outside the store, and answers the rows that follow from it; null: none. It may
 * be run again after a crash, even where all was done: only the rows are written once.
 */
export type JobKind = (job: JobRecord) => Promise<Work | null>

/** The job is somebody else's by now, or gone: what was made of it must not be written. */
class LeaseLost extends Error {
  override name = 'LeaseLost'
}

export type JobsParts = {
  store: Store
  node: string
  kinds: Readonly<Record<string, JobKind>>
  /** Those that wait for somebody else's server: others are not to wait behind them. */
  slow?: readonly string[]
  /** Hears of every failure; `dead`: it is not tried again. */
  failed: (job: JobRecord, error: unknown, dead: boolean) => void
  leaseMs?: number
}

/**
 * Runs the jobs that are due (JOB), each by one of the nodes that look for them. What a job writes and the mark that it is
 * done are one commit, kept under the job's key, which fails where the job is not this node's any more.
 */
export class Jobs {
  #parts: JobsParts
  #active = false
  readonly #running = new Map<'house' | 'slow', Promise<void>>()

  constructor(parts: JobsParts) {
    this.#parts = parts
  }

  begin(): void {
    this.#active = true
  }

  /** Resolves when nothing runs any more. */
  async end(): Promise<void> {
    this.#active = false
    await Promise.all(this.#running.values())
  }

  /** Works on what is due, as long as there is any. A store that does not answer is asked again with the next tick. */
  tick(): void {
    if (!this.#active) return
    const { slow = [] } = this.#parts
    this.#run('house', { but: slow })
    if (slow.length > 0) this.#run('slow', { only: slow })
  }

  /** How many wait or are worked on, and how many were given up. */
  counts(): Promise<{ waiting: number; dead: number }> {
    return this.#parts.store.jobs.counts()
  }

  #run(name: 'house' | 'slow', lane: Lane): void {
    if (this.#running.has(name)) return
    const running = this.#runDue(lane)
      .catch(() => {})
      .finally(() => this.#running.delete(name))
    this.#running.set(name, running)
  }

  async #runDue(lane: Lane): Promise<void> {
    const { store, node, leaseMs = LEASE_MS } = this.#parts
    for (let taken = 1; taken > 0 && this.#active; ) {
      const jobs = await store.jobs.take(node, leaseMs, AT_ONCE, lane)
      taken = jobs.length
      await Promise.all(jobs.map(job => this.#attempt(job)))
    }
  }

  async #attempt(job: JobRecord): Promise<void> {
    try {
      const kind = this.#parts.kinds[job.kind]
      if (kind === undefined) throw new Error(`No job of the kind ${job.kind} is known.`)
      await this.#finish(job, await kind(job))
    } catch (error) {
      if (!(error instanceof LeaseLost)) await this.#failed(job, error)
    }
  }

  async #finish(job: JobRecord, work: Work | null): Promise<void> {
    const { store } = this.#parts
    const once = { clientId: `job ${job.key}`, digest: job.kind }
    // A job that writes no rows may be done twice, so nothing is remembered of it.
    const outcome = await store.commit(this.#request(job, work ?? nothing, work === null ? undefined : once))
    if ('refused' in outcome) throw new Error(outcome.refused.message)
    // It was done before under this key, then wanted again: its rows are there, so it is only taken off the list.
    if (outcome.duplicate) await store.commit(this.#request(job, nothing))
  }

  #request(job: JobRecord, { scope, decide }: Work, once?: CommitRequest['once']): CommitRequest {
    return {
      actor: this.#parts.store.identity.bot,
      command: `job.${job.kind}`,
      ...(once && { once }),
      scope: { ...scope, facts: [...scope.facts, ['job', job.key]] },
      decide: (facts, now) => {
        const kept = facts.get('job', job.key)
        if (kept?.owner !== job.owner || kept.attempts !== job.attempts)
          throw new LeaseLost(`The job ${job.key} is somebody else's.`)
        const { drops = [], ...decided } = decide(facts, now)
        return { ...decided, drops: [...drops, { table: 'jobs', key: [job.key] }], ok: {} }
      },
    }
  }

  async #failed(job: JobRecord, error: unknown): Promise<void> {
    const dead = job.attempts >= ATTEMPTS
    this.#parts.failed(job, error, dead)
    const wait = Math.min(RETRY_MS.first * RETRY_MS.factor ** (job.attempts - 1), RETRY_MS.longest)
    // If this fails too, the lease runs out by itself.
    await this.#parts.store.jobs
      .letGo(job, { wait, fault: String(error).slice(0, FAULT_CHARACTERS), dead })
      .catch(() => {})
  }
}

const nothing: Work = { scope: { streams: [], facts: [] }, decide: () => ({ writes: [] }) }
