import { deactivate, door, invite, people, reactivate, role } from './administer.ts'
import { type BackUp, backup } from './backup.ts'
import { demo } from './demo.ts'
import { doctor, type Examine } from './doctor.ts'
import { link } from './link.ts'
import { owner } from './owner.ts'
import { type Restore, restore } from './restore.ts'
import { type Renew, restored } from './restored.ts'
import { routes } from './routes.ts'
import { type Start, serve } from './serve.ts'
import { token } from './token.ts'
import { asksForHelp, USAGE, UsageError } from './usage.ts'
import type { OpenDoor } from './with-door.ts'

/** What only the composition root can make. */
export type Engines = {
  start: Start
  open: OpenDoor
  renew: Renew
  backUp: BackUp
  restoreTo: Restore
  examine: Examine
  version: string
}

/** Runs a command line. Resolves to the exit code; throws `UsageError` and what the engines throw. */
export const runCommand = async (
  [command, ...args]: readonly string[],
  { start, open, renew, backUp, restoreTo, examine, version }: Engines,
): Promise<number> => {
  if (command === '--version' || command === 'version') return print(`flack ${version}`)
  if (command === 'help' || asksForHelp([command ?? '', ...args])) return print(USAGE)
  switch (command) {
    case 'serve':
      return serve(args, start)
    case 'token':
      return token(args, open)
    case 'owner':
      return owner(args, open)
    case 'door':
      return door(args, open)
    case 'invite':
      return invite(args, open)
    case 'people':
      return people(args, open)
    case 'role':
      return role(args, open)
    case 'deactivate':
      return deactivate(args, open)
    case 'reactivate':
      return reactivate(args, open)
    case 'link':
      return link(args, open)
    case 'demo':
      return demo(args, open)
    case 'backup':
      return backup(args, backUp)
    case 'restore':
      return restore(args, restoreTo)
    case 'doctor':
      return doctor(args, examine)
    case 'restored':
      return restored(args, renew)
    case 'routes':
      if (args.length > 0) throw new UsageError('The command routes takes no arguments.')
      return routes()
    case undefined:
      throw new UsageError('A command is missing.')
    default:
      throw new UsageError(`There is no command ${JSON.stringify(command)}.`)
  }
}

const print = (text: string): number => {
  console.log(text)
  return 0
}
