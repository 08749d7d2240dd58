import * as v from 'valibot'

/** Where a database comes from: who it is, and how far its changes were at the moment of the copy. */
export type Copied = { epoch: string; schema: number; position: number }

/** What stands at the end of a backup: without it the file is not whole. */
export const Manifest = v.object({
  flack: v.literal('backup'),
  format: v.literal(1),
  /** The moment whose state it is, ISO 8601. */
  made: v.string(),
  epoch: v.string(),
  schema: v.number(),
  position: v.number(),
  files: v.array(v.object({ path: v.string(), size: v.number(), sha256: v.string() })),
})
export type Manifest = v.InferOutput<typeof Manifest>

/** The database's file in a backup and in a data directory, and the folder of what people have uploaded. */
export const DATABASE = 'flack.db'
export const BLOBS = 'blobs'
/** In it, for what is not whole yet. */
export const UNFINISHED = 'unfinished'
/** The working folder in the data directory: only whoever has its lock touches it. */
export const WORK = 'backup.partial'

/** The backup cannot be made, or is not what it should be; the message is for the operator. */
export class BackupError extends Error {
  override name = 'BackupError'
}

/** What the system says of a full disk, in words; everything else as it is. */
export const inWords = (error: unknown): unknown =>
  /^(ENOSPC|SQLITE_FULL)$/.test(String((error as NodeJS.ErrnoException | null)?.code))
    ? new BackupError('The disk is full.')
    : error
