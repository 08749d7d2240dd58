import { settingsHelp } from '#src/config.ts'

/** What there is to call. */
export const USAGE = `Usage: flack <command> [arguments] [settings]

  serve                  runs the server
  token <display name>   somebody new joins by that name; prints their API token
  owner                  prints a link that makes its opener an owner of the workspace
  link <display name>    prints a link that signs somebody in who lost all else, once
  door <open|invited|added>  who may join
  invite [days] [uses]   prints a link by which people come in
  people [letters]       who is here: id, name, role
  role <person> <role>   owner, admin, member or guest
  deactivate <person>    they are signed out everywhere, and are nobody here
  reactivate <person>    they are themselves again
  demo [messages]        fills the workspace with a dozen people who talk (2000 messages)
  backup [file or dir]   keeps everything in one file, also while people write
  restore <backup>       fills an empty data directory from it
  doctor [backup]        looks at everything and changes nothing; --json for programs
  restored               after a copy was put back by hand: browsers start afresh from it
  routes                 prints everything that can be called from outside, as JSON
  help                   prints this
  --version              prints the version

Settings, by flag or environment:

${settingsHelp()}

Exit codes: 0 good, 1 something is wrong here, 2 misuse.`

/** A command line that makes no sense; the message is for the one who typed it. */
export class UsageError extends Error {
  override name = 'UsageError'
}

export const asksForHelp = (args: readonly string[]): boolean => args.includes('--help') || args.includes('-h')

/** The leading argument, if it is one and no flag, and the rest. */
export const leading = ([first, ...rest]: readonly string[]): { first: string | null; rest: readonly string[] } =>
  first === undefined || first.startsWith('--')
    ? { first: null, rest: first === undefined ? [] : [first, ...rest] }
    : { first, rest }
