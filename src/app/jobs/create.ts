import { emptied, emptiedScope } from '#domain/emptied.ts'
import { contentJob, goneFiles, released, releasedScope, sweepScope, swept } from '#domain/file.ts'
import { inherited, inheritedScope } from '#domain/inheritance.ts'
import { jobRow, scrubJob } from '#domain/job.ts'
import type { JobRecord } from '#domain/records.ts'
import type { Blobs } from '#outside/blobs/blobs.ts'
import type { Store } from '#store/store.ts'
import type { Failed } from '../failure.ts'
import { removeContent } from '../files/files.ts'
import type { Work } from '../followers/follower.ts'
import { type JobKind, Jobs } from './jobs.ts'
import { type Previews, previewJob } from './preview.ts'
import { seat } from './seat.ts'

type Parts = { store: Store; failed?: Failed; files?: { blobs: Blobs }; previews?: Previews }

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
  const kept = await store.kept(channel, SEATS)
  if (kept.files.length + kept.uploads.length > 0) return unkept(channel, kept, part, due)
  while ((await store.eraseContent(channel)) > 0);
  return { scope: { streams: [], facts: [] }, decide: (_, now) => ({ writes: [], keeps: [scrubJob(now)] }) }
}

/** Files of a deleted channel, and what was being uploaded for it: a part of it goes, and then the next. */
const unkept = (
  channel: string,
  { files, uploads }: Awaited<ReturnType<Store['kept']>>,
  part: number,
  due: number,
): Work => ({
  scope: {
    streams: [channel, ...new Set(uploads.map(({ author }) => author))],
    facts: [...files.map(id => ['file', id] as const), ...uploads.map(({ id }) => ['upload', id] as const)],
  },
  decide: (facts, now) => {
    const gone = goneFiles(
      files.flatMap(id => facts.get('file', id) ?? []),
      now,
    )
    const dropped = uploads.flatMap(({ id }) => facts.get('upload', id) ?? [])
    const next = jobRow({ kind: 'empty', key: `empty ${channel} ${part + 1}`, due, data: channel })
    return {
      writes: gone.writes,
      keeps: [...gone.keeps, ...dropped.map(upload => contentJob(upload, now)), next],
      drops: dropped.map(({ id }) => ({ table: 'uploads' as const, key: [id] })),
    }
  },
})

/** First from the disk, then from what is counted: whoever is stopped in between begins again, and counts it once. */
const content = async (store: Store, blobs: Blobs | null, { data }: JobRecord): Promise<Work> => {
  const { blob, author, size }: { blob: string; author: string; size: number } = JSON.parse(data)
  if (blobs === null) throw new Error('This process knows no place for files.')
  await removeContent(blobs, blob)
  const { workspace } = store.identity
  return {
    scope: releasedScope(author, workspace),
    decide: facts => ({ writes: [], keeps: released(facts, [author, workspace], size) }),
  }
}

const sweep = async ({ data }: JobRecord): Promise<Work> => {
  const { id, author }: { id: string; author: string } = JSON.parse(data)
  return { scope: sweepScope(id, author), decide: (facts, now) => ({ writes: [], ...swept(facts, id, now) }) }
}

/** Who has been in a channel longest inherits it, where it has no admin any more. */
const inherit = async (store: Store, channel: string): Promise<Work | null> => {
  const [heir] = await store.list('seatsIn', [channel, 'joined'], 1)
  if (heir === undefined) return null
  return {
    scope: inheritedScope(channel, heir.user),
    decide: facts => ({ writes: inherited(facts, channel, heir.user) }),
  }
}

/** All kinds of jobs that Flack has, for one node. */
export const createJobs = ({ store, failed = () => {}, files, previews }: Parts, node: string): Jobs => {
  const kinds: Record<string, JobKind> = {
    /** [EDIT] What was deleted goes from the disk. */
    scrub: async () => {
      await store.scrub()
      return null
    },
    /** [FILE] What nobody can see any more goes from the disk, and counts no longer. */
    content: job => content(store, files?.blobs ?? null, job),
    sweep: job => sweep(job),
    seat: job => seat(store, job),
    inherit: ({ data }) => inherit(store, data),
    empty: job => empty(store, job.data, Number(job.key.split(' ').at(-1)), job.due),
    /** Where previews were turned off since, those that are still wanted come to nothing. */
    preview: previews === undefined ? async () => null : previewJob(store, previews),
  }
  return new Jobs({
    store,
    node,
    kinds,
    slow: ['preview'],
    failed: ({ key }, error, dead) => failed({ job: key, dead, error }),
  })
}
