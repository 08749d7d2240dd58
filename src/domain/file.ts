import { FILE_NAME_CHARACTERS } from '#protocol/limits.ts'
import { type Drop, type Keep, type Refused, refuse, type Verdict, type Write } from './decision.ts'
import type { FactKey, Facts, Scope } from './facts.ts'
import type { Circumstances, IntentOf } from './intent.ts'
import { jobRow } from './job.ts'
import { inChannel, inChannelFacts } from './permission.ts'
import type { FileRecord, UploadRecord } from './records.ts'

type Begin = IntentOf<'upload.begin'>
type Finish = IntentOf<'upload.finish'>
type Discard = IntentOf<'upload.drop'>
type Hold = IntentOf<'file.hold'>
type Sent = NonNullable<IntentOf<'message.post'>['files']>[number]

/** An upload is guarded by the stream of whoever uploads, so that it is never swept and sent at once. */
export const beginScope = ({ channel, clientId, workspace }: Begin, { actor }: Circumstances): Scope => ({
  streams: [channel, actor, workspace],
  facts: [
    ...inChannelFacts(channel, actor),
    ['uploadByClient', actor, clientId],
    ['usage', actor],
    ['usage', workspace],
  ],
})

/**
 * [FILE] Begins an upload for a conversation in which one may write: `{id, blob}`. Begun again under the same `clientId` it
 * is the one of before. Its whole size counts from now on, so that many at once cannot get past a limit.
 */
export const beginUpload = (facts: Facts, said: Begin, at: Circumstances): Verdict<'upload.begin'> => {
  const { id, channel, clientId, size, blob, most, workspace } = said
  const found = inChannel(facts, 'post', channel, at)
  if ('refused' in found) return found
  const before = facts.get('uploadByClient', at.actor, clientId)
  if (before !== null)
    return before.channel === channel && before.size === size
      ? { writes: [], ok: { id: before.id, blob: before.blob } }
      : refuse('client_id_reused', 'Another upload was begun with this clientId.')
  const name = fileName(said.name)
  if (size > most.file)
    return refuse('file_too_large', 'This file is too large.', { reason: 'file_large', name, limit: most.file })
  const [own, all] = [at.actor, workspace].map(owner => (facts.get('usage', owner)?.bytes ?? 0) + size) as [
    number,
    number,
  ]
  if (own > most.person)
    return refuse('storage_full', 'Your files take all the room that one person has.', {
      reason: 'person_full',
      limit: most.person,
    })
  if (all > most.workspace)
    return refuse('storage_full', 'The files of this workspace take all the room that there is for them.', {
      reason: 'workspace_full',
      limit: most.workspace,
    })
  const begun = { id, author: at.actor, clientId, channel, name, size, named: at.now, blob }
  return {
    writes: [],
    keeps: [
      { table: 'uploads', row: { ...begun, ...unknown, done: null } },
      sweepJob(id, at.actor, at.now),
      { table: 'usages', row: { owner: at.actor, bytes: own } },
      { table: 'usages', row: { owner: workspace, bytes: all } },
    ],
    ok: { id, blob },
  }
}

/** Of a file whose bytes are not all there, and of one that is gone. */
const unknown = { type: '', width: null, height: null, placeholder: null, thumbs: null } as const

/**
 * A name as it may be shown and saved: no folders, nothing that changes the direction of what is read (with which
 * `gpj.exe` would look like a picture), nothing that cannot be seen or stored but what joins letters and emoji.
 */
export const fileName = (typed: string): string => {
  const last = typed.toWellFormed().normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const seen = last.replace(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '').trim()
  const named = /^[.\u200c\u200d]*$/.test(seen) ? 'file' : seen
  if (named.length <= FILE_NAME_CHARACTERS) return named
  const ending = /\.[^.]{1,20}$/.exec(named)?.[0] ?? ''
  return `${named.slice(0, FILE_NAME_CHARACTERS - ending.length)}${ending}`.toWellFormed()
}

const ownUpload = (id: string, { actor }: Circumstances): Scope => ({ streams: [actor], facts: [['upload', id]] })

export const finishScope = ({ id, workspace }: Finish, { actor }: Circumstances): Scope => ({
  streams: [actor, workspace],
  facts: [
    ['upload', id],
    ['usage', actor],
    ['usage', workspace],
  ],
})

/**
 * The last byte of an upload is there: what its bytes say is known from now on. It may be smaller by then, since a
 * picture's metadata has been taken out of it, and then less is kept.
 */
export const finishUpload = (facts: Facts, said: Finish, at: Circumstances): Verdict<'upload.finish'> => {
  const upload = facts.get('upload', said.id)
  if (upload?.author !== at.actor) return fileUnknown()
  if (upload.done !== null) return { writes: [], ok: {} }
  const { size, type, width, height, placeholder, thumbs } = said
  const row = { ...upload, size, type, width, height, placeholder, thumbs: thumbs ? (1 as const) : null }
  return {
    writes: [],
    keeps: [
      { table: 'uploads', row: { ...row, done: 1, named: at.now } },
      ...released(facts, [at.actor, said.workspace], upload.size - size),
    ],
    ok: {},
  }
}

export const dropScope = ({ id }: Discard, at: Circumstances): Scope => ownUpload(id, at)

/** Whoever uploads does not want it any more: it goes, and its content. */
export const dropUpload = (facts: Facts, { id }: Discard, at: Circumstances): Verdict<'upload.drop'> => {
  const upload = facts.get('upload', id)
  if (upload?.author !== at.actor) return fileUnknown()
  return {
    writes: [],
    drops: [{ table: 'uploads', key: [id] }],
    keeps: [contentJob(upload, at.now)],
    ok: {},
  }
}

export const holdScope = ({ files }: Hold, { actor }: Circumstances): Scope => ({
  streams: [actor],
  facts: files.map((id): FactKey => ['upload', id]),
})

/** [FILE] An upload that no page has named for so long goes. */
const SWEPT_MS = 7 * 24 * 3_600_000

/** Looks after an upload when it may be time to sweep it. The author is the one whose lock guards it. */
export const sweepJob = (id: string, author: string, named: number): Keep => {
  const due = named + SWEPT_MS
  return jobRow({ kind: 'sweep', key: `sweep ${id} ${due}`, due, data: JSON.stringify({ id, author }) })
}

export const sweepScope = (id: string, author: string): Scope => ({ streams: [author], facts: [['upload', id]] })

/** An upload that nobody has named since goes, and its content; another one is looked after again later. */
export const swept = (facts: Facts, id: string, now: number): { keeps: Keep[]; drops: Drop[] } => {
  const upload = facts.get('upload', id)
  if (upload === null) return { keeps: [], drops: [] }
  if (upload.named + SWEPT_MS > now) return { keeps: [sweepJob(id, upload.author, upload.named)], drops: [] }
  return { keeps: [contentJob(upload, now)], drops: [{ table: 'uploads', key: [id] }] }
}

/** A hold is written again only after so long. */
const HOLD_MS = 3_600_000

/** [FILE] A page still holds these uploads: `{files}`, those of them that are there. They are not swept before a week has passed. */
export const hold = (facts: Facts, { files }: Hold, at: Circumstances): Verdict<'file.hold'> => {
  const held = [...new Set(files)].flatMap(id => {
    const upload = facts.get('upload', id)
    return upload?.author === at.actor ? upload : []
  })
  return {
    writes: [],
    keeps: held.flatMap((upload): Keep[] =>
      upload.named + HOLD_MS < at.now ? [{ table: 'uploads', row: { ...upload, named: at.now } }] : [],
    ),
    ok: { files: held.map(({ id }) => id) },
  }
}

/** What a message with files needs to know besides; nothing for one without. */
export const sentScope = (files: readonly Sent[], actor: string): Scope => ({
  streams: [actor],
  facts: files.map((file): FactKey => ['upload', idOf(file)]),
})

const idOf = (file: Sent): string => (typeof file === 'string' ? file : file.id)

type Placed = { seq: number; ts: number }

/** The files of a message, each uploaded for this conversation by who sends it, and not yet sent; else why not. */
export const sentFiles = (
  facts: Facts,
  files: readonly Sent[],
  channel: string,
  { actor }: Circumstances,
): { ids: readonly string[]; written(at: Placed): { writes: Write[]; drops: SentDrop[] } } | Refused => {
  const uploads: { upload: UploadRecord; alt: string }[] = []
  for (const file of files) {
    const upload = facts.get('upload', idOf(file))
    if (upload?.author !== actor || uploads.some(other => other.upload.id === upload.id)) return fileUnknown()
    if (upload.channel !== channel)
      return refuse('file_not_found', 'This file was uploaded for another conversation.', {
        reason: 'file_elsewhere',
        name: upload.name,
      })
    if (upload.done === null)
      return refuse('file_not_found', 'This file is not uploaded yet.', {
        reason: 'file_unfinished',
        name: upload.name,
      })
    uploads.push({ upload, alt: typeof file === 'string' ? '' : (file.alt ?? '').trim() })
  }
  return {
    ids: uploads.map(({ upload }) => upload.id),
    written: at => ({
      writes: uploads.map(
        ({ upload, alt }): Write => ({
          stream: channel,
          table: 'files',
          row: fileOf(upload, alt, at),
        }),
      ),
      drops: uploads.map(({ upload }) => ({ table: 'uploads', key: [upload.id] })),
    }),
  }
}

type SentDrop = { table: 'uploads'; key: readonly [string] }

const fileOf = (upload: UploadRecord, alt: string, { seq, ts }: Placed): Omit<FileRecord, 'rev'> => {
  const { id, channel, author, name, type, size, width, height, placeholder, thumbs, blob } = upload
  const seen = { name, type, size, width, height, placeholder, alt, thumbs }
  return { id, channel, seq, ts, author, ...seen, blob, gone: null }
}

/** The files of a message that is deleted: their rows become empty, and their content goes from the disk. */
export const goneFiles = (files: readonly FileRecord[], now: number): { writes: Write[]; keeps: Keep[] } => ({
  writes: files.map(
    (file): Write => ({
      stream: file.channel,
      table: 'files',
      row: { ...file, ...unknown, name: '', size: 0, alt: '', gone: 1 },
    }),
  ),
  keeps: files.map(file => contentJob(file, now)),
})

/** A job takes the content away, and what it counts for its author and the workspace; `size` is what it counted. */
export const contentJob = ({ blob, author, size }: Pick<FileRecord, 'blob' | 'author' | 'size'>, now: number): Keep =>
  jobRow({ kind: 'content', key: `content ${blob}`, due: now, data: JSON.stringify({ blob, author, size }) })

export const releasedScope = (author: string, workspace: string): Scope => ({
  streams: [author, workspace],
  facts: [
    ['usage', author],
    ['usage', workspace],
  ],
})

/** So much less is kept for somebody, and in the workspace. */
export const released = (facts: Facts, owners: readonly string[], size: number): Keep[] =>
  owners.map(owner => ({
    table: 'usages',
    row: { owner, bytes: Math.max(0, (facts.get('usage', owner)?.bytes ?? 0) - size) },
  }))

/** Unknown and somebody else's are one answer. */
const fileUnknown = (): Refused => refuse('file_not_found', 'There is no such file.')
