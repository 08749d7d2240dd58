import { type Config, readConfig } from '#src/config.ts'
import { leading, UsageError } from './usage.ts'

/**
 * Makes a backup, beside a running server or without one; `to`: a file, or a directory that gets one named by its
 * moment; null: the directory of the settings, in which only the newest stay. Only the composition root can do it.
 */
export type BackUp = (config: Config, to: string | null) => Promise<{ file: string; files: number; bytes: number }>

/** `flack backup [file or directory]`. Resolves to the exit code. */
export const backup = async (args: readonly string[], backUp: BackUp): Promise<number> => {
  const { first, rest } = leading(args)
  const config = readConfig(rest)
  if (config.databaseUrl !== null) throw new UsageError(ON_POSTGRES)
  if (first === null && config.backup.to === null) throw new UsageError('A backup needs a file or a directory.')
  const { file, files, bytes } = await backUp(config, first)
  console.error(`Kept ${files === 1 ? 'the database' : `the database and ${files - 1} files`} (${sizeOf(bytes)}) in`)
  console.log(file)
  return 0
}

export const ON_POSTGRES =
  'With DATABASE_URL the database is backed up by pg_dump, and the data directory beside it: docs/operations.md says how.'

const sizeOf = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KiB` : `${Math.ceil(bytes / 1024 / 1024)} MiB`
