import { readConfig } from '#src/config.ts'
import { leading, UsageError } from './usage.ts'
import { type OpenDoor, withDoor } from './with-door.ts'

/**
 * `flack token <display name>`: somebody new joins, and their token is the only thing on stdout. Nobody's existing
 * account can be had like this: a name that is taken is refused as it is at the page. Resolves to the exit code.
 */
export const token = async (args: readonly string[], open: OpenDoor): Promise<number> => {
  const { first: name, rest } = leading(args)
  if (name === null) throw new UsageError('A token needs a display name: flack token "Deploy bot"')
  const entered = await withDoor(readConfig(rest), open, door => door.enter(name))
  if ('refused' in entered) {
    console.error(entered.refused.message)
    return 1
  }
  console.error(`${entered.name} has joined as ${entered.user}. Shown once, to be sent as "Authorization: Bearer …":`)
  console.log(entered.token)
  return 0
}
