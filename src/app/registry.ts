import type * as z from 'zod/mini'
import { type CommandName, commands, type QueryName, queries, type SignalName, signals } from '#protocol/commands.ts'

/**
 * Everything that can be called from outside, with the rule that decides who may. Doors mount handlers by these names
 * only, `flack routes` prints it, and the access matrix has a hand-written row for each.
 *
 * - `anybody`: also without a session
 * - `signed-in`: any session that has not ended
 * - `reader`: whoever may read the channel: anybody signed in for a public one, else its members
 * - `member`: a seat in the channel
 * - `operator`: loopback, or the bearer token of any session: there are no roles yet that would tell an operator's
 */
export type Rule = 'anybody' | 'signed-in' | 'reader' | 'member' | 'operator'

export type Callable = { rule: Rule; what: string }

const commandRules: { readonly [N in CommandName]: Callable } = {
  'message.post': { rule: 'member', what: 'Posts a message.' },
  'channel.create': { rule: 'signed-in', what: 'Creates a public channel.' },
  'channel.join': { rule: 'reader', what: 'Takes a seat in a public channel.' },
  'channel.leave': { rule: 'member', what: 'Gives up a seat.' },
  'profile.rename': { rule: 'signed-in', what: "Changes one's display name." },
  'read.mark': { rule: 'member', what: 'Moves the read cursor.' },
}

const queryRules: { readonly [N in QueryName]: Callable } = {
  history: { rule: 'reader', what: 'A page of messages.' },
  sync: { rule: 'reader', what: 'What changed in a stream.' },
  users: { rule: 'signed-in', what: 'People by id.' },
  places: { rule: 'signed-in', what: "One's channels with their unread facts." },
}

const signalRules: { readonly [N in SignalName]: Callable } = {
  typing: { rule: 'member', what: 'Says that one is typing.' },
  presence: { rule: 'signed-in', what: 'Who of these people is online, and hears when that changes.' },
  watch: { rule: 'reader', what: 'Hears a public channel without a seat.' },
  unwatch: { rule: 'signed-in', what: 'Ends a watch.' },
  ping: { rule: 'signed-in', what: 'Keeps the socket alive.' },
}

/** HTTP, by method and path. */
export const httpRules = {
  'POST /auth/guest': { rule: 'anybody', what: 'Joins by display name.' },
  'GET /auth/session': { rule: 'anybody', what: 'Who is signed in, if anybody.' },
  'POST /auth/signout': { rule: 'signed-in', what: 'Ends the session.' },
  'GET /ws': { rule: 'signed-in', what: 'Opens the socket.' },
  'GET /healthz': { rule: 'anybody', what: 'Whether the process is alive.' },
  'GET /readyz': { rule: 'anybody', what: 'Whether it can serve.' },
  'GET /metrics': { rule: 'operator', what: 'Figures for Prometheus.' },
  'GET /': { rule: 'anybody', what: 'The page.' },
  'GET /c/*': { rule: 'anybody', what: 'The page at a channel or a message.' },
  'GET /assets/*': { rule: 'anybody', what: 'What the page is made of.' },
  'GET /worker.js': { rule: 'anybody', what: 'The service worker that keeps the page in the browser.' },
} as const satisfies Record<string, Callable>

export type HttpRoute = keyof typeof httpRules

export type Entry = Callable & { door: 'http' | 'socket'; name: string; schema: z.ZodMiniType | null }

/** The whole list, as `flack routes` prints it. */
export const registry = (): readonly Entry[] => [
  ...Object.entries(httpRules).map(([name, rule]) => ({ door: 'http' as const, name, ...rule, schema: null })),
  ...socketEntries(commandRules, commands),
  ...socketEntries(queryRules, queries),
  ...socketEntries(signalRules, signals),
]

const socketEntries = <N extends string>(rules: Record<N, Callable>, schemas: Record<N, z.ZodMiniType>): Entry[] =>
  (Object.keys(rules) as N[]).map(name => ({ door: 'socket', name, ...rules[name], schema: schemas[name] }))
