import { readConfig } from '#src/config.ts'
import { type OpenDoor, withDoor } from './with-door.ts'

/**
 * `flack owner`: prints a link that makes whoever opens it first an owner of the workspace, for a day. Who can run this
 * has the data directory, and so everything already. Resolves to the exit code.
 */
export const owner = async (args: readonly string[], open: OpenDoor): Promise<number> => {
  const config = readConfig(args)
  const { secret } = await withDoor(config, open, door => door.own())
  const [origin = `http://localhost:${config.port}`] = config.origins
  console.error('Whoever opens this link first, within a day, becomes an owner of this workspace:')
  console.log(`${origin}/owner/${secret}`)
  return 0
}
