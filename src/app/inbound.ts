import { type Command, commands, type Inbound, type Query, queries } from '#protocol/commands.ts'

/** Which door of the app a parsed frame ends in: `run` for commands, `ask` for queries, else one of its own. */

export const isCommand = (said: Inbound): said is Command => Object.hasOwn(commands, said.do)

export const isQuery = (said: Inbound): said is Query => Object.hasOwn(queries, said.do)
