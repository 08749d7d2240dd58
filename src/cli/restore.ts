import { type Config, readConfig } from '#src/config.ts'
import { ON_POSTGRES } from './backup.ts'
import { leading, UsageError } from './usage.ts'

/** Puts a backup into the empty data directory of the settings, with a new epoch. Only the composition root can do it. */
export type Restore = (config: Config, file: string) => Promise<{ made: string }>

/** `flack restore <backup>`. Resolves to the exit code. */
export const restore = async (args: readonly string[], put: Restore): Promise<number> => {
  const { first, rest } = leading(args)
  if (first === null) throw new UsageError('What is to be restored? Name the file of a backup.')
  const config = readConfig(rest)
  if (config.databaseUrl !== null) throw new UsageError(ON_POSTGRES)
  const { made } = await put(config, first)
  console.log(`The directory ${config.dataDir} is as it was at ${made}. Browsers will start afresh from it.`)
  return 0
}
