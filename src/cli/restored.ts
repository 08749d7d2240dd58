import { type Config, readConfig } from '#src/config.ts'

/** Gives the database a new epoch while no server runs on it. Only the composition root can do it. */
export type Renew = (config: Config) => Promise<void>

/**
 * `flack restored`: says that the database was put back from a backup. Whoever has seen what came after the backup would
 * otherwise take what comes now for its continuation. Resolves to the exit code.
 */
export const restored = async (args: readonly string[], renew: Renew): Promise<number> => {
  await renew(readConfig(args))
  console.log('Browsers and programs will start afresh from this database.')
  return 0
}
