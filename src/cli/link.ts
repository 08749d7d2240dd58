import { readConfig } from '#src/config.ts'
import { leading, UsageError } from './usage.ts'
import { type OpenDoor, withDoor } from './with-door.ts'

/**
 * `flack link <display name or handle>`: prints a link that signs its opener in as this person, once, for a day: for
 * somebody who lost everything that they sign in with. Resolves to the exit code.
 */
export const link = async (args: readonly string[], open: OpenDoor): Promise<number> => {
  const { first: named, rest } = leading(args)
  if (named === null) throw new UsageError('A link is for somebody: flack link "Ada Lovelace"')
  const config = readConfig(rest)
  const made = await withDoor(config, open, door => door.link(named))
  if ('refused' in made) {
    console.error(made.refused.message)
    return 1
  }
  const [origin = `http://localhost:${config.port}`] = config.origins
  console.error(`Whoever opens this link first, within a day, is signed in as ${made.name}:`)
  console.log(`${origin}/sign-in#${made.secret}`)
  return 0
}
